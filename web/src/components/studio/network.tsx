import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { type ConnectionQuality, type LayerSample, type Sampled, sentHeight } from "../../core";
import { type Studio, useBroadcast } from "../../hooks/studio";
import { formatBitrate, formatCount, formatPixels } from "../format";
import { Facts, Party } from "../party";
import { pathName } from "../path-name";
import { TheServer } from "../player/details";
import { Plotted } from "../plotted";
import { HEIGHT_STEPS, WHOLE_STEPS } from "../scale-steps";
import { WayPlots } from "../way-plots";

/** Every start is limited for some seconds while the network is being found out; only what lasts is worth a word. */
function lastingLimit(samples: readonly Sampled[]): "cpu" | "bandwidth" | null {
  const recent = samples.slice(-10).map((sample) => sample.video?.limitedBy);
  const limit = recent[0];
  const lasts = recent.length === 10 && recent.every((it) => it === limit);
  return lasts && (limit === "cpu" || limit === "bandwidth") ? limit : null;
}

const readBitrate = (sample: Sampled) => sample.bitrate;
const readAvailable = (sample: Sampled) => sample.available;
const readCamera = (sample: Sampled) => sentHeight(sample, false);
const readScreen = (sample: Sampled) => sentHeight(sample, true);
const readTroubled = (sample: Sampled) => sample.report && troubled(sample.report);

/** What becomes of what is sent: on its way to the server, in the server, and on the way to the watchers. */
export function Network({ studio }: { studio: Studio }) {
  const { t } = useTranslation();
  const samples = useBroadcast(studio, (state) => state.samples);
  const report = useBroadcast(studio, (state) => state.report);
  const video = samples.at(-1)?.video;
  if (samples.length === 0) return null;
  return (
    <section aria-labelledby="network" className="panel grid grid-cols-1 gap-7 p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id="network" className="font-semibold">
          {t("studio.network")}
        </h2>
        <div className="flex flex-wrap gap-x-6 text-sm text-ink-soft tabular-nums">
          {video && video.width > 0 && (
            <p data-testid="sent-picture">
              {t(video.codec ? "studio.sentPictureAs" : "studio.sentPicture", {
                width: video.width,
                height: video.height,
                framesPerSecond: Math.round(video.framesPerSecond),
                codec: video.codec ?? "",
              })}
            </p>
          )}
          <p data-testid="sent-path">{pathName(t, samples.at(-1))}</p>
        </div>
      </div>
      <YourUpload samples={samples} report={report} />
      <div className="grid grid-cols-1 gap-7 sm:grid-cols-2 sm:gap-x-8">
        <YourWatchers samples={samples} report={report} />
        <TheServer samples={samples} report={report} />
      </div>
    </section>
  );
}

interface PartProps {
  readonly samples: readonly Sampled[];
  readonly report: ConnectionQuality | null;
}

function YourUpload({ samples, report }: PartProps) {
  const { t } = useTranslation();
  const sharing = samples.some((sample) => readScreen(sample) > 0);
  return (
    <Party
      name={t("quality.own.name")}
      testId="your-upload"
      level={report?.network.level ?? null}
      sentence={uploadSentence(t, samples, report)}
    >
      <div className="grid grid-cols-1 gap-x-8 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
        <Plotted
          name={t("studio.sent")}
          note={t("quality.own.carries")}
          testId="sent-bitrate"
          samples={samples}
          read={readBitrate}
          beside={readAvailable}
          format={formatBitrate}
          atLeast={500_000}
        />
        <Plotted
          name={t("watch.facts.height")}
          note={t(sharing ? "quality.own.largestOfBoth" : "quality.own.largest")}
          {...(sharing && { beside: readScreen })}
          testId="sent-height"
          samples={samples}
          read={readCamera}
          steps={HEIGHT_STEPS}
          format={formatPixels}
          atLeast={360}
        />
        <WayPlots samples={samples} freezes={t("quality.own.freezes")} />
      </div>
      <SentLayers layers={samples.at(-1)?.layers ?? []} />
    </Party>
  );
}

function uploadSentence(t: TFunction, samples: readonly Sampled[], report: ConnectionQuality | null): string {
  const limit = lastingLimit(samples);
  if (limit) return t(`studio.limitedBy.${limit}`);
  if (!report) return t("quality.measuring");
  return t(`quality.own.${report.network.level}`);
}

const SIZES: Readonly<Record<string, "full" | "half" | "quarter" | "slow">> = {
  f: "full",
  h: "half",
  q: "quarter",
  l: "slow",
};

/** The camera before the screen, in each the best first: a line keeps its place when its layer is switched off. */
function place({ screen, rid }: LayerSample): number {
  return (screen ? 10 : 0) + Object.keys(SIZES).indexOf(rid ?? "");
}

/** Each size that the picture is sent in; those that nobody needs are off, which saves the uplink. */
function SentLayers({ layers }: { layers: readonly LayerSample[] }) {
  const { t } = useTranslation();
  const sent = layers
    .filter(({ mid, rid }) => rid !== null && layers.some((it) => it.mid === mid && it.active))
    .sort((a, b) => place(a) - place(b));
  if (sent.length === 0) return null;
  return (
    <ul className="grid gap-1.5 border-t border-line pt-4 text-sm" data-testid="sent-layers">
      {sent.map((layer) => (
        <li
          key={`${layer.mid} ${layer.rid}`}
          className="flex flex-wrap justify-between gap-x-6"
          data-active={layer.active}
        >
          <span className="text-ink-soft">
            {t("quality.sizes.named", {
              source: t(`quality.sizes.${layer.screen ? "screen" : "camera"}`),
              size: t(`quality.sizes.${SIZES[layer.rid ?? ""] ?? "other"}`),
            })}
          </span>
          <span className={layer.active ? "tabular-nums" : "text-ink-faint"}>
            {layer.active
              ? t("quality.sizes.sent", {
                  width: layer.width,
                  height: layer.height,
                  framesPerSecond: Math.round(layer.framesPerSecond),
                  bitrate: formatBitrate(layer.bitrate),
                })
              : t("quality.sizes.off")}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** How many watchers have a connection that is poor or lost; null where the server has said nothing of watchers. */
const troubled = ({ watchers }: ConnectionQuality) => (watchers ? watchers.poor + watchers.lost : null);

function YourWatchers({ samples, report }: PartProps) {
  const { t } = useTranslation();
  const watchers = report?.watchers ?? { good: 0, fair: 0, poor: 0, lost: 0 };
  const all = watchers.good + watchers.fair + watchers.poor + watchers.lost;
  const bad = watchers.poor + watchers.lost;
  const most = bad * 2 > all ? "poor" : bad + watchers.fair > 0 ? "fair" : "good";
  const sentence = !report ? "quality.measuring" : all === 0 ? "quality.watchers.nobody" : `quality.watchers.${most}`;
  return (
    <Party
      name={t("quality.watchers.name")}
      testId="your-watchers"
      level={all === 0 ? null : most}
      sentence={t(sentence as "quality.measuring")}
    >
      <Plotted
        name={t("quality.watchers.troubled")}
        testId="troubled-watchers"
        samples={samples}
        read={readTroubled}
        steps={WHOLE_STEPS}
        format={formatCount}
        atLeast={2}
      />
      <Facts
        facts={(["good", "fair", "poor", "lost"] as const).map(
          (level) => [level, t(`quality.levels.${level}`), formatCount(watchers[level])] as const,
        )}
      />
    </Party>
  );
}
