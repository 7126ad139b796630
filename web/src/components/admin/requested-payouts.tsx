import { useTranslation } from "react-i18next";
import type { Payout } from "../../core";
import { useErrorSentence } from "../../hooks/errors";
import { useDecidePayout, useRequestedPayouts } from "../../hooks/money";
import { Button } from "../button";
import { formatExact } from "../format";
import { useAmounts } from "../money/amount";
import { Failed, Loading } from "../page-states";
import { Section } from "../section";

/** Who waits for money, the longest first. */
export function RequestedPayouts() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useRequestedPayouts();
  return (
    <Section title={t("money.admin.payouts")}>
      {isPending && <Loading />}
      {error && !data && <Failed title={t("money.admin.payoutsFailed")} error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <p className="text-sm text-ink-soft">{t("money.admin.payoutsEmpty")}</p>}
      {data && data.length > 0 && (
        <ul className="divide-y divide-line">
          {data.map((payout) => (
            <Requested key={payout.id} payout={payout} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Requested({ payout }: { payout: Payout }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const amounts = useAmounts();
  const decide = useDecidePayout();
  const named = { amount: amounts(payout.amount), name: payout.displayName };
  const buttons = [
    { decision: "paid", label: t("money.admin.paid"), name: t("money.admin.paidNamed", named) },
    { decision: "refuse", label: t("money.admin.refuse"), name: t("money.admin.refuseNamed", named) },
  ] as const;
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="grid min-w-0">
        <p className="font-medium [overflow-wrap:anywhere]">
          <bdi>{payout.displayName}</bdi> · <span className="tabular-nums">{amounts(payout.amount)}</span>
        </p>
        <time dateTime={payout.requestedAt} className="text-sm text-ink-faint">
          {formatExact(Date.parse(payout.requestedAt))}
        </time>
      </div>
      <div className="flex flex-wrap gap-2">
        {buttons.map(({ decision, label, name }) => (
          <Button
            key={decision}
            size="sm"
            aria-label={name}
            busy={decide.isPending && decide.variables.decision === decision}
            disabled={decide.isPending}
            onClick={() => decide.mutate({ id: payout.id, decision })}
          >
            {label}
          </Button>
        ))}
      </div>
      {decide.error && (
        <p role="alert" className="text-sm text-accent">
          {sentence(decide.error)}
        </p>
      )}
    </li>
  );
}
