import { useTranslation } from "react-i18next";
import type { StatsSample } from "../../core";
import { type ReceiverState, type Way, wayOf } from "../../core/direct";
import { formatBitrate, formatCount, formatMillis, formatPercent } from "../format";
import { Facts } from "../party";
import { Plotted } from "../plotted";
import { wayName } from "./way-name";

const readBitrate = (sample: StatsSample) => sample.bitrate;
const readRate = (sample: StatsSample) => sample.video?.framesPerSecond ?? null;
const readLatency = (sample: StatsSample) => sample.delay;
const readRoundTrip = (sample: StatsSample) => sample.roundTrip;
const readJitter = (sample: StatsSample) => sample.jitter;
const readLoss = (sample: StatsSample) => sample.loss;

/** How the picture gets here and how well: in numbers, and over the last minutes. */
export function Connection({ state }: { state: ReceiverState }) {
  const { t } = useTranslation();
  const { samples, facts } = state;
  const sample = samples.at(-1);
  const way = sample?.route ? wayOf(sample.route, facts?.relay) : null;
  const video = sample?.video;
  const lineLost = state.phone === "away" || (state.signaling.phase !== "registered" && !state.closed);
  const unknown = t("screen.facts.unknown");
  return (
    <section aria-labelledby="connection" className="panel grid grid-cols-1 content-start gap-6 p-5">
      <div className="grid gap-1">
        <h2 id="connection" className="font-semibold">
          {t("screen.connection")}
        </h2>
        {/* Of a lost line to the server the picture shows nothing, and it is not worth covering it. */}
        <p role="status" className="text-sm text-ink-soft max-sm:min-h-10">
          {lineLost ? t("screen.mediaGoesOn") : t(`screen.paths.${sentence(way)}`)}
        </p>
      </div>
      <div data-testid="way" data-way={way?.kind}>
        <Facts
          facts={[
            ["path", t("screen.facts.path"), way ? wayName(t, way, "phone") : unknown],
            ["picture", t("screen.facts.picture"), video?.width ? `${video.width}×${video.height}` : unknown],
            ["codec", t("screen.facts.codec"), video?.codec ?? unknown],
            ["freezes", t("screen.facts.freezes"), video ? formatCount(video.freezes) : unknown],
          ]}
        />
      </div>
      <div className="grid grid-cols-1 gap-x-8 gap-y-5 sm:grid-cols-2 xl:grid-cols-3">
        <Plotted
          name={t("screen.facts.received")}
          testId="received-bitrate"
          samples={samples}
          read={readBitrate}
          format={formatBitrate}
          atLeast={500_000}
        />
        <Plotted
          name={t("screen.facts.rate")}
          testId="frame-rate"
          samples={samples}
          read={readRate}
          format={(rate) => t("screen.facts.ratePerSecond", { rate: Math.round(rate) })}
          atLeast={30}
        />
        <Plotted
          name={t("screen.facts.latency")}
          hint={t("screen.facts.latencyHint")}
          testId="latency"
          samples={samples}
          read={readLatency}
          format={formatMillis}
          atLeast={100}
        />
        <Plotted
          name={t("screen.facts.roundTrip")}
          testId="round-trip"
          samples={samples}
          read={readRoundTrip}
          format={formatMillis}
          atLeast={40}
        />
        <Plotted
          name={t("screen.facts.jitter")}
          testId="jitter"
          samples={samples}
          read={readJitter}
          format={formatMillis}
          atLeast={20}
        />
        <Plotted
          name={t("screen.facts.loss")}
          testId="loss"
          samples={samples}
          read={readLoss}
          format={formatPercent}
          atLeast={4}
        />
      </div>
    </section>
  );
}

function sentence(way: Way | null): "unknown" | "direct" | "directSeen" | "relayed" {
  if (!way) return "unknown";
  if (way.kind === "relayed") return "relayed";
  return way.seen ? "directSeen" : "direct";
}
