import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Watched } from "../../core";
import { useErrorSentence } from "../../hooks/errors";
import { useWatched } from "../../hooks/reports";
import { money } from "../../services";
import { Button } from "../button";
import { formatDuration, formatExact } from "../format";
import { PagedList } from "../paged-list";
import { save } from "../save";
import { Section } from "../section";
import { useAmounts } from "./amount";

/** What one has watched, newest first; what had a price with its receipt. */
export function WatchedList() {
  const { t } = useTranslation();
  return (
    <Section title={t("reports.history.heading")}>
      <PagedList
        query={useWatched()}
        testId="watched"
        empty={t("reports.history.empty")}
        loadFailed={t("reports.history.loadFailed")}
      >
        {(each) => <Row key={each.id} watched={each} />}
      </PagedList>
    </Section>
  );
}

function Row({ watched }: { watched: Watched }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const { id, streamId, streamTitle, creatorName, cameAt, cost } = watched;
  const when = formatExact(Date.parse(cameAt));
  return (
    <li className="grid gap-2 py-3">
      <div className="flex items-baseline justify-between gap-x-4">
        <span className="grid min-w-0 [overflow-wrap:anywhere]">
          <span>
            <Link to="/watch/$stream" params={{ stream: streamId }} className="font-medium hover:text-accent">
              {streamTitle}
            </Link>{" "}
            <span className="text-ink-soft">{t("reports.history.by", { creator: creatorName })}</span>
          </span>
          <time dateTime={cameAt} className="text-sm text-ink-faint">
            {when}
          </time>
        </span>
        {cost && <span className="shrink-0 font-semibold tabular-nums">{amounts(cost.charged)}</span>}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <HowLong watched={watched} />
        {cost && <SaveReceipt id={id} name={t("reports.history.saveNamed", { title: streamTitle, when })} />}
      </div>
    </li>
  );
}

function HowLong({ watched: { seconds, leftAt, cost } }: { watched: Watched }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const time = (of: number) => formatDuration(of * 1_000);
  const free = cost ? cost.previewSeconds : seconds;
  const facts = [
    cost &&
      cost.paidSeconds > 0 &&
      t("reports.history.paid", { time: time(cost.paidSeconds), price: amounts(cost.pricePerMinute) }),
    free !== undefined && free > 0 && t("reports.history.free", { time: time(free) }),
    leftAt !== undefined && seconds === undefined && t("reports.history.unknown"),
    leftAt === undefined && t("reports.history.running"),
  ];
  return <span className="text-sm text-ink-soft tabular-nums">{facts.filter(Boolean).join(" · ")}</span>;
}

function SaveReceipt({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const saving = useMutation({ mutationFn: async () => save(await money.receiptFile(id), `receipt-${id}.txt`) });
  return (
    <>
      <Button size="sm" className="ml-auto" busy={saving.isPending} aria-label={name} onClick={() => saving.mutate()}>
        {t("reports.history.save")}
      </Button>
      {saving.error && (
        <p role="alert" className="w-full text-sm text-accent">
          {sentence(saving.error)}
        </p>
      )}
    </>
  );
}
