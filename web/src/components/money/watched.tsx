import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Receipt } from "../../core";
import { useErrorSentence } from "../../hooks/errors";
import { useReceipts } from "../../hooks/money";
import { money } from "../../services";
import { Button } from "../button";
import { formatDuration, formatExact } from "../format";
import { Failed, Loading } from "../page-states";
import { save } from "../save";
import { useAmounts } from "./amount";

/** What was watched by the second, newest first, each with its receipt. */
export function Receipts() {
  const { t } = useTranslation();
  const id = useId();
  const { data: receipts, error, isPending, refetch } = useReceipts();
  return (
    <section aria-labelledby={id} className="panel grid grid-cols-1 gap-3 p-5">
      <h2 id={id} className="font-semibold">
        {t("money.receipts.heading")}
      </h2>
      {isPending && <Loading />}
      {error && !receipts && (
        <Failed title={t("money.receipts.loadFailed")} error={error} onRetry={() => void refetch()} />
      )}
      {receipts?.length === 0 && <p className="text-sm text-ink-soft">{t("money.receipts.empty")}</p>}
      {receipts && receipts.length > 0 && (
        <ol className="divide-y divide-line" data-testid="receipts">
          {receipts.map((receipt) => (
            <Row key={receipt.id} receipt={receipt} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Row({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const sentence = useErrorSentence();
  const { id, streamTitle, creatorName, pricePerMinute, previewSeconds, seconds, charged, openedAt, closedAt } =
    receipt;
  const saving = useMutation({
    mutationFn: async () => save(await money.receiptFile(id), `receipt-${id}.txt`),
  });
  const when = formatExact(Date.parse(openedAt));
  const facts = [
    seconds > 0 && t("money.receipts.paid", { time: formatDuration(seconds * 1_000), price: amounts(pricePerMinute) }),
    previewSeconds > 0 && t("money.receipts.preview", { time: formatDuration(previewSeconds * 1_000) }),
    closedAt === undefined && t("money.receipts.running"),
  ].filter((fact) => fact !== false);
  return (
    <li className="grid gap-2 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="grid [overflow-wrap:anywhere]">
          <span className="font-medium">{t("money.receipts.by", { title: streamTitle, creator: creatorName })}</span>
          <time dateTime={openedAt} className="text-sm text-ink-faint">
            {when}
          </time>
        </span>
        <span className="ml-auto font-semibold tabular-nums">{amounts(charged)}</span>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <span className="text-sm text-ink-soft tabular-nums">{facts.join(" · ")}</span>
        <Button
          className="ml-auto"
          busy={saving.isPending}
          aria-label={t("money.receipts.saveNamed", { title: streamTitle, when })}
          onClick={() => saving.mutate()}
        >
          {t("money.receipts.save")}
        </Button>
      </div>
      {saving.error && (
        <p role="alert" className="text-sm text-accent">
          {sentence(saving.error)}
        </p>
      )}
    </li>
  );
}
