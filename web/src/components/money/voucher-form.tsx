import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../core";
import { useErrorSentence } from "../../hooks/errors";
import { useRedeem } from "../../hooks/money";
import { Button } from "../button";
import { TextField } from "../field";
import { useAmounts } from "./amount";

/** Turns a voucher into money, wherever on a page that is needed. */
export function VoucherForm({ onRedeemed }: { onRedeemed?: (amount: number) => void }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const amounts = useAmounts();
  const redeem = useRedeem();
  const [code, setCode] = useState("");

  const submit = (event: FormEvent) => {
    event.preventDefault();
    redeem.mutate(code.trim(), {
      onSuccess: ({ amount }) => {
        setCode("");
        onRedeemed?.(amount);
      },
    });
  };

  return (
    <form onSubmit={submit} className="grid gap-3" data-testid="voucher-form">
      <TextField
        label={t("money.voucher.code")}
        value={code}
        onChange={(event) => {
          setCode(event.target.value);
          if (redeem.error) redeem.reset();
        }}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={100}
        problem={redeem.error ? refusal(redeem.error) : undefined}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" look="primary" busy={redeem.isPending} disabled={code.trim() === ""}>
          {t("money.voucher.redeem")}
        </Button>
        <p role="status" className="text-sm text-ink-soft">
          {redeem.data && t("money.voucher.done", { amount: amounts(redeem.data.amount) })}
        </p>
      </div>
    </form>
  );
}

/** Each way of being refused has its own words. */
function useRefusal(): (error: unknown) => string {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  return (error) => {
    if (!(error instanceof ApiError)) return sentence(error);
    switch (error.code) {
      case "voucher-unknown":
        return t("money.voucher.unknown");
      case "voucher-used":
        return t("money.voucher.used");
      case "too-many-requests":
        return t("money.voucher.often");
      default:
        return sentence(error);
    }
  };
}
