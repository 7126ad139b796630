import { expect, test } from "vitest";
import { type Report, sentHeight, summarize } from "./stats";

function report(at: number, ...entries: ({ id: string; type: string } & Record<string, unknown>)[]): Report {
  return new Map(entries.map((entry) => [entry.id, { timestamp: at, ...entry }]));
}

const transport = { id: "T", type: "transport", selectedCandidatePairId: "P" };
const pair = {
  id: "P",
  type: "candidate-pair",
  currentRoundTripTime: 0.024,
  localCandidateId: "L",
  availableOutgoingBitrate: 2e6,
};
const local = { id: "L", type: "local-candidate", protocol: "udp" };

test("what is sent: bits, size, rate, and the share that the other side lost", () => {
  const video = (bytesSent: number, packetsSent: number, framesEncoded: number) => ({
    id: "V",
    type: "outbound-rtp",
    kind: "video",
    codecId: "C",
    bytesSent,
    packetsSent,
    frameWidth: 1280,
    frameHeight: 720,
    framesPerSecond: 30,
    framesEncoded,
    qualityLimitationReason: "bandwidth",
  });
  const remote = (packetsLost: number) => ({ id: "R", type: "remote-inbound-rtp", localId: "V", packetsLost });
  const codec = { id: "C", type: "codec", mimeType: "video/VP8" };
  const before = report(1_000, transport, pair, local, codec, video(10_000, 100, 240), remote(0));
  const now = report(3_000, transport, pair, local, codec, video(260_000, 300, 300), remote(10));
  expect(summarize("send", now, before, 3_000)).toEqual({
    at: 3_000,
    bitrate: 1_000_000,
    roundTrip: 24,
    loss: 5,
    protocol: "udp",
    route: null,
    available: 2e6,
    jitter: null,
    jitterBuffer: null,
    delay: null,
    layers: [
      {
        mid: null,
        screen: false,
        rid: null,
        width: 1280,
        height: 720,
        framesPerSecond: 30,
        bitrate: 1_000_000,
        active: true,
      },
    ],
    video: {
      width: 1280,
      height: 720,
      framesPerSecond: 30,
      codec: "VP8",
      frames: 300,
      freezes: 0,
      limitedBy: "bandwidth",
    },
  });
});

test("what is received: the delay is half the round trip, the buffer and the decoder", () => {
  const video = (
    emitted: number,
    delay: number,
    decoded: number,
    decodeTime: number,
    received: number,
    lost: number,
  ) => ({
    id: "V",
    type: "inbound-rtp",
    kind: "video",
    bytesReceived: received * 1_000,
    packetsReceived: received,
    packetsLost: lost,
    jitterBufferDelay: delay,
    jitterBufferEmittedCount: emitted,
    framesDecoded: decoded,
    totalDecodeTime: decodeTime,
    jitter: 0.0031,
    frameWidth: 640,
    frameHeight: 360,
  });
  const before = report(0, transport, pair, local, video(0, 0, 0, 0, 0, 0));
  const now = report(1_000, transport, pair, local, video(30, 1.2, 30, 0.06, 90, 10));
  const sample = summarize("receive", now, before, 0);
  expect(sample.jitterBuffer).toBeCloseTo(40);
  expect(sample.delay).toBeCloseTo(12 + 40 + 2);
  expect(sample.jitter).toBeCloseTo(3.1);
  expect(sample.loss).toBeCloseTo(10);
  expect(sample.bitrate).toBe(720_000);
  expect(sample.video?.framesPerSecond).toBe(30);
});

test("the route is told by the kinds of both candidates, and how the own relay is reached", () => {
  const route = (own: object, other: object) => {
    const candidates = [
      { id: "L", type: "local-candidate", protocol: "udp", ...own },
      { id: "R", type: "remote-candidate", ...other },
    ] as const;
    return summarize("receive", report(0, transport, { ...pair, remoteCandidateId: "R" }, ...candidates), null).route;
  };
  expect(route({ candidateType: "host" }, { candidateType: "prflx" })).toEqual({
    local: "host",
    remote: "prflx",
    relayProtocol: null,
  });
  expect(route({ candidateType: "relay", relayProtocol: "tls" }, { candidateType: "host" })).toEqual({
    local: "relay",
    remote: "host",
    relayProtocol: "tls",
  });
  expect(route({}, {})).toBeNull();
});

test("the first look has no rates, and a counter that began anew gives none either", () => {
  const audio = (bytesReceived: number) => ({ id: "A", type: "inbound-rtp", kind: "audio", bytesReceived });
  expect(summarize("receive", report(1_000, audio(5_000)), null, 0).bitrate).toBe(0);
  expect(summarize("receive", report(2_000, audio(10)), report(1_000, audio(5_000)), 0).bitrate).toBe(0);
});

test("an empty report is no trouble", () => {
  expect(summarize("send", report(0), null, 0)).toMatchObject({ bitrate: 0, roundTrip: null, loss: null, video: null });
});

test("loss that was made good by late packets does not turn negative", () => {
  const stream = (packetsReceived: number, packetsLost: number) => ({
    id: "V",
    type: "inbound-rtp",
    kind: "video",
    packetsReceived,
    packetsLost,
  });
  expect(summarize("receive", report(1, stream(20, 2)), report(0, stream(10, 5)), 0).loss).toBe(0);
});

test("of simulcast encodings the largest that is sent is the picture, and each has its line", () => {
  const encoding = (rid: string, width: number, bytesSent: number, active: boolean) => ({
    id: rid,
    type: "outbound-rtp",
    kind: "video",
    rid,
    active,
    bytesSent,
    frameWidth: width,
    frameHeight: (width * 9) / 16,
  });
  const before = report(
    0,
    encoding("q", 320, 0, true),
    encoding("f", 1280, 500_000, false),
    encoding("h", 640, 0, true),
  );
  const now = report(
    1_000,
    encoding("q", 320, 12_500, true),
    encoding("f", 1280, 500_000, false),
    encoding("h", 640, 62_500, true),
  );
  const sample = summarize("send", now, before, 0);
  expect(sample.video?.width).toBe(640);
  expect(sample.bitrate).toBe(600_000);
  expect(sample.layers.map((it) => `${it.rid} ${it.bitrate} ${it.active}`)).toEqual([
    "f 0 false",
    "h 500000 true",
    "q 100000 true",
  ]);
});

test("how high the picture is that goes out: the largest encoding that makes pictures, of camera and screen apart", () => {
  const encoding = (id: string, frameHeight: number, framesEncoded: number, rest: object = {}) => ({
    id,
    type: "outbound-rtp",
    kind: "video",
    rid: id,
    active: true,
    bytesSent: framesEncoded * 1_000,
    frameHeight,
    frameWidth: (frameHeight * 16) / 9,
    framesEncoded,
    ...rest,
  });
  const screen = { contentType: "screenshare" };
  const heights = (...now: ReturnType<typeof encoding>[]) => {
    const before = now.map((it) => ({ ...it, framesEncoded: 30, bytesSent: 30_000 }));
    const sample = summarize("send", report(1_000, ...now), report(0, ...before), 0);
    return [sentHeight(sample, false), sentHeight(sample, true)];
  };
  expect(heights(encoding("f", 720, 60), encoding("h", 360, 60), encoding("q", 180, 60))).toEqual([720, 0]);
  expect(heights(encoding("f", 720, 60, { active: false }), encoding("h", 360, 60))).toEqual([360, 0]);
  // What is sent again of an encoding that stands still are bytes, and no picture.
  expect(heights(encoding("f", 720, 30, { bytesSent: 40_000 }), encoding("q", 180, 60))).toEqual([180, 0]);
  // One stream of spatial layers is as high as the highest that is in it now.
  expect(heights(encoding("svc", 360, 60))).toEqual([360, 0]);
  expect(heights(encoding("f", 720, 30), encoding("s", 1_080, 60, screen))).toEqual([0, 1_080]);
  expect(heights()).toEqual([0, 0]);
});
