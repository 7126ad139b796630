import { getRouteApi } from "@tanstack/react-router";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { Button } from "../components/button";
import { ChatPanel } from "../components/chat/chat-panel";
import { formatAgo, formatCount, formatExact } from "../components/format";
import { EyeIcon, GiftIcon } from "../components/icons";
import { GoalBar } from "../components/money/goal-bar";
import { TipPanel } from "../components/money/tip-panel";
import { Details } from "../components/player/details";
import { Player } from "../components/player/player";
import type { ShownState } from "../components/player/state-overlay";
import { Shell } from "../components/shell";
import type { StreamInfo, Viewer } from "../core";
import { useGoal, useHeardBalance, useTipsHeard } from "../hooks/money";
import { useNow, useTitle, useWakeLock } from "../hooks/page";
import { useSession } from "../hooks/session";
import { useStream } from "../hooks/streams";
import { useViewer } from "../hooks/viewer";

const route = getRouteApi("/watch/$stream");

export function WatchPage() {
  const { stream: id } = route.useParams();
  const [attempt, setAttempt] = useState(0);
  const { data: info } = useStream(id);
  const viewer = useViewer(id, attempt);
  if (!viewer) return <Shell state="connecting">{null}</Shell>;
  return <Watching id={id} info={info} viewer={viewer} onLookAgain={() => setAttempt(attempt + 1)} />;
}

interface WatchingProps {
  readonly id: string;
  readonly info: StreamInfo | undefined;
  readonly viewer: Viewer;
  readonly onLookAgain: () => void;
}

function Watching({ id, info, viewer, onLookAgain }: WatchingProps) {
  const { t } = useTranslation();
  const state = useStore(viewer.store);
  const [shown, setShown] = useState<ShownState>("connecting");
  const [details, setDetails] = useState(false);
  const title = state.room.title || info?.title || "";
  useTitle(title ? t("title.watch", { title }) : t("title.home"));
  useWakeLock(shown === "live");
  useHeardBalance(state.meter?.balance);
  const chatIsClosed = state.closed !== null;

  return (
    <Shell state={shown}>
      <div className="grid grid-cols-1 gap-5 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="-mx-4 sm:mx-auto sm:w-full sm:max-w-[calc((100dvh-12rem)*16/9)] sm:min-w-80">
          <Player
            streamId={id}
            title={title}
            viewer={viewer}
            state={state}
            details={details}
            onDetails={() => setDetails(!details)}
            onLookAgain={onLookAgain}
            onShown={setShown}
          />
          <div className="px-4 sm:px-0">
            <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 pt-4">
              <div className="grid min-w-0 gap-0.5">
                <h1 className="text-title font-semibold [overflow-wrap:anywhere]">{title || "\u00a0"}</h1>
                <p className="text-ink-soft">{info?.creator.displayName ?? "\u00a0"}</p>
              </div>
              {state.room.state === "live" && <LiveFacts viewers={state.room.viewers} since={state.room.liveSince} />}
            </div>
            {info?.scheduledAt && state.room.state !== "live" && (
              <p className="pt-4 font-medium">
                <time dateTime={info.scheduledAt}>
                  {t("watch.beginsAt", { when: formatExact(Date.parse(info.scheduledAt)) })}
                </time>
              </p>
            )}
            {info?.description && (
              <p className="max-w-prose pt-4 whitespace-pre-line text-ink-soft [overflow-wrap:anywhere]">
                {info.description}
              </p>
            )}
            {info && <Tipping info={info} viewer={viewer} />}
            {details && <Details state={state} />}
          </div>
        </div>
        <ChatPanel
          chat={viewer.chat}
          closed={chatIsClosed ? t("chat.ended") : undefined}
          className="h-[26rem] lg:sticky lg:top-4 lg:h-[calc(100dvh-7rem)] lg:max-h-[46rem]"
        />
      </div>
    </Shell>
  );
}

/** What the stream collects for, and giving a tip; to whom it belongs there is nothing to give. */
function Tipping({ info, viewer }: { info: StreamInfo; viewer: Viewer }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const id = useId();
  const [open, setOpen] = useState(false);
  const { data: goal } = useGoal(info.id);
  const mine = user?.id === info.creator.id;
  useTipsHeard(viewer.chat, info.id, mine);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3 pt-4">
        {goal && (
          <div className="min-w-56 flex-1">
            <GoalBar goal={goal} />
          </div>
        )}
        {!mine && (
          <Button aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
            <GiftIcon />
            {t("money.tip.open")}
          </Button>
        )}
      </div>
      {open && !mine && <TipPanel id={id} streamId={info.id} creator={info.creator.displayName} />}
    </>
  );
}

function LiveFacts({ viewers, since }: { viewers: number; since: number | null }) {
  const { t } = useTranslation();
  const now = useNow(10_000);
  return (
    <p className="flex items-center gap-4 text-sm text-ink-soft">
      <span className="flex items-center gap-1.5 tabular-nums">
        <EyeIcon />
        <span data-testid="watcher-count">{formatCount(viewers)}</span>
        <span className="sr-only">{t("common.watchers", { count: viewers })}</span>
      </span>
      {since && (
        <time dateTime={new Date(since).toISOString()} title={formatExact(since)}>
          {t("watch.startedAgo", { ago: formatAgo(since, now) })}
        </time>
      )}
    </p>
  );
}
