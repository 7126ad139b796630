import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { StreamInfo } from "../core";
import { formatAgo, formatCount, formatExact } from "./format";
import { EyeIcon } from "./icons";
import { LiveBadge } from "./live-badge";

/** A number from a text, the same everywhere: which pattern a stream has until its picture is seen. */
function seedOf(text: string): number {
  let seed = 2_166_136_261;
  for (const letter of text) seed = Math.imul(seed ^ letter.charCodeAt(0), 16_777_619) >>> 0;
  return seed;
}

/** A stream's own still: concentric waves from a point that its id chooses. */
export function StreamPattern({ id }: { id: string }) {
  const seed = seedOf(id);
  const x = 15 + (seed % 70);
  const y = 15 + ((seed >>> 8) % 60);
  const rings = Array.from({ length: 9 }, (_, index) => 6 + index * 9 + ((seed >>> 16) % 5));
  return (
    <svg viewBox="0 0 100 56.25" preserveAspectRatio="xMidYMid slice" aria-hidden="true" className="size-full">
      {rings.map((radius, index) => (
        <circle
          key={radius}
          cx={x}
          cy={y * 0.6}
          r={radius}
          fill="none"
          className={index === 0 ? "stroke-accent" : "stroke-ink"}
          strokeWidth={index === 0 ? 1.4 : 0.4}
          opacity={index === 0 ? 0.9 : 0.34 - index * 0.032}
        />
      ))}
    </svg>
  );
}

/** A live stream on the start page. */
export function StreamCard({ stream, now }: { stream: StreamInfo; now: number }) {
  const { t } = useTranslation();
  const since = stream.liveSince ? Date.parse(stream.liveSince) : null;
  return (
    <Link
      to="/watch/$stream"
      params={{ stream: stream.id }}
      className="group grid content-start gap-3 rounded-lg"
      data-testid="stream-card"
    >
      <div className="relative aspect-video overflow-hidden rounded-lg border border-line bg-surface transition-[border-color,transform] duration-200 group-hover:-translate-y-0.5 group-hover:border-line-strong">
        <StreamPattern id={stream.id} />
        {stream.status === "live" && <LiveBadge className="absolute top-3 left-3" />}
        <span className="on-picture absolute right-3 bottom-3 inline-flex h-7 items-center gap-1.5 rounded-full px-2.5 text-xs font-medium tabular-nums">
          <EyeIcon width={15} height={15} />
          <span aria-hidden="true">{formatCount(stream.viewers)}</span>
          <span className="sr-only">{t("common.watchers", { count: stream.viewers })}</span>
        </span>
      </div>
      <div className="grid gap-0.5">
        <h3 className="line-clamp-2 font-semibold group-hover:text-accent">{stream.title}</h3>
        <p className="flex flex-wrap gap-x-2 text-sm text-ink-soft">
          <span className="truncate">{stream.creator.displayName}</span>
          {stream.category && <span className="text-ink-faint">{stream.category}</span>}
          {since && (
            <time dateTime={stream.liveSince} title={formatExact(since)} className="text-ink-faint">
              {formatAgo(since, now)}
            </time>
          )}
        </p>
      </div>
    </Link>
  );
}
