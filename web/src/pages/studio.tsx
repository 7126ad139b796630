import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, buttonClasses } from "../components/button";
import { ChatPanel } from "../components/chat/chat-panel";
import { classes } from "../components/classes";
import { SettingsIcon } from "../components/icons";
import { Notice } from "../components/notice";
import { Failed, Loading } from "../components/page-states";
import { Shell } from "../components/shell";
import { StreamSettings } from "../components/stream-settings";
import { Controls } from "../components/studio/controls";
import { Network } from "../components/studio/network";
import { StudioNotices } from "../components/studio/notices";
import { Preview } from "../components/studio/preview";
import { Share, StreamingSoftware } from "../components/studio/share";
import { Sources } from "../components/studio/sources";
import { StudioStatus } from "../components/studio/status";
import { StudioTips } from "../components/studio/tips";
import { ApiError, type StreamInfo } from "../core";
import { useErrorSentence } from "../hooks/errors";
import { useTitle, useWakeLock } from "../hooks/page";
import { useSession } from "../hooks/session";
import { useStream } from "../hooks/streams";
import { type Studio, useBroadcast, useStudio } from "../hooks/studio";

const route = getRouteApi("/studio/$stream");

export function StudioPage() {
  const { t } = useTranslation();
  useTitle(t("title.studio"));
  const { stream: id } = route.useParams();
  const { user } = useSession();
  const { data: stream, error, refetch } = useStream(id, 5_000);

  if (!stream) {
    return (
      <Shell state={error ? "failed" : "loading"} width="narrow">
        {error ? <StreamMissing error={error} onRetry={() => void refetch()} /> : <Loading />}
      </Shell>
    );
  }
  if (user && user.id !== stream.creator.id && !user.roles.includes("admin")) return <NotYours stream={stream} />;
  return <OwnStudio key={id} stream={stream} />;
}

function StreamMissing({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const missing = error instanceof ApiError && error.status === 404;
  return (
    <div className="pt-10">
      {missing ? (
        <Notice
          title={t("watch.notFound")}
          action={
            <Link to="/dashboard" className={buttonClasses("secondary", "sm")}>
              {t("nav.streams")}
            </Link>
          }
        />
      ) : (
        <Failed title={t("dashboard.loadFailed")} error={error} onRetry={onRetry} />
      )}
    </div>
  );
}

function NotYours({ stream }: { stream: StreamInfo }) {
  const { t } = useTranslation();
  return (
    <Shell state="refused" width="narrow">
      <Notice
        className="mt-10"
        title={t("studio.notYours")}
        action={
          <Link to="/watch/$stream" params={{ stream: stream.id }} className={buttonClasses("secondary", "sm")}>
            {t("studio.watchInstead")}
          </Link>
        }
      >
        {t("studio.notYoursHint")}
      </Notice>
    </Shell>
  );
}

function OwnStudio({ stream }: { stream: StreamInfo }) {
  const studio = useStudio(stream.id);
  if (!studio) {
    return (
      <Shell state="loading">
        <Loading />
      </Shell>
    );
  }
  return <OpenStudio studio={studio} stream={stream} />;
}

function OpenStudio({ studio, stream }: { studio: Studio; stream: StreamInfo }) {
  const phase = useBroadcast(studio, (state) => state.phase);
  const sentence = useErrorSentence();
  const { t } = useTranslation();
  const [endError, setEndError] = useState<unknown>(null);
  const [settings, setSettings] = useState(false);
  useWakeLock(phase !== "preview" && phase !== "closed");

  const end = () => {
    setEndError(null);
    studio.end().catch(setEndError);
  };

  return (
    <Shell state={phase}>
      <div className="flex items-center justify-between gap-3 pt-4 pb-5">
        <h1 className="min-w-0 truncate text-title font-semibold">{stream.title}</h1>
        <Button size="sm" onClick={() => setSettings(true)}>
          <SettingsIcon />
          {t("settings.open")}
        </Button>
        <StreamSettings stream={stream} open={settings} onClose={() => setSettings(false)} />
      </div>
      <div className="grid grid-cols-1 gap-5 lg:grid-cols-[minmax(0,1fr)_21rem] lg:gap-6">
        {/* On a phone, one column: the chat comes before the figures. */}
        <div className="min-w-0 content-start gap-5 max-lg:contents lg:grid">
          <StudioStatus studio={studio} />
          <Preview studio={studio} />
          <Controls studio={studio} onEnd={end} />
          {endError !== null && <Notice tone="problem" title={sentence(endError)} />}
          <StudioNotices studio={studio} stream={stream} onEnd={end} />
          <div className="min-w-0 max-lg:order-2">
            <Network studio={studio} />
          </div>
        </div>
        <div className="min-w-0 content-start gap-5 max-lg:contents lg:grid">
          <ChatPanel
            chat={studio.presenter.chat}
            closed={phase === "preview" || phase === "closed" ? t("chat.closed") : undefined}
            className={classes("max-lg:order-1", phase !== "preview" && "h-[26rem]")}
          />
          <div className="min-w-0 max-lg:order-1">
            <StudioTips studio={studio} streamId={stream.id} />
          </div>
          <div className="grid min-w-0 gap-5 max-lg:order-3">
            <Sources studio={studio} />
            <Share stream={stream} />
            <StreamingSoftware stream={stream} />
          </div>
        </div>
      </div>
    </Shell>
  );
}
