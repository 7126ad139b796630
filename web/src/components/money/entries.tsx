import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { WalletEntry } from "../../core";
import { allOf, useWalletEntries } from "../../hooks/money";
import { en } from "../../i18n/en";
import { Button } from "../button";
import { classes } from "../classes";
import { formatExact } from "../format";
import { Failed, Loading } from "../page-states";
import { useAmounts } from "./amount";

/** Every movement of one's money, newest first. */
export function Entries() {
  const { t } = useTranslation();
  const id = useId();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useWalletEntries();
  const entries = allOf(data);
  return (
    <section aria-labelledby={id} className="panel grid grid-cols-1 gap-3 p-5">
      <h2 id={id} className="font-semibold">
        {t("money.entries.heading")}
      </h2>
      {isPending && <Loading />}
      {error && !data && <Failed title={t("money.entries.loadFailed")} error={error} onRetry={() => void refetch()} />}
      {data && entries.length === 0 && <p className="text-sm text-ink-soft">{t("money.entries.empty")}</p>}
      {entries.length > 0 && (
        <ol className="divide-y divide-line" data-testid="entries">
          {entries.map((entry) => (
            <Entry key={entry.number} entry={entry} />
          ))}
        </ol>
      )}
      {hasNextPage && (
        <Button className="justify-self-start" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("money.entries.more")}
        </Button>
      )}
    </section>
  );
}

type Kind = keyof typeof en.money.entries.kinds;

function Entry({ entry }: { entry: WalletEntry }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const { kind, amount, balance, createdAt } = entry;
  const known = Object.hasOwn(en.money.entries.kinds, kind);
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 py-2.5">
      <span className="grid">
        <span className="font-medium">{known ? t(`money.entries.kinds.${kind as Kind}`) : kind}</span>
        <time dateTime={createdAt} className="text-sm text-ink-faint">
          {formatExact(Date.parse(createdAt))}
        </time>
      </span>
      <span className="ml-auto grid justify-items-end tabular-nums">
        <span className={classes("font-semibold", amount > 0 && "text-accent")}>
          {amount > 0 && "+"}
          {amounts(amount)}
        </span>
        <span className="text-sm text-ink-faint">{t("money.entries.after", { balance: amounts(balance) })}</span>
      </span>
    </li>
  );
}
