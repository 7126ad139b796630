import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { StatsSample } from "../../core";
import { type Studio, useBroadcast } from "../../hooks/studio";
import { formatBitrate, formatMillis, formatPercent } from "../format";

const Plot = lazy(() => import("../plot"));

interface PlottedProps {
  readonly name: string;
  readonly testId: string;
  readonly samples: readonly StatsSample[];
  readonly read: (sample: StatsSample) => number | null;
  readonly format: (value: number) => string;
  readonly atLeast: number;
}

/** A number with its unit and its last two minutes. */
export function Plotted({ name, testId, samples, read, format, atLeast }: PlottedProps) {
  const times = useMemo(() => samples.map((sample) => sample.at / 1_000), [samples]);
  const values = useMemo(() => samples.map(read), [samples, read]);
  const latest = values.at(-1) ?? null;
  return (
    <div className="grid gap-1">
      <p className="flex items-baseline justify-between gap-3">
        <span className="text-sm text-ink-soft">{name}</span>
        <span className="font-semibold tabular-nums" data-testid={testId}>
          {latest === null ? "–" : format(latest)}
        </span>
      </p>
      <div className="h-24">
        <Suspense>
          <Plot times={times} values={values} format={format} atLeast={atLeast} />
        </Suspense>
      </div>
    </div>
  );
}

/** Every start is limited for some seconds while the network is being found out; only what lasts is worth a word. */
function lastingLimit(samples: readonly StatsSample[]): "cpu" | "bandwidth" | null {
  const recent = samples.slice(-10).map((sample) => sample.video?.limitedBy);
  const limit = recent[0];
  const lasts = recent.length === 10 && recent.every((it) => it === limit);
  return lasts && (limit === "cpu" || limit === "bandwidth") ? limit : null;
}

const readBitrate = (sample: StatsSample) => sample.bitrate;
const readRoundTrip = (sample: StatsSample) => sample.roundTrip;
const readLoss = (sample: StatsSample) => sample.loss;

/** What the network does with what is sent. */
export function Network({ studio }: { studio: Studio }) {
  const { t } = useTranslation();
  const samples = useBroadcast(studio, (state) => state.samples);
  const video = samples.at(-1)?.video;
  const limit = lastingLimit(samples);
  if (samples.length === 0) return null;
  return (
    <section aria-labelledby="network" className="panel grid gap-5 p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id="network" className="font-semibold">
          {t("studio.network")}
        </h2>
        {video && video.width > 0 && (
          <p className="text-sm text-ink-soft tabular-nums" data-testid="sent-picture">
            {video.width}×{video.height}, {Math.round(video.framesPerSecond)} fps
            {video.codec && `, ${video.codec}`}
          </p>
        )}
      </div>
      <div className="grid gap-5 sm:grid-cols-3">
        <Plotted
          name={t("studio.sent")}
          testId="sent-bitrate"
          samples={samples}
          read={readBitrate}
          format={formatBitrate}
          atLeast={500_000}
        />
        <Plotted
          name={t("studio.roundTrip")}
          testId="round-trip"
          samples={samples}
          read={readRoundTrip}
          format={formatMillis}
          atLeast={40}
        />
        <Plotted
          name={t("studio.loss")}
          testId="loss"
          samples={samples}
          read={readLoss}
          format={formatPercent}
          atLeast={4}
        />
      </div>
      {limit && <p className="text-sm text-ink-soft">{t(`studio.limitedBy.${limit}`)}</p>}
    </section>
  );
}
