import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Currency, type Earned, type Earnings, formatDigits } from "../../core";
import { useErrorSentence } from "../../hooks/errors";
import { useCurrency } from "../../hooks/money";
import { type Scope, useEarnings, useEarningsFile } from "../../hooks/reports";
import { Button } from "../button";
import { DataTable } from "../data-table";
import { formatDay } from "../format";
import { useAmounts } from "../money/amount";
import { Empty, Failed, Loading } from "../page-states";
import { Facts } from "../party";
import { save } from "../save";
import { WHOLE_STEPS } from "../scale-steps";
import { Section } from "../section";

const DayBars = lazy(() => import("./day-bars"));

const sum = ({ tips, watching }: Earned) => tips + watching;

/** What came in: altogether, by the day and by the stream. */
export function EarningsReport({ scope }: { scope: Scope }) {
  const { t } = useTranslation();
  const currency = useCurrency();
  const { data, error, isPending, refetch } = useEarnings(scope);
  return (
    <Section title={t("reports.earnings.heading")} lead={t("reports.earnings.lead")}>
      {isPending && <Loading />}
      {error && !data && (
        <Failed title={t("reports.earnings.loadFailed")} error={error} onRetry={() => void refetch()} />
      )}
      {data?.streams.length === 0 && (
        <Empty title={t("reports.earnings.empty")} hint={t("reports.earnings.emptyHint")} />
      )}
      {data && data.streams.length > 0 && currency && <Figures earnings={data} currency={currency} scope={scope} />}
    </Section>
  );
}

interface FiguresProps {
  readonly earnings: Earnings;
  readonly currency: Currency;
  readonly scope: Scope;
}

function Figures({ earnings, currency, scope }: FiguresProps) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const { total, streams } = earnings;
  return (
    <>
      <p className="text-3xl font-semibold tracking-tight tabular-nums [overflow-wrap:anywhere]" data-testid="earned">
        {amounts(sum(total))}
      </p>
      <Facts
        facts={[
          ["tips", t("reports.earnings.tips"), amounts(total.tips)],
          ["watching", t("reports.earnings.watching"), amounts(total.watching)],
          ["pending", t("reports.earnings.pending"), amounts(total.pending)],
          ["available", t("reports.earnings.available"), amounts(total.available)],
        ]}
      />
      <ByDay earnings={earnings} currency={currency} />
      {streams.length > 1 && <ByStream streams={streams} />}
      <SaveFile scope={scope} />
    </>
  );
}

function ByDay({ earnings, currency }: Omit<FiguresProps, "scope">) {
  const { t } = useTranslation();
  const { days, sums, watching } = useMemo(
    () => ({
      days: earnings.days.map(({ day }) => day),
      sums: earnings.days.map(({ earned }) => sum(earned)),
      watching: earnings.days.map(({ earned }) => earned.watching),
    }),
    [earnings],
  );
  const digits = (amount: number) => formatDigits(amount, currency.decimals);
  const caption = t("reports.earnings.byDay", { currency: currency.code });
  return (
    <div className="grid grid-cols-1 gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h3 className="text-sm text-ink-soft">{caption}</h3>
        <p className="flex gap-4 text-sm text-ink-soft" aria-hidden="true">
          <Swatch className="bg-accent" name={t("reports.earnings.tips")} />
          <Swatch className="bg-line-strong" name={t("reports.earnings.watching")} />
        </p>
      </div>
      <div className="h-44">
        <Suspense>
          <DayBars
            days={days}
            values={sums}
            above={watching}
            format={digits}
            steps={WHOLE_STEPS}
            atLeast={10 ** currency.decimals}
          />
        </Suspense>
      </div>
      <DataTable
        caption={caption}
        head={[
          t("reports.day"),
          t("reports.earnings.sum"),
          t("reports.earnings.tips"),
          t("reports.earnings.watching"),
          t("reports.earnings.pending"),
        ]}
        rows={earnings.days
          .filter(({ earned }) => earned.tips !== 0 || earned.watching !== 0)
          .reverse()
          .map(({ day, earned }) => [
            formatDay(day),
            digits(sum(earned)),
            digits(earned.tips),
            digits(earned.watching),
            digits(earned.pending),
          ])}
      />
    </div>
  );
}

function Swatch({ className, name }: { className: string; name: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <span className={`size-2.5 rounded-full ${className}`} />
      {name}
    </span>
  );
}

/** The most first, each as long as its share. */
function ByStream({ streams }: Pick<Earnings, "streams">) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const most = Math.max(1, ...streams.map(({ earned }) => sum(earned)));
  return (
    <div className="grid grid-cols-1 gap-2">
      <h3 className="text-sm text-ink-soft">{t("reports.earnings.byStream")}</h3>
      <ol className="grid grid-cols-1 gap-3">
        {streams.map(({ streamId, title, earned }) => (
          <li key={streamId} className="grid grid-cols-1 gap-1">
            <p className="flex items-baseline justify-between gap-4">
              <span className="min-w-0 truncate">{title}</span>
              <span className="font-medium whitespace-nowrap tabular-nums">{amounts(sum(earned))}</span>
            </p>
            <div className="h-1.5 overflow-hidden rounded-full bg-raised" aria-hidden="true">
              <div
                className="h-full rounded-full bg-accent"
                style={{ width: `${Math.max(0, (100 * sum(earned)) / most)}%` }}
              />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

function SaveFile({ scope }: { scope: Scope }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const file = useEarningsFile();
  const { from, to } = scope.days;
  return (
    <div className="grid justify-items-start gap-2">
      <Button
        busy={file.isPending}
        onClick={() => file.mutate(scope, { onSuccess: (blob) => save(blob, `earnings-${from}-${to}.csv`) })}
      >
        {t("reports.earnings.save")}
      </Button>
      {file.error && (
        <p role="alert" className="text-sm text-accent">
          {sentence(file.error)}
        </p>
      )}
    </div>
  );
}
