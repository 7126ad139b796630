import type { InputHTMLAttributes, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type AmountProblem, type Currency, formatAmount, formatDigits, parseAmount } from "../../core";
import { useCurrency } from "../../hooks/money";
import { TextField } from "../field";

interface AmountFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "value"> {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly value: string;
  readonly onType: (typed: string) => void;
  /** What is wrong with it, where that is to be said by now. */
  readonly problem?: AmountProblem | undefined;
}

/** An amount as a person types it. */
export function AmountField({ hint, value, onType, problem, ...field }: AmountFieldProps) {
  const { t } = useTranslation();
  const currency = useCurrency();
  const sentence = useAmountProblem();
  return (
    <TextField
      {...field}
      value={value}
      onChange={(event) => onType(event.target.value)}
      inputMode="decimal"
      autoComplete="off"
      maxLength={24}
      hint={hint ?? (currency && t("money.amountIn", { currency: currency.code }))}
      problem={problem && sentence(problem)}
    />
  );
}

/** Why something is no amount, in a sentence. */
export function useAmountProblem(): (problem: AmountProblem) => string {
  const { t } = useTranslation();
  const currency = useCurrency() ?? { code: "", decimals: 2 };
  return (problem) => {
    switch (problem) {
      case "too-fine":
        return t("money.problems.too-fine", { count: currency.decimals });
      case "not-a-number":
        return t("money.problems.not-a-number", {
          example: formatDigits(5 * 10 ** currency.decimals, currency.decimals),
        });
      case "nothing":
        return t("money.problems.nothing", { least: formatAmount(1, currency) });
      default:
        return t(`money.problems.${problem}`);
    }
  };
}

/** What was typed as an amount, or why it is none. */
export function readAmount(typed: string, currency: Currency | null): number | AmountProblem {
  return currency ? parseAmount(typed, currency.decimals) : "empty";
}
