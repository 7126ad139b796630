import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { AudienceByDay } from "../../core";
import { type Scope, useAudience } from "../../hooks/reports";
import { DataTable } from "../data-table";
import { formatCount, formatDay, formatSpan } from "../format";
import { Empty, Failed, Loading } from "../page-states";
import { Facts } from "../party";
import { TIME_STEPS } from "../scale-steps";
import { Section } from "../section";

const DayBars = lazy(() => import("./day-bars"));

/** How many watched, and how long. */
export function AudienceReport({ scope }: { scope: Scope }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useAudience(scope);
  return (
    <Section title={t("reports.audience.heading")}>
      {isPending && <Loading />}
      {error && !data && (
        <Failed title={t("reports.audience.loadFailed")} error={error} onRetry={() => void refetch()} />
      )}
      {data?.visits === 0 && <Empty title={t("reports.audience.empty")} hint={t("reports.audience.emptyHint")} />}
      {data && data.visits > 0 && <Figures audience={data} />}
    </Section>
  );
}

function Figures({ audience }: { audience: AudienceByDay }) {
  const { t } = useTranslation();
  const days = useMemo(() => audience.days.map(({ day }) => day), [audience]);
  const seconds = useMemo(() => audience.days.map(({ secondsWatched }) => secondsWatched), [audience]);
  return (
    <>
      <Facts
        facts={[
          ["visits", t("reports.audience.visits"), formatCount(audience.visits)],
          ["time", t("reports.audience.time"), formatSpan(audience.secondsWatched)],
          ["peak", t("reports.audience.peak"), formatCount(audience.peakViewers)],
        ]}
      />
      <div className="grid grid-cols-1 gap-2">
        <h3 className="text-sm text-ink-soft">{t("reports.audience.byDay")}</h3>
        <div className="h-44">
          <Suspense>
            <DayBars days={days} values={seconds} format={formatSpan} steps={TIME_STEPS} atLeast={60} />
          </Suspense>
        </div>
        <DataTable
          caption={t("reports.audience.byDay")}
          head={[
            t("reports.day"),
            t("reports.audience.time"),
            t("reports.audience.visits"),
            t("reports.audience.peak"),
          ]}
          rows={audience.days
            .filter(({ visits, peakViewers }) => visits > 0 || peakViewers > 0)
            .reverse()
            .map(({ day, secondsWatched, visits, peakViewers }) => [
              formatDay(day),
              formatSpan(secondsWatched),
              formatCount(visits),
              formatCount(peakViewers),
            ])}
        />
      </div>
    </>
  );
}
