import { useTranslation } from "react-i18next";
import type { WalletEntry } from "../../core";
import { useWalletEntries } from "../../hooks/money";
import { en } from "../../i18n/en";
import { classes } from "../classes";
import { formatExact } from "../format";
import { PagedList } from "../paged-list";
import { Section } from "../section";
import { useAmounts } from "./amount";

/** Every movement of one's money, newest first. */
export function Entries() {
  const { t } = useTranslation();
  return (
    <Section title={t("money.entries.heading")}>
      <PagedList
        query={useWalletEntries()}
        testId="entries"
        empty={t("money.entries.empty")}
        loadFailed={t("money.entries.loadFailed")}
      >
        {(entry) => <Entry key={entry.number} entry={entry} />}
      </PagedList>
    </Section>
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
