import type { Balance } from "./messages";

/** How a watcher stands with a stream that costs something, and when the server said so. */
export interface Meter extends Balance {
  /** In the clock of `Date.now()`. */
  readonly heardAt: number;
}

/** What is shown of it now: the seconds that are left go down between two words of the server. */
export interface MeterReading {
  /** Free seconds yet; in the state `preview` alone they pass. */
  readonly previewLeft: number;
  /** For how long the money or the cap lasts; null where that is not known. */
  readonly secondsLeft: number | null;
}

export function readMeter(meter: Meter, now: number): MeterReading {
  const passed = Math.max(0, Math.floor((now - meter.heardAt) / 1_000));
  const left = (seconds: number, runs: boolean) => Math.max(0, seconds - (runs ? passed : 0));
  return {
    previewLeft: left(meter.previewLeft, meter.state === "preview"),
    secondsLeft: meter.secondsLeft === undefined ? null : left(meter.secondsLeft, meter.state === "paying"),
  };
}
