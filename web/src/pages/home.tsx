import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { buttonClasses } from "../components/button";
import { ArrowIcon, BroadcastIcon, PhoneIcon } from "../components/icons";
import { JoinForm } from "../components/join-form";
import { Failed, Loading } from "../components/page-states";
import { Shell } from "../components/shell";
import { StreamCard } from "../components/stream-card";
import type { StreamInfo } from "../core";
import { useNow, useTitle } from "../hooks/page";
import { usePublicStreams } from "../hooks/streams";

function LiveStreams({ streams }: { streams: readonly StreamInfo[] }) {
  const { t } = useTranslation();
  const now = useNow(30_000);
  if (streams.length === 0) {
    return (
      <div className="grid justify-items-center gap-1 rounded-lg border border-dashed border-line px-6 py-14 text-center">
        <BroadcastIcon width={32} height={32} className="mb-2 text-ink-faint" />
        <p className="font-medium">{t("home.nothingLive")}</p>
        <p className="text-sm text-ink-soft">{t("home.nothingLiveHint")}</p>
      </div>
    );
  }
  return (
    <ul className="grid gap-x-5 gap-y-8 sm:grid-cols-2 lg:grid-cols-3">
      {streams.map((stream) => (
        <li key={stream.id}>
          <StreamCard stream={stream} now={now} />
        </li>
      ))}
    </ul>
  );
}

function OtherStreams({ streams }: { streams: readonly StreamInfo[] }) {
  const { t } = useTranslation();
  return (
    <section className="mt-14">
      <h2 className="mb-4 text-sm font-medium text-ink-soft">{t("home.others")}</h2>
      <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
        {streams.map((stream) => (
          <li key={stream.id}>
            <Link
              to="/watch/$stream"
              params={{ stream: stream.id }}
              className="panel flex items-center justify-between gap-3 px-4 py-3 transition-colors hover:border-line-strong"
            >
              <span className="grid min-w-0">
                <span className="truncate font-medium">{stream.title}</span>
                <span className="truncate text-sm text-ink-faint">{stream.creator.displayName}</span>
              </span>
              <span className="shrink-0 text-xs text-ink-faint">{t("common.offline")}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function HomePage() {
  const { t } = useTranslation();
  useTitle(t("title.home"));
  const { data, error, isPending, refetch } = usePublicStreams();
  const live = data?.filter((stream) => stream.status === "live") ?? [];
  const others = data?.filter((stream) => stream.status !== "live").slice(0, 12) ?? [];
  const state = isPending ? "loading" : error && !data ? "failed" : live.length > 0 ? "live" : "empty";

  return (
    <Shell state={state}>
      <section className="grid items-end gap-8 pt-8 pb-12 sm:pt-14 lg:grid-cols-[1fr_25rem] lg:gap-14">
        <div className="grid justify-items-start gap-5">
          <h1 className="max-w-[20ch] text-display font-semibold">{t("home.heading")}</h1>
          <p className="max-w-prose text-base text-ink-soft">{t("home.lead")}</p>
          <div className="flex flex-wrap gap-3">
            <Link to="/studio" className={buttonClasses("primary", "lg")}>
              {t("home.goLive")}
              <ArrowIcon />
            </Link>
            <Link to="/screen" className={buttonClasses("secondary", "lg")}>
              <PhoneIcon />
              {t("home.usePhone")}
            </Link>
          </div>
        </div>
        <div className="panel grid gap-4 p-5">
          <h2 className="font-semibold">{t("home.joinHeading")}</h2>
          <JoinForm />
        </div>
      </section>

      <section aria-labelledby="live-now">
        <h2 id="live-now" className="mb-5 text-title font-semibold">
          {t("home.liveNow")}
        </h2>
        {isPending ? (
          <Loading />
        ) : error && !data ? (
          <Failed title={t("home.loadFailed")} error={error} onRetry={() => void refetch()} />
        ) : (
          <LiveStreams streams={live} />
        )}
      </section>
      {others.length > 0 && <OtherStreams streams={others} />}
    </Shell>
  );
}
