import { useMemo, useRef } from "react";
import uPlot from "uplot";
import { CanvasPlot, type Drawing } from "../canvas-plot";
import { formatDay } from "../format";

export interface DayBarsProps {
  /** `2026-03-01`, one after the other. */
  readonly days: readonly string[];
  readonly values: readonly number[];
  /** What of the values is drawn in the second colour, from above. */
  readonly above?: readonly number[] | undefined;
  readonly format: (value: number) => string;
  /** Between the lines of the scale is one of these. */
  readonly steps: number[];
  /** The top of the scale is at least this. */
  readonly atLeast: number;
}

const HEIGHT = 176;
/** The share of a day's room that its bar takes, and the most pixels. */
const BAR: [number, number] = [0.72, 40];

/** A bar for each day, of one part or two. Loaded only where it is shown. */
export default function DayBars({ days, values, above, format, steps, atLeast }: DayBarsProps) {
  const latest = useRef({ days, format, atLeast });
  latest.current = { days, format, atLeast };
  const data = useMemo<uPlot.AlignedData>(
    () => [days.map((_, index) => index), [...values], values.map((value, index) => value - (above?.[index] ?? 0))],
    [days, values, above],
  );
  const draw: Drawing = ({ colour, axis }) => {
    const paths = uPlot.paths.bars?.({ size: BAR, radius: 0.12 });
    const bars = { points: { show: false }, width: 0, ...(paths && { paths }) };
    return {
      padding: [8, 8, 0, 0],
      scales: {
        x: { time: false, range: () => [-0.5, latest.current.days.length - 0.5] },
        y: { range: (_plot, _low, high) => [0, Math.max(latest.current.atLeast, (high ?? 0) * 1.1)] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          space: 56,
          size: 32,
          incrs: [1, 2, 3, 5, 7, 10, 14, 30, 60, 90],
          values: (_plot, ticks) => ticks.map((tick) => formatDay(latest.current.days[tick])),
        },
        {
          ...axis,
          size: 68,
          space: 36,
          incrs: steps,
          values: (_plot, ticks) => ticks.map((tick) => latest.current.format(tick)),
        },
      ],
      series: [{}, { ...bars, fill: colour("--line-strong") }, { ...bars, fill: colour("--accent") }],
    };
  };
  return <CanvasPlot height={HEIGHT} draw={draw} data={data} />;
}
