import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { type ConnectionQuality, fallsShort, type Sampled, type ViewerState } from "../../core";
import { formatBitrate, formatCount, formatMillis, formatPercent, formatPixels } from "../format";
import { Facts, Party } from "../party";
import { pathName } from "../path-name";
import { Plotted } from "../plotted";
import { HEIGHT_STEPS } from "../scale-steps";
import { WayPlots } from "../way-plots";

/** What is seen, and whose part in it does how well: for people who wonder, and for those who help them. */
export function Details({ state }: { state: ViewerState }) {
  const { t } = useTranslation();
  const { samples, report } = state;
  return (
    <section aria-labelledby="details" className="panel mt-5 grid grid-cols-1 gap-7 p-5" data-testid="details">
      <div className="grid gap-4">
        <h2 id="details" className="font-semibold">
          {t("watch.facts.heading")}
        </h2>
        <PictureFacts state={state} />
      </div>
      <YourNetwork state={state} />
      <div className="grid grid-cols-1 gap-7 sm:grid-cols-2 sm:gap-x-8">
        <TheirUpload samples={samples} report={report} />
        <TheServer samples={samples} report={report} />
      </div>
    </section>
  );
}

function PictureFacts({ state }: { state: ViewerState }) {
  const { t } = useTranslation();
  const sample = state.samples.at(-1);
  const video = sample?.video;
  const unknown = t("watch.facts.unknown");
  const shown = (value: number | null | undefined, format: (value: number) => string) =>
    value === null || value === undefined ? unknown : format(value);
  return (
    <Facts
      facts={[
        ["picture", t("watch.facts.picture"), video?.width ? `${video.width}×${video.height}` : unknown],
        ["rate", t("watch.facts.rate"), video?.width ? formatCount(Math.round(video.framesPerSecond)) : unknown],
        ["layer", t("watch.facts.layer"), layerWord(t, state)],
        ["codec", t("watch.facts.codec"), video?.codec ?? unknown],
        ["delay", t("watch.facts.delay"), shown(sample?.delay, formatMillis)],
        ["buffer", t("watch.facts.buffer"), shown(sample?.jitterBuffer, formatMillis)],
        ["freezes", t("watch.facts.freezes"), shown(video?.freezes, formatCount)],
        ["path", t("watch.facts.path"), pathName(t, sample) ?? unknown],
      ]}
    />
  );
}

/** Of the picture that is shown large. */
function layerWord(t: TFunction, { room, layers, screen }: ViewerState): string {
  const main = room.tracks.find((track) => track.source === (screen ? "screen" : "camera"));
  const layer = main && layers[main.trackId];
  if (!layer) return t("watch.facts.unknown");
  return t(`watch.layers.${layer.layer ?? "paused"}`);
}

const readBitrate = (sample: Sampled) => sample.bitrate;
const readEstimate = (sample: Sampled) => sample.report?.network.estimate ?? null;
const readHeight = (sample: Sampled) => sample.video?.height ?? null;
const readUpload = (sample: Sampled) => sample.report?.upload?.bitrate ?? null;
const readUploadLoss = (sample: Sampled) => percent(sample.report?.upload?.loss);
const readServerDelay = (sample: Sampled) => sample.report?.server.delay ?? null;

const percent = (share: number | undefined) => (share === undefined ? null : share * 100);

interface PartProps {
  readonly samples: readonly Sampled[];
  readonly report: ConnectionQuality | null;
}

function YourNetwork({ state }: { state: ViewerState }) {
  const { t } = useTranslation();
  const { samples, report } = state;
  return (
    <Party
      name={t("quality.network.name")}
      testId="your-network"
      level={report?.network.level ?? null}
      sentence={networkSentence(t, state)}
    >
      <div className="grid grid-cols-1 gap-x-8 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
        <Plotted
          name={t("watch.facts.received")}
          note={t("quality.network.carries")}
          testId="received-bitrate"
          samples={samples}
          read={readBitrate}
          beside={readEstimate}
          format={formatBitrate}
          atLeast={500_000}
        />
        <Plotted
          name={t("watch.facts.height")}
          testId="received-height"
          samples={samples}
          read={readHeight}
          steps={HEIGHT_STEPS}
          format={formatPixels}
          atLeast={360}
        />
        <WayPlots samples={samples} />
      </div>
    </Party>
  );
}

/** The worst first: what is seen of it, and that nothing need be done. */
function networkSentence(t: TFunction, state: ViewerState): string {
  const { report, layers } = state;
  if (!report) return t("quality.measuring");
  const { level, loss, queueingDelay = 0, limitedBy } = report.network;
  if (Object.values(layers).some((layer) => layer.paused && layer.reason === "network")) {
    return t("quality.network.paused");
  }
  if (loss >= 0.05) return t("quality.network.loss", { loss: formatPercent(loss * 100) });
  if (queueingDelay >= 150) return t("quality.network.queueing", { delay: formatMillis(queueingDelay) });
  if (limitedBy && isReduced(state)) return t("quality.network.reduced");
  return t(level === "fair" || level === "poor" ? "quality.network.slow" : "quality.network.good");
}

/** Whether a picture comes in less than this page asked for. */
function isReduced({ room, layers, choice, heights }: ViewerState): boolean {
  return room.tracks.some(({ trackId, source }) => {
    const layer = layers[trackId];
    if (!layer || (source !== "camera" && source !== "screen")) return false;
    return fallsShort(source, layer, choice, heights[source]);
  });
}

function TheirUpload({ samples, report }: PartProps) {
  const { t } = useTranslation();
  const upload = report?.upload;
  return (
    <Party
      name={t("quality.upload.name")}
      testId="their-upload"
      level={upload?.level ?? null}
      sentence={report ? t(`quality.upload.${upload?.level ?? "none"}`) : t("quality.measuring")}
    >
      <Plotted
        name={t("quality.upload.bitrate")}
        testId="upload-bitrate"
        samples={samples}
        read={readUpload}
        format={formatBitrate}
        atLeast={500_000}
      />
      <Plotted
        name={t("quality.upload.loss")}
        testId="upload-loss"
        samples={samples}
        read={readUploadLoss}
        format={formatPercent}
        atLeast={4}
      />
    </Party>
  );
}

export function TheServer({ samples, report }: PartProps) {
  const { t } = useTranslation();
  const level = report?.server.level ?? null;
  return (
    <Party
      name={t("quality.server.name")}
      testId="the-server"
      level={level}
      sentence={level === null ? t("quality.measuring") : t(`quality.server.${level}`)}
    >
      <Plotted
        name={t("quality.server.delay")}
        testId="server-delay"
        samples={samples}
        read={readServerDelay}
        format={formatMillis}
        atLeast={20}
      />
    </Party>
  );
}
