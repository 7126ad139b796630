import type { VideoCodec } from "./codecs";
import { MICROPHONE_MAX_BITRATE, type QualityPreset, SCREEN_MAX_BITRATE } from "./presets";

/**
 * How one picture goes out in several qualities, so that each watcher gets one that fits.
 *
 * `simulcast`: as streams of their own, each named by a rid. `svc`: as layers of one stream, each of which needs the one
 * below at key frames only.
 */
export type Layering = "simulcast" | "svc";

/** How a camera goes out: VP8 and H.264 know no spatial layers; for VP9 and AV1 they cost a third of what streams of their own would. */
export function layeringOf(codec: VideoCodec | null): Layering {
  return codec === "VP9" || codec === "AV1" ? "svc" : "simulcast";
}

/** What is sent of one source at most, as `addTransceiver` and `setParameters` take it. */
export interface Encoding extends RTCRtpEncodingParameters {
  scalabilityMode?: string;
}

/** What a server says that somebody watches (`layers-wanted`): rids for simulcast, the number of spatial layers for SVC. */
export interface WantedLayers {
  readonly rids: ReadonlySet<string>;
  readonly spatial: number;
}

const TEMPORAL = "L1T3";
/** Spatial layers of an SVC stream, each half as wide and high as the next. */
const SPATIAL = 3;

/** Shares of the preset's bits for the whole picture, the half and the quarter of its width and height. */
const SHARES = [1, 1 / 3, 1 / 10] as const;
const RIDS = ["f", "h", "q"] as const;

/** From so many pixels on Chromium sends so many encodings of a picture; of the rest the last ones are left out. */
const PIXELS_FOR_THREE = 960 * 540;
const PIXELS_FOR_TWO = 480 * 270;

/** A shared screen that few bits are left for: as sharp as ever, at so many pictures a second. */
const SCREEN_FLOOR = { framesPerSecond: 5, maxBitrate: 400_000 };

/**
 * The camera's encodings, best first: what a browser leaves out of a small picture are the last ones, so that the best is
 * always there. Those are inactive from the start.
 *
 * @param pixels width times height of what the camera gives; 0 where that is not known
 */
export function cameraEncodings(quality: QualityPreset, layering: Layering, pixels = 0): Encoding[] {
  const { maxBitrate, framesPerSecond: maxFramerate } = quality;
  if (layering === "svc") return [{ maxBitrate, maxFramerate, scaleResolutionDownBy: 1, scalabilityMode: "L3T3_KEY" }];
  const most = layersOf(pixels || quality.width * quality.height);
  return RIDS.map((rid, index) => ({
    rid,
    active: index < most,
    maxBitrate: Math.round(maxBitrate * (SHARES[index] ?? 1)),
    maxFramerate,
    scaleResolutionDownBy: 2 ** index,
    scalabilityMode: TEMPORAL,
  }));
}

function layersOf(pixels: number): number {
  if (pixels >= PIXELS_FOR_THREE) return 3;
  return pixels >= PIXELS_FOR_TWO ? 2 : 1;
}

/**
 * A shared screen is read: its lesser encoding has fewer pictures, not fewer pixels. Spatial layers are of no use to that, so that it goes out
 * as simulcast whatever the codec.
 */
export function screenEncodings(): Encoding[] {
  return [
    {
      rid: "f",
      active: true,
      maxBitrate: SCREEN_MAX_BITRATE,
      scaleResolutionDownBy: 1,
      scalabilityMode: TEMPORAL,
    },
    {
      rid: "l",
      active: true,
      maxBitrate: SCREEN_FLOOR.maxBitrate,
      maxFramerate: SCREEN_FLOOR.framesPerSecond,
      scaleResolutionDownBy: 1,
      scalabilityMode: "L1T1",
    },
  ];
}

export function soundEncodings(): Encoding[] {
  return [{ maxBitrate: MICROPHONE_MAX_BITRATE }];
}

/** The bits of all of them together. */
export function totalBitrate(encodings: readonly Encoding[]): number {
  return encodings.reduce((sum, { active = true, maxBitrate = 0 }) => sum + (active ? maxBitrate : 0), 0);
}

/**
 * Whether an encoder makes spatial layers, by what its sender says of it now: Firefox sends VP9 and AV1, and passes over the mode
 * that was asked for. One whose picture was made smaller by {@link onlyWanted} made them before, down to the last that is left.
 */
export function makesSpatialLayers({ scalabilityMode, scaleResolutionDownBy = 1 }: Encoding): boolean {
  if (!scalabilityMode) return false;
  return !scalabilityMode.startsWith("L1") || (scalabilityMode === TEMPORAL && scaleResolutionDownBy > 1);
}

/**
 * The encodings without what nobody watches. The smallest stays in any case: it keeps the stream on air for little, and
 * whoever comes next sees something at once. Where one encoding is one layer, that is the whole picture.
 *
 * @param spatial whether the only encoding is made of spatial layers, whatever was asked for ({@link makesSpatialLayers})
 */
export function onlyWanted(encodings: readonly Encoding[], wanted: WantedLayers | null, spatial: boolean): Encoding[] {
  if (!wanted) return [...encodings];
  const [first] = encodings;
  if (first?.scalabilityMode?.startsWith(`L${SPATIAL}`)) {
    return [spatial ? withSpatialLayers(first, wanted.spatial) : first];
  }
  const smallest = encodings.findLastIndex((encoding) => encoding.active);
  return encodings.map((encoding, index) => {
    if (encoding.rid === undefined || index === smallest) return encoding;
    return { ...encoding, active: encoding.active === true && wanted.rids.has(encoding.rid) };
  });
}

/** The lower layers stay what they are: the picture shrinks by as much as goes off the top. */
function withSpatialLayers(encoding: Encoding, wanted: number): Encoding {
  const layers = Math.min(SPATIAL, Math.max(1, wanted));
  const left = SPATIAL - layers;
  return {
    ...encoding,
    maxBitrate: Math.round((encoding.maxBitrate ?? 0) * (SHARES[left] ?? 1)),
    scaleResolutionDownBy: 2 ** left,
    scalabilityMode: layers === 1 ? TEMPORAL : `L${layers}T3_KEY`,
  };
}

/** For browsers that know no scalability modes, or not these. */
export function withoutModes(encodings: readonly Encoding[]): Encoding[] {
  return encodings.map(({ scalabilityMode: _, ...encoding }) => encoding);
}
