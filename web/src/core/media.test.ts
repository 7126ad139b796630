import { expect, test } from "vitest";
import { captureProblem } from "./capture";
import { preferCodec } from "./codecs";
import { levelOf } from "./level";
import { afterMessage, UNKNOWN_ROOM } from "./room";
import type { StatsSample } from "./stats";
import { standsStill } from "./viewer";

const named = (name: string) => Object.assign(new Error(), { name });

test.each([
  ["NotAllowedError", "refused"],
  ["NotFoundError", "none"],
  ["NotReadableError", "busy"],
  ["AbortError", "busy"],
  ["OverconstrainedError", "none"],
])("%s of a browser means %s", (name, problem) => {
  expect(captureProblem(named(name))).toBe(problem);
});

test("a preferred codec comes first, the decodable profile before the others, and nothing is dropped", () => {
  const codecs = [
    { mimeType: "video/VP8" },
    { mimeType: "video/rtx" },
    { mimeType: "video/H264", sdpFmtpLine: "packetization-mode=0;profile-level-id=42e01f" },
    { mimeType: "video/H264", sdpFmtpLine: "packetization-mode=1;profile-level-id=4d001f" },
    { mimeType: "video/H264", sdpFmtpLine: "packetization-mode=1;profile-level-id=42e01f" },
  ];
  const ordered = preferCodec(codecs, "H264");
  expect(ordered.map((codec) => codecs.indexOf(codec))).toEqual([4, 3, 2, 0, 1]);
});

test("silence is 0, full scale is 1, and speech lies between", () => {
  expect(levelOf(new Float32Array(64))).toBe(0);
  expect(levelOf(new Float32Array(64).fill(1))).toBeCloseTo(1);
  expect(levelOf(new Float32Array(64).fill(0.03))).toBeCloseTo(0.49, 1);
});

const track = { trackId: "t", participantId: "p", source: "camera", kind: "video", muted: false } as const;

test("a track told twice is there once, and goes with its participant", () => {
  const published = { type: "track-published", track } as const;
  const room = afterMessage(afterMessage(UNKNOWN_ROOM, published), published);
  expect(room.tracks).toEqual([track]);
  expect(afterMessage(room, { type: "track-muted", trackId: "t", muted: true }).tracks[0]?.muted).toBe(true);
  expect(afterMessage(room, { type: "participant-left", participantId: "p" }).tracks).toEqual([]);
});

test("a message that does not concern the room leaves it the same", () => {
  expect(afterMessage(UNKNOWN_ROOM, { type: "pong" })).toBe(UNKNOWN_ROOM);
});

test("three seconds without a new frame are a standstill, a moment is not", () => {
  const at = (frames: number) => ({ video: { frames } }) as StatsSample;
  expect(standsStill([at(10), at(20), at(20), at(20)])).toBe(false);
  expect(standsStill([at(20), at(20), at(20), at(20)])).toBe(true);
  expect(standsStill([at(20)])).toBe(false);
});
