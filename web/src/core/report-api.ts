import type { ApiClient } from "./api";
import { count, type Decoded, list, number, optional, record, text } from "./decode";

const earned = record({ tips: number, watching: number, pending: number, available: number });
/** What came in: `tips` and `watching`, which are `pending` and `available` once more. */
export type Earned = Decoded<typeof earned>;

const earnings = record({
  total: earned,
  days: list(record({ day: text, earned })),
  streams: list(record({ streamId: text, title: text, earned })),
});
export type Earnings = Decoded<typeof earnings>;

const supporter = record({ userId: text, displayName: text, tips: count, watching: count });
/** Someone who has given something, with what the house keeps of it. */
export type Supporter = Decoded<typeof supporter>;

const audience = record({
  visits: count,
  secondsWatched: count,
  peakViewers: count,
  days: list(record({ day: text, visits: count, secondsWatched: count, peakViewers: count })),
});
export type AudienceByDay = Decoded<typeof audience>;

const broadcast = record({
  id: text,
  streamId: text,
  streamTitle: text,
  startedAt: text,
  endedAt: optional(text),
  viewers: count,
  peakViewers: count,
  secondsWatched: count,
});
/** One publish of a stream. */
export type BroadcastInfo = Decoded<typeof broadcast>;

const viewersOverTime = record({ from: text, stepSeconds: count, viewers: list(count) });
/** For each step the most who watched at once in it; none where that is forgotten. */
export type ViewersOverTime = Decoded<typeof viewersOverTime>;

const watched = record({
  id: text,
  streamId: text,
  streamTitle: text,
  creatorName: text,
  cameAt: text,
  leftAt: optional(text),
  seconds: optional(count),
  cost: optional(record({ pricePerMinute: count, previewSeconds: count, paidSeconds: count, charged: count })),
});
/** Something that one has watched; what has a `cost` has a receipt of the same id. */
export type Watched = Decoded<typeof watched>;

const paidTip = record({
  id: text,
  streamId: text,
  streamTitle: text,
  creatorName: text,
  amount: count,
  message: text,
  createdAt: text,
  refundedAt: optional(text),
});
/** A tip as the one who gave it looks back on it. */
export type PaidTip = Decoded<typeof paidTip>;

/** How many of a list are asked for at once. */
export const REPORT_PAGE = 10;

/** The days that are looked back on, as this browser's clock has them now. */
export interface Days {
  /** `2026-03-01`, as `to`, which is among them. */
  readonly from: string;
  readonly to: string;
  readonly offsetMinutes: number;
}

/** A day as the API writes it, by the clock of this browser. */
function written(day: Date): string {
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
}

/** So many days, of which today is the last. */
export function lastDays(howMany: number, now: Date): Days {
  const first = new Date(now.getFullYear(), now.getMonth(), now.getDate() - howMany + 1);
  return { from: written(first), to: written(now), offsetMinutes: -now.getTimezoneOffset() };
}

/** The API's part about what creators and viewers look back on. Where a stream is left out, all of one's own are asked about. */
export class ReportApi {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  earnings(days: Days, stream?: string): Promise<Earnings> {
    return this.#api.call("GET", `/api/earnings?${query(days, stream)}`, earnings);
  }

  /** By the day, for a spreadsheet. */
  earningsFile(days: Days, stream?: string): Promise<Blob> {
    return this.#api.file(`/api/earnings/csv?${query(days, stream)}`);
  }

  /** The most first. */
  async supporters(days: Days, stream?: string): Promise<readonly Supporter[]> {
    const path = `/api/supporters?${query(days, stream)}`;
    return (await this.#api.call("GET", path, record({ supporters: list(supporter) }))).supporters;
  }

  audience(days: Days, stream?: string): Promise<AudienceByDay> {
    return this.#api.call("GET", `/api/audience?${query(days, stream)}`, audience);
  }

  /** Newest first; those older than the one of the id `before` alone. */
  async broadcasts(days: Days, stream?: string, before?: string): Promise<readonly BroadcastInfo[]> {
    const path = `/api/broadcasts?${query(days, stream)}&${page(before)}`;
    return (await this.#api.call("GET", path, record({ broadcasts: list(broadcast) }))).broadcasts;
  }

  viewersOverTime(id: string): Promise<ViewersOverTime> {
    return this.#api.call("GET", `/api/broadcasts/${encodeURIComponent(id)}/viewers`, viewersOverTime);
  }

  /** What one has watched oneself, newest first; older than the one of the id `before` alone. */
  async watched(before?: string): Promise<readonly Watched[]> {
    return (await this.#api.call("GET", `/api/history/watched?${page(before)}`, record({ watched: list(watched) })))
      .watched;
  }

  /** What one has given oneself, newest first; older than the tip `before` alone. */
  async tipsGiven(before?: string): Promise<readonly PaidTip[]> {
    return (await this.#api.call("GET", `/api/history/tips?${page(before)}`, record({ tips: list(paidTip) }))).tips;
  }
}

function query({ from, to, offsetMinutes }: Days, stream?: string): URLSearchParams {
  return new URLSearchParams({ from, to, offsetMinutes: String(offsetMinutes), ...(stream ? { stream } : {}) });
}

function page(before?: string): URLSearchParams {
  return new URLSearchParams({ limit: String(REPORT_PAGE), ...(before ? { before } : {}) });
}
