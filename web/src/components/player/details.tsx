import { useTranslation } from "react-i18next";
import type { StatsSample } from "../../core";
import { formatBitrate, formatCount, formatMillis, formatPercent } from "../format";
import { Plotted } from "../studio/network";

const readBitrate = (sample: StatsSample) => sample.bitrate;

/** What the network does, for people who want to know and for those who help them. */
export function Details({ samples }: { samples: readonly StatsSample[] }) {
  const { t } = useTranslation();
  const sample = samples.at(-1);
  const video = sample?.video;
  const unknown = t("watch.facts.unknown");
  const shown = (value: number | null | undefined, format: (value: number) => string) =>
    value === null || value === undefined ? unknown : format(value);
  const facts = [
    ["picture", video?.width ? `${video.width}×${video.height}, ${Math.round(video.framesPerSecond)} fps` : unknown],
    ["codec", video?.codec ?? unknown],
    ["delay", shown(sample?.delay, formatMillis)],
    ["roundTrip", shown(sample?.roundTrip, formatMillis)],
    ["buffer", shown(sample?.jitterBuffer, formatMillis)],
    ["loss", shown(sample?.loss, formatPercent)],
    ["freezes", shown(video?.freezes, formatCount)],
    ["path", sample?.protocol?.toUpperCase() ?? unknown],
  ] as const;
  return (
    <section aria-labelledby="details" className="panel mt-5 grid gap-5 p-5" data-testid="details">
      <h2 id="details" className="font-semibold">
        {t("watch.facts.heading")}
      </h2>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4">
        {facts.map(([name, value]) => (
          <div key={name} className="grid gap-0.5">
            <dt className="text-sm text-ink-faint">{t(`watch.facts.${name}`)}</dt>
            <dd className="font-medium tabular-nums" data-fact={name}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      <Plotted
        name={t("watch.facts.received")}
        testId="received-bitrate"
        samples={samples}
        read={readBitrate}
        format={formatBitrate}
        atLeast={500_000}
      />
    </section>
  );
}
