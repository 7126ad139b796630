import { lazy, Suspense, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BroadcastInfo, ViewersOverTime } from "../../core";
import { type Scope, useBroadcasts, useViewersOverTime } from "../../hooks/reports";
import { Button } from "../button";
import { DataTable } from "../data-table";
import { formatCount, formatDuration, formatExact, formatSpan } from "../format";
import { ChevronIcon } from "../icons";
import { Failed, Loading } from "../page-states";
import { PagedList } from "../paged-list";
import { Section } from "../section";

const ViewersPlot = lazy(() => import("./viewers-plot"));

/** Each publish, the newest first, with how many watched it at any time. */
export function Broadcasts({ scope }: { scope: Scope }) {
  const { t } = useTranslation();
  return (
    <Section title={t("reports.broadcasts.heading")}>
      <PagedList
        query={useBroadcasts(scope)}
        testId="broadcasts"
        empty={t("reports.broadcasts.empty")}
        loadFailed={t("reports.broadcasts.loadFailed")}
      >
        {(broadcast) => <Row key={broadcast.id} broadcast={broadcast} />}
      </PagedList>
    </Section>
  );
}

function Row({ broadcast }: { broadcast: BroadcastInfo }) {
  const { t } = useTranslation();
  const id = useId();
  const [open, setOpen] = useState(false);
  const { streamTitle, startedAt, endedAt, viewers, peakViewers, secondsWatched } = broadcast;
  const begun = Date.parse(startedAt);
  const when = formatExact(begun);
  const facts = [
    endedAt
      ? t("reports.broadcasts.lasted", { time: formatSpan((Date.parse(endedAt) - begun) / 1_000) })
      : t("reports.broadcasts.running"),
    t("reports.broadcasts.visits", { count: viewers }),
    t("reports.broadcasts.peak", { count: peakViewers }),
    t("reports.broadcasts.watched", { time: formatSpan(secondsWatched) }),
  ];
  return (
    <li className="grid grid-cols-1 gap-3 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <span className="grid min-w-0 [overflow-wrap:anywhere]">
          <span className="font-medium">{streamTitle}</span>
          <time dateTime={startedAt} className="text-sm text-ink-faint">
            {when}
          </time>
          <span className="text-sm text-ink-soft tabular-nums">{facts.join(" · ")}</span>
        </span>
        <Button
          size="sm"
          aria-expanded={open}
          aria-controls={id}
          aria-label={t("reports.broadcasts.openNamed", { title: streamTitle, when })}
          onClick={() => setOpen(!open)}
        >
          {t("reports.broadcasts.open")}
          <ChevronIcon className={open ? "rotate-180" : ""} />
        </Button>
      </div>
      <div id={id} hidden={!open}>
        {open && <Viewers broadcast={broadcast} />}
      </div>
    </li>
  );
}

function Viewers({ broadcast }: { broadcast: BroadcastInfo }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useViewersOverTime(broadcast.id, broadcast.endedAt === undefined);
  if (isPending) return <Loading />;
  if (!data) {
    return <Failed title={t("reports.broadcasts.viewersFailed")} error={error} onRetry={() => void refetch()} />;
  }
  if (data.viewers.length === 0) return <p className="text-sm text-ink-soft">{t("reports.broadcasts.forgotten")}</p>;
  if (Math.max(...data.viewers) === 0) return <p className="text-sm text-ink-soft">{t("reports.broadcasts.nobody")}</p>;
  return <Curve viewers={data} title={broadcast.streamTitle} />;
}

function Curve({ viewers: over, title }: { viewers: ViewersOverTime; title: string }) {
  const { t } = useTranslation();
  const { from, stepSeconds, viewers } = over;
  const most = Math.max(...viewers);
  const after = (index: number) => formatDuration(index * stepSeconds * 1_000);
  return (
    <div className="grid grid-cols-1 gap-2" data-testid="viewers-over-time">
      <p className="text-sm text-ink-soft">
        {t("reports.broadcasts.most", { count: most, time: after(viewers.indexOf(most)) })}
      </p>
      <div className="h-40">
        <Suspense>
          <ViewersPlot {...over} />
        </Suspense>
      </div>
      <DataTable
        caption={t("reports.broadcasts.openNamed", { title, when: formatExact(Date.parse(from)) })}
        head={[t("reports.broadcasts.time"), t("reports.broadcasts.viewers")]}
        rows={viewers
          .map((count, index): [string, string] => [after(index), formatCount(count)])
          .filter((_, index) => viewers[index] !== viewers[index - 1])}
      />
    </div>
  );
}
