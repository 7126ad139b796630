import { describe, expect, test } from "vitest";
import { MalformedMessage } from "./decode";
import { parseServerMessage } from "./messages";

const parse = (message: unknown) => parseServerMessage(JSON.stringify(message));

describe("what the server says", () => {
  test("a registration needs only its identity; the rest has its meaning when absent", () => {
    const message = parse({ type: "registered", participantId: "p1", role: "watcher", room: "r" });
    expect(message).toMatchObject({ resumed: false, state: "offline", viewers: 0, tracks: [], heartbeatSeconds: 10 });
  });

  test("unknown fields vanish and unknown types are ignored", () => {
    expect(parse({ type: "stream-state", state: "live", viewers: 3, mood: "good" })).toEqual({
      type: "stream-state",
      state: "live",
      viewers: 3,
    });
    expect(parse({ type: "fireworks" })).toBeNull();
    expect(parse({ type: "toString" })).toBeNull();
  });

  test("times are understood as text and as milliseconds", () => {
    const asText = parse({ type: "stream-state", state: "live", viewers: 0, liveSince: "2026-01-01T00:00:00Z" });
    const asNumber = parse({ type: "stream-state", state: "live", viewers: 0, liveSince: 1_767_225_600_000 });
    expect(asText).toEqual(asNumber);
  });

  test("an ICE server's single address becomes a list", () => {
    const message = parse({
      type: "registered",
      participantId: "p",
      role: "watcher",
      room: "r",
      turnConfig: { iceServers: [{ urls: "stun:example.test" }, { urls: ["a", "b"], username: "u" }] },
    });
    expect(message).toMatchObject({
      turnConfig: { iceServers: [{ urls: ["stun:example.test"] }, { urls: ["a", "b"], username: "u" }] },
    });
  });

  test.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["null", "null"],
    ["no type", "{}"],
    ["text for a number", '{"type":"stream-state","state":"live","viewers":"3"}'],
    ["a word that is none of the protocol", '{"type":"stream-state","state":"asleep"}'],
    ["a missing field", '{"type":"track-muted","trackId":"t"}'],
    ["a bad entry in a list", '{"type":"offer","pc":"subscribe","offerId":"1","sdp":"","tracks":[{"mid":0}]}'],
    ["a negative count", '{"type":"stream-state","state":"live","viewers":-1}'],
    ["a time that is none", '{"type":"stream-state","state":"live","liveSince":"soon"}'],
  ])("%s is refused", (_name, frame) => {
    expect(() => parseServerMessage(frame)).toThrow(MalformedMessage);
  });

  test("a refusal names the field", () => {
    expect(() => parse({ type: "offer", pc: "subscribe", offerId: "1", sdp: "", tracks: [{ mid: 0 }] })).toThrow(
      "offer.tracks[0].mid: text expected",
    );
  });
});
