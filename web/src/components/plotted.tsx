import type { TFunction } from "i18next";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { formatSpan } from "./format";
import type { PlotValues } from "./plot";

const Plot = lazy(() => import("./plot"));

interface PlottedProps<Sample> {
  readonly name: string;
  /** What the number is, for whoever points at its name. */
  readonly hint?: string;
  readonly testId: string;
  readonly samples: readonly Sample[];
  /** Outside of components, so that it stays the same. */
  readonly read: (sample: Sample) => number | null;
  /** A second line to measure the first against, dashed; `note` says in words what each of them is. */
  readonly beside?: (sample: Sample) => number | null;
  readonly note?: string;
  /** Between two lines of the scale is one of these; anything round where it is left out. */
  readonly steps?: number[];
  readonly format: (value: number) => string;
  readonly atLeast: number;
}

/** A number with its unit and its last minutes, drawn for those who see them and in a sentence for those who do not. */
export function Plotted<Sample extends { readonly at: number }>({
  name,
  hint,
  testId,
  samples,
  read,
  beside,
  note,
  steps,
  format,
  atLeast,
}: PlottedProps<Sample>) {
  const { t } = useTranslation();
  const times = useMemo(() => samples.map((sample) => sample.at / 1_000), [samples]);
  const values = useMemo(() => samples.map(read), [samples, read]);
  const others = useMemo(() => (beside ? samples.map(beside) : undefined), [samples, beside]);
  const latest = values.at(-1) ?? null;
  const sentence = useMemo(
    () => said(t, name, times, values, others, format),
    [t, name, times, values, others, format],
  );
  return (
    <div className="grid min-w-0 grid-cols-1 content-start gap-1">
      <p className="flex items-baseline justify-between gap-3">
        <span className="text-sm text-ink-soft" title={hint}>
          {name}
        </span>
        <span className="font-semibold whitespace-nowrap tabular-nums" data-testid={testId}>
          {latest === null ? "–" : format(latest)}
        </span>
      </p>
      <div className="h-29" role="img" aria-label={sentence}>
        <Suspense>
          <Plot times={times} values={values} beside={others} steps={steps} format={format} atLeast={atLeast} />
        </Suspense>
      </div>
      {note && <p className="text-xs text-ink-faint">{note}</p>}
    </div>
  );
}

/** What a plot shows to whoever looks at it: over how long, and between which values. */
function said(
  t: TFunction,
  name: string,
  times: readonly number[],
  values: PlotValues,
  beside: PlotValues | undefined,
  format: (value: number) => string,
): string {
  const range = rangeOf(values, format);
  if (!range) return t("plot.empty", { name });
  const span = formatSpan((times.at(-1) ?? 0) - (times[0] ?? 0));
  const sentence = t(range.least === range.most ? "plot.steady" : "plot.range", { name, span, ...range });
  const other = beside && rangeOf(beside, format);
  return other ? `${sentence} ${t("plot.beside", other)}` : sentence;
}

function rangeOf(values: PlotValues, format: (value: number) => string): { least: string; most: string } | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? { least: format(Math.min(...known)), most: format(Math.max(...known)) } : null;
}
