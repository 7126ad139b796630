import { useTranslation } from "react-i18next";
import { type Scope, useSupporters } from "../../hooks/reports";
import { useAmounts } from "../money/amount";
import { Empty, Failed, Loading } from "../page-states";
import { Section } from "../section";

/** Who gave most. */
export function Supporters({ scope }: { scope: Scope }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const { data, error, isPending, refetch } = useSupporters(scope);
  return (
    <Section title={t("reports.supporters.heading")} lead={t("reports.supporters.lead")}>
      {isPending && <Loading />}
      {error && !data && (
        <Failed title={t("reports.supporters.loadFailed")} error={error} onRetry={() => void refetch()} />
      )}
      {data?.length === 0 && <Empty title={t("reports.supporters.empty")} hint={t("reports.supporters.emptyHint")} />}
      {data && data.length > 0 && (
        <ol className="divide-y divide-line" data-testid="supporters">
          {data.map(({ userId, displayName, tips, watching }, index) => (
            <li key={userId} className="flex gap-3 py-2.5 tabular-nums">
              <span className="w-6 shrink-0 text-ink-faint" aria-hidden="true">
                {index + 1}
              </span>
              <div className="grid min-w-0 flex-1 grid-cols-1">
                <p className="flex items-baseline justify-between gap-3">
                  <span className="min-w-0 truncate font-medium" title={displayName}>
                    {displayName}
                  </span>
                  <span className="font-semibold whitespace-nowrap">{amounts(tips + watching)}</span>
                </p>
                <p className="text-sm text-ink-faint">
                  {[
                    tips > 0 && t("reports.supporters.tips", { amount: amounts(tips) }),
                    watching > 0 && t("reports.supporters.watching", { amount: amounts(watching) }),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
              </div>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
