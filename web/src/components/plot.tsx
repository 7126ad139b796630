import { useEffect, useRef, useSyncExternalStore } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

export type PlotValues = readonly (number | null)[];

export interface PlotProps {
  /** Seconds since 1970. */
  readonly times: readonly number[];
  readonly values: PlotValues;
  /** What the values are measured against, drawn behind them; none where it is left out. */
  readonly beside?: PlotValues | undefined;
  readonly format: (value: number) => string;
  /** The top of the scale is at least this. */
  readonly atLeast: number;
}

const HEIGHT = 96;
/** Seconds; a plot that has just begun is not stretched. */
const SHORTEST = 60;

const LIGHT = "(prefers-color-scheme: light)";

function followScheme(changed: () => void): () => void {
  const media = window.matchMedia(LIGHT);
  media.addEventListener("change", changed);
  return () => media.removeEventListener("change", changed);
}

/** One line over the last minutes, and one to compare it with. Loaded only where it is shown. */
export default function Plot({ times, values, beside, format, atLeast }: PlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ format, atLeast });
  latest.current = { format, atLeast };
  const light = useSyncExternalStore(followScheme, () => window.matchMedia(LIGHT).matches);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a canvas keeps its colours; another scheme is another plot
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const style = getComputedStyle(element);
    const colour = (name: string) => style.getPropertyValue(name);
    const axis = {
      stroke: colour("--ink-faint"),
      font: `11px ${style.fontFamily}`,
      ticks: { show: false },
      grid: { stroke: colour("--line"), width: 1 },
    };
    const line = { points: { show: false }, spanGaps: true };
    plot.current = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        padding: [8, 0, 8, 0],
        scales: {
          x: { range: (_plot, low, high) => [Math.min(low, high - SHORTEST), high] },
          y: { range: (_plot, _low, high) => [0, Math.max(latest.current.atLeast, (high ?? 0) * 1.15)] },
        },
        axes: [
          { ...axis, show: false },
          {
            ...axis,
            size: 76,
            space: 32,
            values: (_plot, ticks) => ticks.map((tick) => latest.current.format(tick)),
          },
        ],
        series: [
          {},
          { ...line, stroke: colour("--line-strong"), width: 1.25, dash: [4, 3] },
          { ...line, stroke: colour("--accent"), width: 1.75, fill: colour("--accent-soft") },
        ],
      },
      [[], [], []],
      element,
    );
    const resize = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: HEIGHT }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [light]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new plot is empty
  useEffect(() => {
    plot.current?.setData([[...times], beside ? [...beside] : times.map(() => null), [...values]]);
  }, [times, values, beside, light]);

  return <div ref={frame} aria-hidden="true" style={{ height: HEIGHT }} />;
}
