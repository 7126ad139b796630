import { useMemo, useRef } from "react";
import type uPlot from "uplot";
import { CanvasPlot, type Drawing } from "./canvas-plot";
import { WHOLE_STEPS } from "./scale-steps";

export type PlotValues = readonly (number | null)[];

export interface PlotProps {
  /** Seconds since 1970. */
  readonly times: readonly number[];
  readonly values: PlotValues;
  /** What the values are measured against, drawn behind them; none where it is left out. */
  readonly beside?: PlotValues | undefined;
  /** Nothing between two whole numbers is on the scale. */
  readonly whole?: boolean | undefined;
  readonly format: (value: number) => string;
  /** The top of the scale is at least this. */
  readonly atLeast: number;
}

const HEIGHT = 96;
/** Seconds; a plot that has just begun is not stretched. */
const SHORTEST = 60;

/** One line over the last minutes, and one to compare it with. Loaded only where it is shown. */
export default function Plot({ times, values, beside, whole, format, atLeast }: PlotProps) {
  const latest = useRef({ format, atLeast });
  latest.current = { format, atLeast };
  const data = useMemo<uPlot.AlignedData>(
    () => [[...times], beside ? [...beside] : times.map(() => null), [...values]],
    [times, values, beside],
  );
  const draw: Drawing = ({ colour, axis }) => {
    const line = { points: { show: false }, spanGaps: true };
    return {
      padding: [8, 0, 8, 0],
      scales: {
        x: { range: (_plot, low, high) => [Math.min(low, high - SHORTEST), high] },
        y: {
          range: (_plot, _low, high) => [0, Math.max(latest.current.atLeast, (high ?? 0) * 1.15)],
        },
      },
      axes: [
        { ...axis, show: false },
        {
          ...axis,
          size: 76,
          space: 32,
          ...(whole && { incrs: WHOLE_STEPS }),
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
