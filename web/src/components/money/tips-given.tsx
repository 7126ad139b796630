import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { PaidTip } from "../../core";
import { useTipsGiven } from "../../hooks/reports";
import { classes } from "../classes";
import { formatExact } from "../format";
import { PagedList } from "../paged-list";
import { Section } from "../section";
import { useAmounts } from "./amount";

/** The tips that one has given, newest first. */
export function TipsGiven() {
  const { t } = useTranslation();
  return (
    <Section title={t("reports.tipsGiven.heading")}>
      <PagedList
        query={useTipsGiven()}
        testId="tips-given"
        empty={t("reports.tipsGiven.empty")}
        loadFailed={t("reports.tipsGiven.loadFailed")}
      >
        {(tip) => <Row key={tip.id} tip={tip} />}
      </PagedList>
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
