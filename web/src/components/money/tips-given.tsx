import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { PaidTip } from "../../core";
import { allOf } from "../../hooks/money";
import { useTipsGiven } from "../../hooks/reports";
import { Button } from "../button";
import { classes } from "../classes";
import { formatExact } from "../format";
import { Failed, Loading } from "../page-states";
import { Section } from "../section";
import { useAmounts } from "./amount";

/** The tips that one has given, newest first. */
export function TipsGiven() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTipsGiven();
  const tips = allOf(data);
  return (
    <Section title={t("reports.tipsGiven.heading")}>
      {isPending && <Loading />}
      {error && !data && (
        <Failed title={t("reports.tipsGiven.loadFailed")} error={error} onRetry={() => void refetch()} />
      )}
      {data && tips.length === 0 && <p className="text-sm text-ink-soft">{t("reports.tipsGiven.empty")}</p>}
      {tips.length > 0 && (
        <ol className="divide-y divide-line" data-testid="tips-given">
          {tips.map((tip) => (
            <Row key={tip.id} tip={tip} />
          ))}
        </ol>
      )}
      {hasNextPage && (
        <Button className="justify-self-start" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("reports.more")}
        </Button>
      )}
    </Section>
  );
}

function Row({ tip }: { tip: PaidTip }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const { streamId, streamTitle, creatorName, amount, message, createdAt, refundedAt } = tip;
  return (
    <li className="flex items-baseline justify-between gap-x-4 py-3">
      <span className="grid min-w-0 [overflow-wrap:anywhere]">
        <span>
          <Link to="/watch/$stream" params={{ stream: streamId }} className="font-medium hover:text-accent">
            {streamTitle}
          </Link>{" "}
          <span className="text-ink-soft">{t("reports.history.by", { creator: creatorName })}</span>
        </span>
        <time dateTime={createdAt} className="text-sm text-ink-faint">
          {formatExact(Date.parse(createdAt))}
        </time>
        {message && (
          <span className="text-sm text-ink-soft">
            <bdi>{message}</bdi>
          </span>
        )}
      </span>
      <span className="grid shrink-0 justify-items-end tabular-nums">
        <span className={classes("font-semibold", refundedAt && "line-through text-ink-faint")}>{amounts(amount)}</span>
        {refundedAt && <span className="text-sm text-ink-soft">{t("reports.tipsGiven.refunded")}</span>}
      </span>
    </li>
  );
}
