import { expect, test } from "vitest";
import { withStartBitrate } from "./start-bitrate";

const answer = [
  "v=0",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111",
  "a=rtpmap:111 opus/48000/2",
  "a=fmtp:111 minptime=10",
  "m=video 9 UDP/TLS/RTP/SAVPF 96 97 102",
  "a=rtpmap:96 VP8/90000",
  "a=rtpmap:97 rtx/90000",
  "a=fmtp:97 apt=96",
  "a=rtpmap:102 H264/90000",
  "a=fmtp:102 packetization-mode=1",
  "",
].join("\r\n");

test("each video codec gets the hint, in its fmtp line or in one of its own; nothing else changes", () => {
  expect(withStartBitrate(answer, 900_000)).toBe(
    answer
      .replace("a=rtpmap:96 VP8/90000\r\n", "a=rtpmap:96 VP8/90000\r\na=fmtp:96 x-google-start-bitrate=900\r\n")
      .replace("packetization-mode=1", "packetization-mode=1;x-google-start-bitrate=900"),
  );
});

test("a description without video stays as it is", () => {
  const audio = answer.slice(0, answer.indexOf("m=video"));
  expect(withStartBitrate(audio, 900_000)).toBe(audio);
});
