import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { QualityLevel } from "../core";
import { classes } from "./classes";

const BARS: Record<QualityLevel, number> = { good: 3, fair: 2, poor: 1, lost: 0 };

/** How well a connection does, as bars and in a word. */
function Level({ level }: { level: QualityLevel | null }) {
  const { t } = useTranslation();
  const filled = level === null ? 0 : BARS[level];
  const bad = level === "poor" || level === "lost";
  return (
    <span className={classes("flex items-center gap-2 text-sm font-medium", bad ? "text-accent" : "text-ink-soft")}>
      <span aria-hidden="true" className="flex h-3.5 items-end gap-0.5">
        {["h-1.5", "h-2.5", "h-3.5"].map((height, index) => (
          <span
            key={height}
            className={classes("w-1 rounded-full", height, index < filled ? "bg-current" : "bg-line-strong/40")}
          />
        ))}
      </span>
      {level === null ? t("quality.unknown") : t(`quality.levels.${level}`)}
    </span>
  );
}

interface PartyProps {
  readonly name: string;
  readonly testId: string;
  readonly level: QualityLevel | null;
  readonly sentence: string;
  readonly children?: ReactNode;
}

/** One of those who have a part in what is seen: whose trouble it is, in words, and the figures for it. */
export function Party({ name, testId, level, sentence, children }: PartyProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid min-w-0 grid-cols-1 content-start gap-4"
      data-testid={testId}
      data-level={level}
    >
      <div className="grid gap-1">
        <div className="flex items-baseline justify-between gap-4">
          <h3 id={id} className="font-semibold">
            {name}
          </h3>
          <Level level={level} />
        </div>
        {/* As high as the longest of its sentences, so that nothing below moves. */}
        <p className="min-h-[4.5em] text-sm text-ink-soft sm:min-h-[3em]">{sentence}</p>
      </div>
      {children}
    </section>
  );
}

interface FactsProps {
  /** Key, name, value. */
  readonly facts: readonly (readonly [string, string, string])[];
}

/** Names and values in columns that stay where they are. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4">
      {facts.map(([key, name, value]) => (
        <div key={key} className="grid content-start gap-0.5">
          <dt className="text-sm text-ink-faint">{name}</dt>
          <dd className="font-medium tabular-nums" data-fact={key}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
