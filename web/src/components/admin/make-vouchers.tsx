import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorSentence } from "../../hooks/errors";
import { useCurrency, useMakeVouchers } from "../../hooks/money";
import { Button } from "../button";
import { TextArea, TextField } from "../field";
import { useAmounts } from "../money/amount";
import { AmountField, readAmount } from "../money/amount-field";
import { Section } from "../section";

const MOST_AT_ONCE = 1_000;

/** Money out of nothing, for people to redeem. */
export function MakeVouchers() {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const amounts = useAmounts();
  const currency = useCurrency();
  const make = useMakeVouchers();
  const [typed, setTyped] = useState("");
  const [howMany, setHowMany] = useState("1");
  const [pressed, setPressed] = useState(false);
  const amount = readAmount(typed, currency);
  const problem = typeof amount === "string" ? amount : undefined;
  const count = Number(howMany);
  const countable = /^\d{1,4}$/.test(howMany) && count >= 1 && count <= MOST_AT_ONCE;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setPressed(true);
    if (typeof amount === "number" && countable) make.mutate({ amount, howMany: count });
  };

  return (
    <Section title={t("money.admin.vouchers")} lead={t("money.admin.vouchersLead")}>
      <form onSubmit={submit} className="grid gap-3">
        <AmountField
          label={t("money.admin.worth")}
          value={typed}
          onType={setTyped}
          problem={pressed || (typed !== "" && problem !== "empty") ? problem : undefined}
        />
        <TextField
          label={t("money.admin.howMany")}
          inputMode="numeric"
          value={howMany}
          onChange={(event) => setHowMany(event.target.value)}
          problem={countable ? undefined : t("money.admin.howManyProblem")}
        />
        <Button type="submit" look="primary" className="justify-self-start" busy={make.isPending}>
          {t("money.admin.make")}
        </Button>
        {make.error && (
          <p role="alert" className="text-sm text-accent">
            {sentence(make.error)}
          </p>
        )}
      </form>
      {make.data && (
        <div className="grid gap-3">
          <p role="status" className="text-sm font-medium">
            {t("money.admin.made", { count: make.data.codes.length, amount: amounts(make.data.amount) })}
          </p>
          <TextArea
            label={t("money.admin.codes")}
            readOnly
            rows={Math.min(8, make.data.codes.length)}
            value={make.data.codes.join("\n")}
            data-testid="voucher-codes"
            spellCheck={false}
          />
        </div>
      )}
    </Section>
  );
}
