import { useTranslation } from "react-i18next";
import { useNow } from "../../hooks/page";
import { type Studio, useBroadcast } from "../../hooks/studio";
import { classes } from "../classes";
import { formatCount, formatDuration } from "../format";

/** How it stands, in a word and a sentence; beside it the time on air and how many watch. */
export function StudioStatus({ studio }: { studio: Studio }) {
  const { t } = useTranslation();
  const phase = useBroadcast(studio, (state) => state.phase);
  const hint = useStatusHint(studio);
  const live = phase === "live";
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <div role="status" className="grid min-w-0 gap-0.5">
        <p className="flex items-center gap-2.5 font-semibold" data-testid="studio-status">
          <span
            className={classes(
              "size-2.5 shrink-0 rounded-full",
              live && "pulse-live bg-accent text-accent",
              (phase === "connecting" || phase === "reconnecting") && "breathe bg-accent",
              (phase === "preview" || phase === "closed" || phase === "empty") && "bg-line-strong",
            )}
          />
          {t(`studio.status.${phase}`)}
        </p>
        <p className="text-sm text-ink-soft">{hint}</p>
      </div>
      {phase !== "preview" && phase !== "closed" && <Counters studio={studio} />}
    </div>
  );
}

function useStatusHint(studio: Studio): string {
  const { t } = useTranslation();
  const phase = useBroadcast(studio, (state) => state.phase);
  const signaling = useBroadcast(studio, (state) => state.signaling);
  const away = signaling.phase === "waiting" || signaling.phase === "connecting";
  const attempt = away ? Math.max(1, signaling.attempt) : 1;
  if (phase === "closed") return "";
  if (phase === "live") return t(away ? "studio.statusHint.mediaGoesOn" : "studio.statusHint.live");
  if (phase === "reconnecting") {
    return away ? t("studio.statusHint.reconnectingServer", { attempt }) : t("studio.statusHint.reconnectingMedia");
  }
  if (phase === "connecting" && away && signaling.attempt > 1) {
    return t("studio.statusHint.reconnectingServer", { attempt });
  }
  return t(`studio.statusHint.${phase}`);
}

function Counters({ studio }: { studio: Studio }) {
  const { t } = useTranslation();
  const { viewers, liveSince } = useBroadcast(studio, (state) => state.room);
  const now = useNow(1_000, liveSince !== null);
  const counters = [
    { name: t("studio.timeOnAir"), value: liveSince ? formatDuration(now - liveSince) : "–", testId: "time-on-air" },
    { name: t("studio.watching"), value: formatCount(viewers), testId: "watcher-count" },
  ];
  return (
    <dl className="flex gap-6">
      {counters.map(({ name, value, testId }) => (
        <div key={testId} className="grid min-w-20 sm:justify-items-end">
          <dt className="text-xs text-ink-faint">{name}</dt>
          <dd className="text-lg font-semibold tabular-nums" data-testid={testId}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
