import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

export interface PlotProps {
  /** Seconds since 1970. */
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
  readonly format: (value: number) => string;
  /** The top of the scale is at least this. */
  readonly atLeast: number;
}

const HEIGHT = 96;

/** One line over the last two minutes. Loaded only where it is shown. */
export default function Plot({ times, values, format, atLeast }: PlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ format, atLeast });
  latest.current = { format, atLeast };

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
    plot.current = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        padding: [8, 0, 8, 0],
        scales: { y: { range: (_plot, _low, high) => [0, Math.max(latest.current.atLeast, (high ?? 0) * 1.15)] } },
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
          {
            stroke: colour("--accent"),
            width: 1.75,
            fill: colour("--accent-soft"),
            points: { show: false },
            spanGaps: true,
          },
        ],
      },
      [[], []],
      element,
    );
    const resize = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: HEIGHT }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);

  useEffect(() => {
    plot.current?.setData([[...times], [...values]]);
  }, [times, values]);

  return <div ref={frame} aria-hidden="true" style={{ height: HEIGHT }} />;
}
