import { useTranslation } from "react-i18next";
import type { Chat, Tip } from "../../core";
import { useShownTip } from "../../hooks/money";
import { useAmounts } from "./amount";

const SPARKS = Array.from({ length: 18 }, (_, index) => index);

/**
 * A tip, on the picture, for a moment. Sparks fly where motion is welcome. Screen readers have it from the chat, whose log is read
 * out as it grows.
 */
export function Celebration({ chat }: { chat: Chat }) {
  const tip = useShownTip(chat);
  return tip && <Shown key={tip.tipId} tip={tip} />;
}

function Shown({ tip }: { tip: Tip }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  return (
    <div
      aria-hidden="true"
      data-testid="celebration"
      className="pointer-events-none absolute inset-x-3 top-14 z-20 grid justify-items-center"
    >
      <div className="tip-in on-picture relative grid max-w-md min-w-0 gap-0.5 rounded-lg px-5 py-3 text-center shadow-lifted ring-1 ring-[#ff7759]/70">
        {SPARKS.map((spark) => (
          <span
            key={spark}
            className="spark"
            style={{ "--turn": `${(spark * 360) / SPARKS.length}deg`, "--far": `${5 + (spark % 3) * 2}rem` } as object}
          />
        ))}
        <p className="font-semibold [overflow-wrap:anywhere]">
          {t("money.tip.given", { name: tip.name, amount: amounts(tip.amount) })}
        </p>
        {tip.message && <p className="line-clamp-3 text-sm text-[#c6c9d1] [overflow-wrap:anywhere]">{tip.message}</p>}
      </div>
    </div>
  );
}
