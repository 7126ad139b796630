/** Video codecs that a presenter may choose, in the order in which they are offered to choose from. */
export const VIDEO_CODECS = ["VP8", "H264", "VP9", "AV1"] as const;

export type VideoCodec = (typeof VIDEO_CODECS)[number];

interface CodecCapability {
  readonly mimeType: string;
  readonly sdpFmtpLine?: string;
}

/** Those of {@link VIDEO_CODECS} that this browser can send. */
export function sendableCodecs(): readonly VideoCodec[] {
  if (typeof RTCRtpSender === "undefined") return [];
  const known = RTCRtpSender.getCapabilities("video")?.codecs ?? [];
  return VIDEO_CODECS.filter((name) => known.some((codec) => isCodec(codec, name)));
}

/**
 * What is sent where nobody chose: the first of the browser's own list that goes out in simulcast. That is VP8 in Chromium
 * and Firefox, and H.264, which their chips encode, in Apple's browsers. VP9 and AV1 make better pictures of the same bits, for
 * more of the processor.
 */
export function automaticCodec(capabilities: readonly CodecCapability[]): VideoCodec {
  for (const codec of capabilities) {
    if (isCodec(codec, "VP8")) return "VP8";
    if (isCodec(codec, "H264")) return "H264";
  }
  return "VP8";
}

/**
 * All capabilities, those of `preferred` first; the list for `setCodecPreferences`.
 *
 * The others stay in it: a preference is no demand, and retransmission and redundancy are in the list as well. Among
 * H.264's profiles packetization mode 1 and constrained baseline come first, since every decoder has them.
 */
export function preferCodec<C extends CodecCapability>(capabilities: readonly C[], preferred: string): C[] {
  const rank = (codec: C) => (isCodec(codec, preferred) ? h264Rank(codec) : 10);
  return capabilities
    .map((codec) => ({ codec, rank: rank(codec) }))
    .sort((a, b) => a.rank - b.rank)
    .map((it) => it.codec);
}

function isCodec(codec: CodecCapability, name: string): boolean {
  return codec.mimeType.toLowerCase() === `video/${name.toLowerCase()}`;
}

function h264Rank(codec: CodecCapability): number {
  const line = codec.sdpFmtpLine?.toLowerCase() ?? "";
  if (!isCodec(codec, "H264")) return 0;
  const mode = line.includes("packetization-mode=1") ? 0 : 2;
  const profile = line.includes("profile-level-id=42e0") ? 0 : 1;
  return mode + profile;
}
