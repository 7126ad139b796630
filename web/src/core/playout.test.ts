import { expect, test } from "vitest";
import { holdFor, PlayoutHold } from "./playout";

test("who loses nothing waits for nothing", () => {
  expect(holdFor(0, 50)).toBe(0);
  expect(holdFor(0.2, 300)).toBe(0);
  expect(holdFor(null, 50)).toBe(0);
  expect(holdFor(3, null)).toBe(0);
});

test("some loss costs the time of a repetition and of its own, much loss that of more, and never more than half a second", () => {
  expect(holdFor(2, 50)).toBe(210);
  expect(holdFor(10, 50)).toBe(320);
  expect(holdFor(10, 400)).toBe(500);
});

test("media is held at once, sound and picture alike, and let go when losses have been away for a while", () => {
  const receivers = [{ jitterBufferTarget: null }, { jitterBufferTarget: null }];
  const connection = { getReceivers: () => receivers } as unknown as RTCPeerConnection;
  const hold = new PlayoutHold();
  hold.follow(connection, { loss: 10, roundTrip: 50 });
  expect(receivers.map((it) => it.jitterBufferTarget)).toEqual([320, 320]);
  for (let second = 0; second < 19; second++) hold.follow(connection, { loss: 0, roundTrip: 50 });
  expect(receivers[0]?.jitterBufferTarget).toBe(320);
  hold.follow(connection, { loss: 0, roundTrip: 50 });
  expect(receivers.map((it) => it.jitterBufferTarget)).toEqual([null, null]);
});

test("what comes later is held like the rest", () => {
  const receivers = [{ jitterBufferTarget: null }];
  const connection = { getReceivers: () => receivers } as unknown as RTCPeerConnection;
  const hold = new PlayoutHold();
  hold.follow(connection, { loss: 10, roundTrip: 50 });
  receivers.push({ jitterBufferTarget: null });
  hold.follow(connection, { loss: 10, roundTrip: 50 });
  expect(receivers.map((it) => it.jitterBufferTarget)).toEqual([320, 320]);
  receivers.push({ jitterBufferTarget: null });
  hold.follow(connection, { loss: 0, roundTrip: 50 });
  expect(receivers.map((it) => it.jitterBufferTarget)).toEqual([320, 320, 320]);
});

test("another connection begins anew", () => {
  const receivers = [{ jitterBufferTarget: null }];
  const hold = new PlayoutHold();
  hold.follow({ getReceivers: () => [] } as unknown as RTCPeerConnection, { loss: 2, roundTrip: 50 });
  hold.follow({ getReceivers: () => receivers } as unknown as RTCPeerConnection, { loss: 2, roundTrip: 50 });
  expect(receivers[0]?.jitterBufferTarget).toBe(210);
});
