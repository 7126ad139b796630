import { useEffect, useRef, useSyncExternalStore } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

/** The page's colours and type, for what is drawn by hand. */
export interface PlotStyle {
  /** By its name in the style sheet. */
  readonly colour: (name: string) => string;
  readonly axis: uPlot.Axis;
}

/** How a plot is drawn. It is asked for once in each colour scheme: what it has from a component must be the latest then. */
export type Drawing = (style: PlotStyle) => Pick<uPlot.Options, "padding" | "scales" | "axes" | "series">;

interface CanvasPlotProps {
  /** Pixels. */
  readonly height: number;
  readonly draw: Drawing;
  readonly data: uPlot.AlignedData;
}

const LIGHT = "(prefers-color-scheme: light)";

function followScheme(changed: () => void): () => void {
  const media = window.matchMedia(LIGHT);
  media.addEventListener("change", changed);
  return () => media.removeEventListener("change", changed);
}

function styleOf(element: Element): PlotStyle {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name);
  return {
    colour,
    axis: {
      stroke: colour("--ink-faint"),
      font: `11px ${style.fontFamily}`,
      ticks: { show: false },
      grid: { stroke: colour("--line"), width: 1 },
    },
  };
}

/** A plot as wide as its frame. Nobody hears a canvas: what it shows is said beside it. */
export function CanvasPlot({ height, draw, data }: CanvasPlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const light = useSyncExternalStore(followScheme, () => window.matchMedia(LIGHT).matches);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a canvas keeps its colours; another scheme is another plot
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const rest = draw(styleOf(element));
    const size = () => ({ width: element.clientWidth, height });
    const empty = rest.series.map(() => []) as unknown as uPlot.AlignedData;
    plot.current = new uPlot({ ...size(), legend: { show: false }, cursor: { show: false }, ...rest }, empty, element);
    const resize = new ResizeObserver(() => plot.current?.setSize(size()));
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [light]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new plot is empty
  useEffect(() => {
    plot.current?.setData(data);
  }, [data, light]);

  // Where the frame becomes narrower the canvas follows a moment later; the page is not to be wide meanwhile.
  return <div ref={frame} aria-hidden="true" className="overflow-hidden" style={{ height }} />;
}
