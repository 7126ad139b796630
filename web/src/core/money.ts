// Amounts are whole numbers of the smallest unit, as the server counts them. What a person types is read digit by digit and what
// is shown is written so: no amount is ever a fraction in binary.

/** What the house counts money in, and how many digits of an amount stand behind the point. */
export interface Currency {
  readonly code: string;
  readonly decimals: number;
}

/** The most that the server moves at once; far below what a number holds exactly. */
export const MOST = 1_000_000_000_000;

/** Why what was typed is no amount. */
export type AmountProblem = "empty" | "not-a-number" | "too-fine" | "too-much" | "nothing";

const GROUPS = new Intl.NumberFormat("en");

/** `1,234.50`, with a minus sign where it is below zero. */
export function formatDigits(amount: number, decimals: number): string {
  const digits = String(Math.abs(amount)).padStart(decimals + 1, "0");
  const whole = GROUPS.format(BigInt(digits.slice(0, digits.length - decimals)));
  const fraction = decimals > 0 ? `.${digits.slice(-decimals)}` : "";
  return `${amount < 0 ? "−" : ""}${whole}${fraction}`;
}

/** `1,234.50 credits`. The two stay on one line. */
export function formatAmount(amount: number, { code, decimals }: Currency): string {
  return `${formatDigits(amount, decimals)}\u00a0${code}`;
}

/** As a person would type it. */
export function typedAmount(amount: number, { decimals }: Currency): string {
  return formatDigits(amount, decimals).replaceAll(",", "");
}

/**
 * Reads what a person typed: digits, and behind one point or comma as many as the currency has, or fewer. Blanks and
 * apostrophes may group them. `1,200` is no amount where there are two decimals: it may mean two things.
 */
export function parseAmount(typed: string, decimals: number): number | AmountProblem {
  const plain = typed.replace(/[\s'’]/g, "");
  if (plain === "") return "empty";
  const parts = /^(\d*)(?:[.,](\d*))?$/.exec(plain);
  const whole = parts?.[1] ?? "";
  const fraction = parts?.[2] ?? "";
  if (whole + fraction === "") return "not-a-number";
  if (fraction.length > decimals) return "too-fine";
  const digits = (whole + fraction.padEnd(decimals, "0")).replace(/^0+/, "");
  if (digits === "") return "nothing";
  if (digits.length > String(MOST).length || Number(digits) > MOST) return "too-much";
  return Number(digits);
}

/** How much of a goal is reached: whole percent from 0 to 100, 100 only when it is. */
export function percentReached({ raised, target }: { readonly raised: number; readonly target: number }): number {
  return Math.min(100, Math.max(0, Math.floor((raised * 100) / target)));
}
