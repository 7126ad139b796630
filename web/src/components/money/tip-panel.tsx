import { Link } from "@tanstack/react-router";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, type Currency } from "../../core";
import { useErrorSentence } from "../../hooks/errors";
import { useCurrency, useGiveTip, useWallet } from "../../hooks/money";
import { useSession } from "../../hooks/session";
import { Button, buttonClasses } from "../button";
import { classes } from "../classes";
import { TextField } from "../field";
import { Notice } from "../notice";
import { Pill } from "../pill";
import { useAmounts } from "./amount";
import { AmountField, readAmount } from "./amount-field";
import { VoucherForm } from "./voucher-form";

const MAX_MESSAGE = 200;
/** In whole units of the currency. */
const USUAL = [1, 2, 5, 10, 20];
const OWN = "own";

interface TipPanelProps {
  readonly id: string;
  readonly streamId: string;
  readonly creator: string;
}

/** Giving a tip to whoever streams. */
export function TipPanel({ id, streamId, creator }: TipPanelProps) {
  const { t } = useTranslation();
  const { status } = useSession();
  const currency = useCurrency();
  const heading = useId();
  return (
    <section id={id} aria-labelledby={heading} data-testid="tip-panel" className="panel mt-4 grid gap-4 p-5">
      <div className="grid gap-1">
        <h2 id={heading} className="font-semibold">
          {t("money.tip.heading")}
        </h2>
        <p className="text-sm text-ink-soft [overflow-wrap:anywhere]">
          {status === "signed-in" ? t("money.tip.lead", { name: creator }) : t("money.tip.signIn")}
        </p>
      </div>
      {status === "signed-in"
        ? currency && <Giving streamId={streamId} currency={currency} />
        : status === "signed-out" && (
            <Link
              to="/login"
              search={{ next: window.location.pathname }}
              className={classes(buttonClasses("primary"), "justify-self-start")}
            >
              {t("nav.signIn")}
            </Link>
          )}
    </section>
  );
}

function Giving({ streamId, currency }: { streamId: string; currency: Currency }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const { data: wallet } = useWallet();
  const give = useGiveTip(streamId);
  const usual = USUAL.map((units) => units * 10 ** currency.decimals);
  const [choice, setChoice] = useState(String(usual[2]));
  const [own, setOwn] = useState("");
  const [message, setMessage] = useState("");
  const [pressed, setPressed] = useState(false);
  const [redeemed, setRedeemed] = useState<number | null>(null);
  const amount = choice === OWN ? readAmount(own, currency) : Number(choice);
  const problem = typeof amount === "string" ? amount : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setPressed(true);
    if (typeof amount === "string") return;
    setRedeemed(null);
    give.mutate(
      { amount, message: message.trim() },
      {
        onSuccess: () => {
          setMessage("");
          setPressed(false);
        },
      },
    );
  };

  return (
    <>
      <form onSubmit={submit} className="grid gap-4">
        <fieldset className="grid gap-1.5">
          <legend className="mb-1.5 text-sm font-medium text-ink-soft">{t("money.tip.choose")}</legend>
          <div className="flex flex-wrap gap-2">
            {usual.map((each) => (
              <Pill
                key={each}
                name="tip-amount"
                label={amounts(each)}
                chosen={choice === String(each)}
                onChoose={() => setChoice(String(each))}
              />
            ))}
            <Pill
              name="tip-amount"
              label={t("money.tip.own")}
              chosen={choice === OWN}
              onChoose={() => setChoice(OWN)}
            />
          </div>
        </fieldset>
        {choice === OWN && (
          <AmountField
            label={t("money.tip.own")}
            value={own}
            onType={setOwn}
            problem={pressed || (own !== "" && problem !== "empty") ? problem : undefined}
          />
        )}
        <TextField
          label={t("money.tip.message")}
          value={message}
          onChange={(event) => setMessage(event.target.value)}
          maxLength={MAX_MESSAGE}
          autoComplete="off"
        />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button type="submit" look="primary" busy={give.isPending}>
            {typeof amount === "number" ? t("money.tip.give", { amount: amounts(amount) }) : t("money.tip.giveNone")}
          </Button>
          {wallet && (
            <p className="text-sm text-ink-soft tabular-nums">
              {t("money.tip.have", { balance: amounts(wallet.balance) })}
            </p>
          )}
        </div>
        <p role="status" className="text-sm font-medium empty:hidden">
          {give.data && t("money.tip.thanks", { amount: amounts(give.data.amount) })}
          {redeemed !== null && t("money.voucher.done", { amount: amounts(redeemed) })}
        </p>
      </form>
      {give.error && (
        <Refused
          error={give.error}
          onRedeemed={(worth) => {
            give.reset();
            setRedeemed(worth);
          }}
        />
      )}
    </>
  );
}

/** Why it was not given. Where there is too little, more can be had on the spot. */
function Refused({ error, onRedeemed }: { error: unknown; onRedeemed: (amount: number) => void }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const sentence = useErrorSentence();
  if (!(error instanceof ApiError) || error.status !== 402) return <Notice tone="problem" title={sentence(error)} />;
  return (
    <div className="grid gap-4">
      <Notice tone="problem" title={t("money.tip.tooLittle", { balance: amounts(error.balance ?? 0) })}>
        {t("money.tip.tooLittleHint")}
      </Notice>
      <VoucherForm onRedeemed={onRedeemed} />
    </div>
  );
}
