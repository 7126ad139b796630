import { formatAmount } from "../../core";
import { useCurrency } from "../../hooks/money";

/** Writes amounts in the house's money; something of the same kind while that is not known. */
export function useAmounts(): (amount: number) => string {
  const currency = useCurrency();
  return (amount) => (currency ? formatAmount(amount, currency) : "…");
}
