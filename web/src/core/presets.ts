/** What a presenter sends at most. Bit rates in bit/s. */
export interface QualityPreset {
  readonly id: "saver" | "standard" | "high" | "full";
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly maxBitrate: number;
}

export const QUALITY_PRESETS: readonly QualityPreset[] = [
  { id: "saver", width: 640, height: 360, framesPerSecond: 15, maxBitrate: 300_000 },
  { id: "standard", width: 960, height: 540, framesPerSecond: 30, maxBitrate: 1_000_000 },
  { id: "high", width: 1280, height: 720, framesPerSecond: 30, maxBitrate: 1_500_000 },
  { id: "full", width: 1920, height: 1080, framesPerSecond: 30, maxBitrate: 4_000_000 },
];

export type QualityId = QualityPreset["id"];

/** 1280x720 at 30 frames a second: what nearly every camera has and nearly every uplink carries. */
export const DEFAULT_QUALITY: QualityId = "high";

export function qualityPreset(id: QualityId): QualityPreset {
  const preset = QUALITY_PRESETS.find((it) => it.id === id);
  if (!preset) throw new RangeError(`no quality preset '${id}'`);
  return preset;
}

/** A shared screen is read, not watched: full size, enough bits for text, few frames where bits are short. */
export const SCREEN_MAX_BITRATE = 2_500_000;
export const MICROPHONE_MAX_BITRATE = 64_000;
