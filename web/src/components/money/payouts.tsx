import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, type Payout, type Wallet } from "../../core";
import { useErrorSentence } from "../../hooks/errors";
import { useCurrency, usePayouts, useRequestPayout } from "../../hooks/money";
import { Button } from "../button";
import { formatExact } from "../format";
import { useAmounts } from "./amount";
import { AmountField, readAmount } from "./amount-field";

/** Money on its way out of the house, and asking for more of that. */
export function Payouts({ wallet }: { wallet: Wallet }) {
  const { t } = useTranslation();
  const id = useId();
  const { data: payouts } = usePayouts();
  return (
    <section aria-labelledby={id} className="panel grid grid-cols-1 gap-4 p-5">
      <div className="grid gap-1">
        <h2 id={id} className="font-semibold">
          {t("money.payout.heading")}
        </h2>
        <p className="text-sm text-ink-soft">{t("money.payout.lead")}</p>
      </div>
      <RequestForm wallet={wallet} />
      {payouts && payouts.length > 0 && (
        <ul aria-label={t("money.payout.list")} className="divide-y divide-line border-t border-line">
          {payouts.map((payout) => (
            <Row key={payout.id} payout={payout} />
          ))}
        </ul>
      )}
    </section>
  );
}

function RequestForm({ wallet }: { wallet: Wallet }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const amounts = useAmounts();
  const currency = useCurrency();
  const request = useRequestPayout();
  const [typed, setTyped] = useState("");
  const [pressed, setPressed] = useState(false);
  const amount = readAmount(typed, currency);
  const problem = typeof amount === "string" ? amount : undefined;
  const { error } = request;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setPressed(true);
    if (typeof amount === "string") return;
    request.mutate(amount, {
      onSuccess: () => {
        setTyped("");
        setPressed(false);
      },
    });
  };

  return (
    <form onSubmit={submit} className="grid gap-3">
      <AmountField
        label={t("money.payout.amount")}
        value={typed}
        onType={setTyped}
        problem={pressed || (typed !== "" && problem !== "empty") ? problem : undefined}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" busy={request.isPending} disabled={wallet.balance <= 0}>
          {t("money.payout.request")}
        </Button>
        <p role="status" className="text-sm text-ink-soft">
          {request.data && t("money.payout.done", { amount: amounts(request.data.amount) })}
        </p>
      </div>
      {error && (
        <p role="alert" className="text-sm text-accent">
          {error instanceof ApiError && error.status === 402
            ? t("money.payout.tooLittle", { balance: amounts(error.balance ?? 0) })
            : sentence(error)}
        </p>
      )}
    </form>
  );
}

function Row({ payout }: { payout: Payout }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const at = Date.parse(payout.requestedAt);
  const { status } = payout;
  const known = status === "requested" || status === "paid" || status === "refused";
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 py-2.5">
      <span>
        <span>{known ? t(`money.payout.status.${status}`) : status}</span>{" "}
        <time dateTime={payout.requestedAt} className="text-sm text-ink-faint">
          {formatExact(at)}
        </time>
      </span>
      <span className="ml-auto font-medium tabular-nums">{amounts(payout.amount)}</span>
    </li>
  );
}
