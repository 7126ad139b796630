import { useMemo, useRef } from "react";
import type uPlot from "uplot";
import { CanvasPlot, type Drawing } from "./canvas-plot";
import { formatSpan } from "./format";

export type PlotValues = readonly (number | null)[];

export interface PlotProps {
  /** Seconds since 1970. */
  readonly times: readonly number[];
  readonly values: PlotValues;
  /** What the values are measured against, drawn behind them; none where it is left out. */
  readonly beside?: PlotValues | undefined;
  /** Between two lines of the scale is one of these; anything round where it is left out. */
  readonly steps?: number[] | undefined;
  readonly format: (value: number) => string;
  /** The top of the scale is at least this. */
  readonly atLeast: number;
}

/** Pixels, those under the scale for the times included. */
const HEIGHT = 116;
/** Seconds; a plot that has just begun is not stretched. */
const SHORTEST = 60;

/** What a plot spans, in seconds since 1970: from the oldest value, or from earlier, to the newest. */
export function rangeUpTo(newest: number, oldest: number): [number, number] {
  return [Math.min(oldest, newest - SHORTEST), newest];
}

/** Whole minutes before the newest value, and half of one while there is no more; the newest itself needs no word. */
export function timesBefore(low: number, high: number): number[] {
  const step = high - low > SHORTEST ? 60 : 30;
  const steps = Math.floor((high - low) / step);
  return Array.from({ length: steps }, (_, index) => high - (steps - index) * step);
}

/** One line over the last minutes, and one to compare it with. Loaded only where it is shown. */
export default function Plot({ times, values, beside, steps, format, atLeast }: PlotProps) {
  const latest = useRef({ times, format, atLeast });
  latest.current = { times, format, atLeast };
  const data = useMemo<uPlot.AlignedData>(
    () => [[...times], beside ? [...beside] : times.map(() => null), [...values]],
    [times, values, beside],
  );
  const draw: Drawing = ({ colour, axis }) => {
    const line = { points: { show: false }, spanGaps: true };
    return {
      padding: [8, 0, 8, 0],
      scales: {
        // Of a single value it would make a day.
        x: { range: (_plot, low) => rangeUpTo(latest.current.times.at(-1) ?? 0, low) },
        y: {
          range: (_plot, _low, high) => [0, Math.max(latest.current.atLeast, (high ?? 0) * 1.15)],
        },
      },
      axes: [
        {
          ...axis,
          size: 22,
          gap: 9,
          space: 56,
          splits: (_plot, _axis, low, high) => timesBefore(low, high),
          values: (plot, ticks) => ticks.map((tick) => `−${formatSpan((plot.scales.x?.max ?? tick) - tick)}`),
        },
        {
          ...axis,
          size: 76,
          space: 32,
          ...(steps && { incrs: steps }),
          values: (_plot, ticks) => ticks.map((tick) => latest.current.format(tick)),
        },
      ],
      series: [
        {},
        { ...line, stroke: colour("--line-strong"), width: 1.25, dash: [4, 3] },
        { ...line, stroke: colour("--accent"), width: 1.75, fill: colour("--accent-soft") },
      ],
    };
  };
  return <CanvasPlot height={HEIGHT} draw={draw} data={data} />;
}
