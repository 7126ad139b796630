import { lazy, Suspense, useMemo } from "react";

const Plot = lazy(() => import("./plot"));

interface PlottedProps<Sample> {
  readonly name: string;
  /** What the number is, for whoever points at its name. */
  readonly hint?: string;
  readonly testId: string;
  readonly samples: readonly Sample[];
  /** Outside of components, so that it stays the same. */
  readonly read: (sample: Sample) => number | null;
  /** A second line to measure the first against, as `note` says. */
  readonly beside?: (sample: Sample) => number | null;
  readonly note?: string;
  readonly format: (value: number) => string;
  readonly atLeast: number;
}

/** A number with its unit and its last minutes. */
export function Plotted<Sample extends { readonly at: number }>({
  name,
  hint,
  testId,
  samples,
  read,
  beside,
  note,
  format,
  atLeast,
}: PlottedProps<Sample>) {
  const times = useMemo(() => samples.map((sample) => sample.at / 1_000), [samples]);
  const values = useMemo(() => samples.map(read), [samples, read]);
  const others = useMemo(() => (beside ? samples.map(beside) : undefined), [samples, beside]);
  const latest = values.at(-1) ?? null;
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
      <div className="h-24">
        <Suspense>
          <Plot times={times} values={values} beside={others} format={format} atLeast={atLeast} />
        </Suspense>
      </div>
      {note && <p className="text-xs text-ink-faint">{note}</p>}
    </div>
  );
}
