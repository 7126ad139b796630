import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Tip } from "../../core";
import { formatExact, formatTime } from "../format";
import { GiftIcon } from "../icons";
import { useAmounts } from "./amount";

/** A tip in the flow of the chat. */
export const TipLine = memo(function TipLine({ tip }: { tip: Tip }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  return (
    <li data-testid="tip-line" className="px-3 py-1">
      <div className="flex gap-2.5 rounded-md border border-accent/40 bg-accent-soft px-3 py-2">
        <GiftIcon className="mt-0.5 shrink-0 text-accent" />
        <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
          <span className="font-semibold">{t("money.tip.given", { name: tip.name, amount: amounts(tip.amount) })}</span>{" "}
          <time
            dateTime={new Date(tip.givenAt).toISOString()}
            title={formatExact(tip.givenAt)}
            className="text-xs text-ink-soft tabular-nums"
          >
            {formatTime(tip.givenAt)}
          </time>
          {tip.message && (
            <span className="block text-ink-soft">
              <bdi>{tip.message}</bdi>
            </span>
          )}
        </p>
      </div>
    </li>
  );
});
