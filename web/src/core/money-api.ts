import type { ApiClient } from "./api";
import { count, type Decoded, type Decoder, flag, list, number, optional, record, text, withDefault } from "./decode";

const wallet = record({ balance: number, pending: number, currency: text, decimals: count });
/** What can be spent, and what was earned of late and settles within a day. */
export type Wallet = Decoded<typeof wallet>;

const walletEntry = record({
  number: count,
  kind: text,
  reference: optional(text),
  amount: number,
  balance: number,
  createdAt: text,
});
/** One change of a wallet; `amount` is below zero for what was spent. */
export type WalletEntry = Decoded<typeof walletEntry>;

const moved = record({ id: text, amount: count, balance: number });
export type Moved = Decoded<typeof moved>;

const tipGiven = record({ id: text, amount: count, message: withDefault(text, ""), balance: number });
export type TipGiven = Decoded<typeof tipGiven>;

const tip = record({
  id: text,
  payer: record({ id: text, displayName: text }),
  amount: count,
  message: withDefault(text, ""),
  createdAt: text,
  refundedAt: optional(text),
});
/** A tip as the one who got it reads of it. */
export type ReceivedTip = Decoded<typeof tip>;

const goal = record({ title: text, target: count, raised: number });
export type TipGoal = Decoded<typeof goal>;

const payout = record({
  id: text,
  displayName: text,
  amount: count,
  status: text,
  requestedAt: text,
  decidedAt: optional(text),
});
export type Payout = Decoded<typeof payout>;

const payouts = record({ payouts: list(payout) });

const voucherCodes = record({ amount: count, codes: list(text) });
export type VoucherCodes = Decoded<typeof voucherCodes>;

const ledgerReport = record({
  sound: flag,
  transactions: count,
  entries: count,
  faults: list(record({ fault: text, place: text, expected: number, found: number })),
});
export type LedgerReport = Decoded<typeof ledgerReport>;

const nothing: Decoder<void> = () => undefined;
const maybeGoal: Decoder<TipGoal | null> = (value, path) => (value === undefined ? null : goal(value, path));

/** How many are asked for at once. */
export const PAGE = 30;

/**
 * The API's part about money. Amounts are in the smallest unit. What moves money takes the key by which the server knows that it
 * is told the same thing again; see `Intent`.
 */
export class MoneyApi {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  wallet(): Promise<Wallet> {
    return this.#api.call("GET", "/api/wallet", wallet);
  }

  /** Newest first; those with smaller numbers than `before` alone. */
  async entries(before?: number): Promise<readonly WalletEntry[]> {
    const path = `/api/wallet/entries?limit=${PAGE}${before === undefined ? "" : `&before=${before}`}`;
    return (await this.#api.call("GET", path, record({ entries: list(walletEntry) }))).entries;
  }

  redeem(code: string, key: string): Promise<Moved> {
    return this.#api.call("POST", "/api/wallet/vouchers", moved, { code }, key);
  }

  requestPayout(amount: number, key: string): Promise<Moved> {
    return this.#api.call("POST", "/api/wallet/payouts", moved, { amount }, key);
  }

  async payouts(): Promise<readonly Payout[]> {
    return (await this.#api.call("GET", "/api/wallet/payouts", payouts)).payouts;
  }

  /** A receipt, to be kept or printed. */
  receiptFile(id: string): Promise<Blob> {
    return this.#api.file(`/api/receipts/${encodeURIComponent(id)}/text`);
  }

  giveTip(streamId: string, amount: number, message: string, key: string): Promise<TipGiven> {
    return this.#api.call("POST", `${streamPath(streamId)}/tips`, tipGiven, { amount, message }, key);
  }

  /** What was given to a stream of one's own, newest first; those older than the tip `before` alone. */
  async tips(streamId: string, before?: string): Promise<readonly ReceivedTip[]> {
    const path = `${streamPath(streamId)}/tips?limit=${PAGE}${before ? `&before=${encodeURIComponent(before)}` : ""}`;
    return (await this.#api.call("GET", path, record({ tips: list(tip) }))).tips;
  }

  /** Null where the stream collects for nothing. */
  goal(streamId: string): Promise<TipGoal | null> {
    return this.#api.call("GET", `${streamPath(streamId)}/goal`, maybeGoal);
  }

  setGoal(streamId: string, title: string, target: number): Promise<TipGoal> {
    return this.#api.call("POST", `${streamPath(streamId)}/goal`, goal, { title, target });
  }

  dropGoal(streamId: string): Promise<void> {
    return this.#api.call("DELETE", `${streamPath(streamId)}/goal`, nothing);
  }

  /** As an administrator; the codes are told this once. */
  makeVouchers(amount: number, howMany: number): Promise<VoucherCodes> {
    return this.#api.call("POST", "/api/admin/vouchers", voucherCodes, { amount, count: howMany });
  }

  /** As an administrator: what waits to be paid, oldest first. */
  async requestedPayouts(): Promise<readonly Payout[]> {
    return (await this.#api.call("GET", "/api/admin/payouts", payouts)).payouts;
  }

  /** As an administrator. */
  decidePayout(id: string, decision: "paid" | "refuse", key: string): Promise<Payout> {
    return this.#api.call("POST", `/api/admin/payouts/${encodeURIComponent(id)}/${decision}`, payout, {}, key);
  }

  /** As an administrator: the whole ledger is computed anew. */
  verifyLedger(): Promise<LedgerReport> {
    return this.#api.call("POST", "/api/admin/ledger/verify", ledgerReport, {});
  }
}

function streamPath(id: string): string {
  return `/api/streams/${encodeURIComponent(id)}`;
}
