const LANGUAGE = "en";
// Made once: a chat asks for many.
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hour12: false });

/** `1.52 Mbit/s`, `480 kbit/s`. */
export function formatBitrate(bitsPerSecond: number): string {
  if (bitsPerSecond >= 999_500) return `${(bitsPerSecond / 1_000_000).toFixed(2)} Mbit/s`;
  return `${Math.round(bitsPerSecond / 1_000)} kbit/s`;
}

export function formatMillis(millis: number): string {
  return `${Math.round(millis)} ms`;
}

/** Lines of a picture. */
export function formatPixels(pixels: number): string {
  return `${Math.round(pixels)} px`;
}

export function formatPercent(percent: number): string {
  return `${percent.toFixed(percent >= 10 || percent === 0 ? 0 : 1)} %`;
}

export function formatCount(count: number): string {
  return new Intl.NumberFormat(LANGUAGE).format(count);
}

/** `0:07`, `12:40`, `1:02:33`. */
export function formatDuration(millis: number): string {
  const seconds = Math.max(0, Math.floor(millis / 1_000));
  const pad = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

/** How long something took altogether: `45 s`, `12 min`, `1,203 h 40 min`. */
export function formatSpan(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${formatCount(Math.floor(minutes / 60))} h${rest > 0 ? ` ${rest} min` : ""}`;
}

const STEPS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** `5 minutes ago`; for the exact time see {@link formatExact}. */
export function formatAgo(instant: number, now: number): string {
  const words = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" });
  for (const [unit, millis] of STEPS) {
    if (now - instant >= millis) return words.format(-Math.floor((now - instant) / millis), unit);
  }
  return words.format(0, "minute");
}

/** The time of the day, `14:05`. */
export function formatTime(instant: number): string {
  return TIME.format(instant);
}

/** A day that the API wrote, `2026-03-01`, as `1 Mar`; nothing for none. */
export function formatDay(day: string | undefined): string {
  return day ? DAY.format(new Date(`${day}T00:00`)) : "";
}

export function formatExact(instant: number): string {
  return EXACT.format(instant);
}
