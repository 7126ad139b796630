/**
 * The answer with a hint at how many bits to begin with, for the browsers that know it (Chromium's
 * `x-google-start-bitrate`); the others ignore an unknown parameter.
 *
 * Without it a sender begins at 300 kbit/s and shows a small picture for its first seconds. Too much of it costs little:
 * congestion control steps back within a second.
 */
export function withStartBitrate(sdp: string, bitsPerSecond: number): string {
  const hint = `x-google-start-bitrate=${Math.round(bitsPerSecond / 1_000)}`;
  const sections = sdp.split(/(?=^m=)/m);
  return sections.map((section) => (section.startsWith("m=video") ? hintIn(section, hint) : section)).join("");
}

/** RFC 8866, 6.6 and 6.15: an fmtp line follows the rtpmap line of its payload type; there is at most one. */
function hintIn(section: string, hint: string): string {
  const codecs = [...section.matchAll(/^a=rtpmap:(\d+) (?:VP8|VP9|H264|AV1)\/90000/gim)].map((match) => match[1] ?? "");
  return codecs.reduce((text, payloadType) => {
    const fmtp = new RegExp(`^(a=fmtp:${payloadType} [^\\r\\n]*)`, "m");
    if (fmtp.test(text)) return text.replace(fmtp, `$1;${hint}`);
    return text.replace(
      new RegExp(`^(a=rtpmap:${payloadType} [^\\r\\n]*)(\\r?\\n)`, "m"),
      `$1$2a=fmtp:${payloadType} ${hint}$2`,
    );
  }, section);
}
