import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useAmounts } from "../components/money/amount";
import { Entries } from "../components/money/entries";
import { Payouts } from "../components/money/payouts";
import { TipsGiven } from "../components/money/tips-given";
import { VoucherForm } from "../components/money/voucher-form";
import { WatchedList } from "../components/money/watched";
import { Failed, Loading } from "../components/page-states";
import { Shell } from "../components/shell";
import type { Wallet } from "../core";
import { useWallet } from "../hooks/money";
import { useTitle } from "../hooks/page";

export function WalletPage() {
  const { t } = useTranslation();
  useTitle(t("title.wallet"));
  const { data: wallet, error, refetch } = useWallet();
  const state = wallet ? "ready" : error ? "failed" : "loading";
  return (
    <Shell state={state} width="narrow">
      <h1 className="pt-8 pb-6 text-3xl font-semibold tracking-tight">{t("money.heading")}</h1>
      {wallet ? (
        <div className="grid grid-cols-1 gap-5">
          <Balances wallet={wallet} />
          <Redeem />
          <Payouts wallet={wallet} />
          <WatchedList />
          <TipsGiven />
          <Entries />
        </div>
      ) : error ? (
        <Failed title={t("money.loadFailed")} error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Shell>
  );
}

function Balances({ wallet }: { wallet: Wallet }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  return (
    <dl className="panel grid gap-5 p-5 sm:grid-cols-2">
      <div className="grid content-start gap-0.5">
        <dt className="text-sm text-ink-soft">{t("money.balance")}</dt>
        <dd
          className="text-3xl font-semibold tracking-tight tabular-nums [overflow-wrap:anywhere]"
          data-testid="balance"
        >
          {amounts(wallet.balance)}
        </dd>
      </div>
      <div className="grid content-start gap-0.5">
        <dt className="text-sm text-ink-soft">{t("money.pending")}</dt>
        <dd className="text-xl font-semibold tabular-nums [overflow-wrap:anywhere]" data-testid="pending">
          {amounts(wallet.pending)}
        </dd>
        <dd className="text-sm text-ink-faint">{t("money.pendingHint")}</dd>
      </div>
    </dl>
  );
}

function Redeem() {
  const { t } = useTranslation();
  const id = useId();
  return (
    <section aria-labelledby={id} className="panel grid gap-4 p-5">
      <div className="grid gap-1">
        <h2 id={id} className="font-semibold">
          {t("money.voucher.heading")}
        </h2>
        <p className="text-sm text-ink-soft">{t("money.voucher.lead")}</p>
      </div>
      <VoucherForm />
    </section>
  );
}
