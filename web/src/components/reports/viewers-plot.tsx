import { useMemo } from "react";
import uPlot from "uplot";
import type { ViewersOverTime } from "../../core";
import { CanvasPlot, type Drawing } from "../canvas-plot";
import { formatCount, formatTime } from "../format";
import { WHOLE_STEPS } from "../scale-steps";

const HEIGHT = 160;

/** How many watched at once, from the beginning to the end. Loaded only where it is shown. */
export default function ViewersPlot({ from, stepSeconds, viewers }: ViewersOverTime) {
  const data = useMemo<uPlot.AlignedData>(() => {
    const begin = Date.parse(from) / 1_000;
    // The last one lasts as long as the others.
    return [[...viewers, 0].map((_, index) => begin + index * stepSeconds), [...viewers, viewers.at(-1) ?? 0]];
  }, [from, stepSeconds, viewers]);
  const draw: Drawing = ({ colour, axis }) => {
    const paths = uPlot.paths.stepped?.({ align: 1 });
    return {
      padding: [8, 8, 0, 0],
      scales: { y: { range: (_plot, _low, high) => [0, Math.max(2, (high ?? 0) * 1.15)] } },
      axes: [
        {
          ...axis,
          grid: { show: false },
          space: 64,
          size: 32,
          values: (_plot, ticks) => ticks.map((tick) => formatTime(tick * 1_000)),
        },
        { ...axis, size: 48, space: 36, incrs: WHOLE_STEPS, values: (_plot, ticks) => ticks.map(formatCount) },
      ],
      series: [
        {},
        {
          points: { show: false },
          stroke: colour("--accent"),
          width: 1.75,
          fill: colour("--accent-soft"),
          ...(paths && { paths }),
        },
      ],
    };
  };
  return <CanvasPlot height={HEIGHT} draw={draw} data={data} />;
}
