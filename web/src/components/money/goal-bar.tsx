import { useId } from "react";
import { useTranslation } from "react-i18next";
import { percentReached, type TipGoal } from "../../core";
import { useAmounts } from "./amount";

/** What a stream collects for, and how far that is. */
export function GoalBar({ goal }: { goal: TipGoal }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const id = useId();
  const percent = percentReached(goal);
  return (
    <div className="grid gap-1.5" data-testid="goal">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p id={id} className="min-w-0 font-medium [overflow-wrap:anywhere]">
          {goal.title}
        </p>
        <p className="text-sm text-ink-soft tabular-nums">
          {percent === 100 && <strong className="text-accent">{t("money.goal.reached")} </strong>}
          {t("money.goal.of", { raised: amounts(goal.raised), target: amounts(goal.target) })}
        </p>
      </div>
      <div
        role="progressbar"
        aria-labelledby={id}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={t("money.goal.of", { raised: amounts(goal.raised), target: amounts(goal.target) })}
        className="h-2 overflow-hidden rounded-full bg-raised"
      >
        <div
          className="h-full rounded-full bg-accent motion-safe:transition-[width] motion-safe:duration-700"
          style={{ width: `${percent}%` }}
        />
      </div>
    </div>
  );
}
