// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import type { VideoCodec } from "./codecs";
import { qualityPreset } from "./presets";
import { Publisher } from "./publisher";
import { FakePeer, FakeSocket, fakeTrack } from "./testing";
import { connected, fakeBrowser, sent, settle } from "./testing-peers";

fakeBrowser();

async function publishing(codec: VideoCodec | null = null) {
  const signaling = connected("presenter");
  const publisher = new Publisher(signaling, qualityPreset("high"));
  publisher.setCodec(codec);
  publisher.setSource("camera", fakeTrack("video"));
  publisher.setSource("microphone", fakeTrack("audio"));
  await settle();
  FakeSocket.last.welcome();
  await settle();
  return { signaling, publisher };
}

const answer = async () => {
  const offered = (sent("offer").at(-1)?.tracks ?? []) as { mid: string; source: string }[];
  const tracks = offered.map((track) => ({
    ...track,
    trackId: `t-${track.source}`,
    participantId: "p",
  }));
  FakeSocket.last.say({ type: "answer", pc: "publish", sdp: "v=0\r\n", tracks });
  await settle();
  FakePeer.last.become("connected", "connected");
};

const layersWanted = (mid: string, ...layers: object[]) =>
  FakeSocket.last.say({ type: "layers-wanted", trackId: "t", mid, layers });

test("one offer names every source and its m-line", async () => {
  await publishing();
  expect(sent("offer")).toHaveLength(1);
  expect(sent("offer")[0]).toMatchObject({
    pc: "publish",
    tracks: [
      { mid: "0", source: "camera" },
      { mid: "1", source: "microphone" },
    ],
  });
});

test("the camera is limited to the preset, and again when it changes", async () => {
  const { publisher } = await publishing();
  await answer();
  await publisher.setQuality(qualityPreset("saver"));
  const [full] = FakePeer.last.transceivers[0]?.encodings ?? [];
  expect(full).toMatchObject({ rid: "f", active: true, maxBitrate: 300_000, maxFramerate: 15 });
});

test("the camera goes out in three sizes, and what nobody watches is switched off but for the smallest", async () => {
  await publishing();
  await answer();
  const camera = FakePeer.last.transceivers[0];
  const active = () => camera?.encodings.map(({ rid, active }) => `${rid}:${active}`);
  expect(active()).toEqual(["f:true", "h:true", "q:true"]);
  layersWanted("0", { rid: "f", wanted: false }, { rid: "h", wanted: true }, { rid: "q", wanted: false });
  await settle();
  expect(active()).toEqual(["f:false", "h:true", "q:true"]);
  layersWanted("0", { rid: "f", wanted: true }, { rid: "h", wanted: false }, { rid: "q", wanted: false });
  await settle();
  expect(active()).toEqual(["f:true", "h:false", "q:true"]);
});

test("a new connection begins with all layers", async () => {
  await publishing();
  await answer();
  layersWanted("0", { rid: "f", wanted: false });
  await settle();
  FakeSocket.last.say({ type: "peer-state", pc: "publish", state: "closed", eventId: 1 });
  await settle();
  await answer();
  await settle();
  expect(FakePeer.last.transceivers[0]?.encodings[0]?.active).toBe(true);
});

test("a screen that is shared again on the same m-line begins with all layers", async () => {
  const { publisher } = await publishing();
  await answer();
  const turn = async (track: MediaStreamTrack | null) => {
    publisher.setSource("screen", track);
    await settle();
    await answer();
    await settle();
  };
  await turn(fakeTrack("video"));
  layersWanted("2", { rid: "f", wanted: false }, { rid: "l", wanted: true });
  await settle();
  const screen = FakePeer.last.transceivers[2];
  expect(screen?.encodings.map((it) => it.active)).toEqual([false, true]);
  await turn(null);
  await turn(fakeTrack("video"));
  expect(FakePeer.last.transceivers).toHaveLength(3);
  expect(screen?.encodings.map((it) => it.active)).toEqual([true, true]);
});

test("a track that moves back to an m-line begins with all layers there", async () => {
  const { publisher } = await publishing();
  await answer();
  layersWanted("0", { rid: "f", wanted: false }, { rid: "h", wanted: false }, { rid: "q", wanted: true });
  await settle();
  for (const codec of ["AV1", null] as const) {
    publisher.setCodec(codec);
    await settle();
    await answer();
    await settle();
  }
  expect(FakePeer.last.transceivers[0]?.encodings.map((it) => it.active)).toEqual([true, true, true]);
});

test("a browser that knows no scalability modes sends its layers without", async () => {
  const add = FakePeer.prototype.addTransceiver;
  vi.spyOn(FakePeer.prototype, "addTransceiver").mockImplementation(function (this: FakePeer, kind, init) {
    if (init.sendEncodings.some((encoding) => encoding.scalabilityMode)) throw new TypeError("no such mode");
    return add.call(this, kind, init);
  });
  await publishing();
  const encodings = FakePeer.last.transceivers[0]?.encodings;
  expect(encodings).toHaveLength(3);
  expect(encodings?.every((encoding) => encoding.scalabilityMode === undefined)).toBe(true);
});

const layers = (...wanted: boolean[]) => wanted.map((it, spatial) => ({ spatial, wanted: it }));

test("of spatial layers those go that nobody watches, and come back", async () => {
  await publishing("AV1");
  await answer();
  await settle();
  const camera = FakePeer.last.transceivers[0];
  for (const [wanted, mode, scale] of [
    [[true, false, false], "L1T3", 4],
    [[true, true, false], "L2T3_KEY", 2],
    [[false, false, false], "L1T3", 4],
    [[true, true, true], "L3T3_KEY", 1],
  ] as const) {
    layersWanted("0", ...layers(...wanted));
    await settle();
    expect(camera?.encodings).toMatchObject([{ scalabilityMode: mode, scaleResolutionDownBy: scale }]);
  }
});

test("a browser that passes over spatial modes sends the whole picture, whatever is watched", async () => {
  FakePeer.knowsModes = false;
  await publishing("AV1");
  await answer();
  await settle();
  const camera = FakePeer.last.transceivers[0];
  layersWanted("0", ...layers(true));
  await settle();
  expect(camera?.encodings).toMatchObject([{ scaleResolutionDownBy: 1, maxBitrate: 1_500_000 }]);
});

test("an encoder that refuses a lesser mode sends the whole picture", async () => {
  await publishing("AV1");
  await answer();
  await settle();
  const camera = FakePeer.last.transceivers[0];
  const set = camera?.sender.setParameters;
  if (!camera || !set) throw new Error("no camera");
  camera.sender.setParameters = async (parameters) => {
    const [encoding] = parameters.encodings as Record<string, unknown>[];
    if (encoding?.scalabilityMode === "L1T3") throw new TypeError("no such mode");
    return set(parameters);
  };
  layersWanted("0", ...layers(true, false, false));
  await settle();
  expect(camera.encodings).toMatchObject([{ scaleResolutionDownBy: 1, maxBitrate: 1_500_000 }]);
  expect(camera.encodings[0]?.scalabilityMode).toBeUndefined();
});

test("a shared screen keeps its size when bits are short", async () => {
  const { publisher } = await publishing();
  publisher.setSource("screen", fakeTrack("video"));
  await answer();
  await settle();
  await answer();
  await settle();
  const screen = FakePeer.last.transceivers[2];
  expect(screen?.parameters.degradationPreference).toBe("maintain-resolution");
  expect(screen?.encodings.map((it) => it.scaleResolutionDownBy)).toEqual([1, 1]);
  expect(screen?.encodings[1]).toMatchObject({ rid: "l", maxFramerate: 5 });
});

test("no encoder starts before there is a path to send on", async () => {
  await publishing();
  expect(FakePeer.last.transceivers[0]?.sender.track).toBeNull();
  await answer();
  expect(FakePeer.last.transceivers[0]?.sender.track).not.toBeNull();
});

test("another device of the same source needs no negotiation", async () => {
  const { publisher } = await publishing();
  await answer();
  const next = fakeTrack("video");
  publisher.setSource("camera", next);
  await settle();
  expect(sent("offer")).toHaveLength(1);
  expect(FakePeer.last.transceivers[0]?.sender.track).toBe(next);
});

test("a screen comes by a new offer, goes by an inactive m-line, and comes back on the same one", async () => {
  const { publisher } = await publishing();
  await answer();
  publisher.setSource("screen", fakeTrack("video"));
  await settle();
  await answer();
  publisher.setSource("screen", null);
  await settle();
  expect(FakePeer.last.transceivers[2]?.direction).toBe("inactive");
  expect(sent("offer").at(-1)?.tracks).toHaveLength(2);
  await answer();
  publisher.setSource("screen", fakeTrack("video"));
  await settle();
  expect(FakePeer.last.transceivers).toHaveLength(3);
  expect(sent("offer").at(-1)?.tracks).toContainEqual({ mid: "2", source: "screen" });
});

test("what changes while an answer is awaited goes into the next offer", async () => {
  const { publisher } = await publishing();
  publisher.setSource("screen", fakeTrack("video"));
  await settle();
  expect(sent("offer")).toHaveLength(1);
  await answer();
  expect(sent("offer")).toHaveLength(2);
});

test("an offer whose socket died is said again on resume", async () => {
  await publishing();
  FakeSocket.last.end(1006);
  await vi.advanceTimersByTimeAsync(100);
  FakeSocket.last.welcome({ resumed: true });
  await settle();
  expect(sent("offer")).toHaveLength(1);
  expect(FakePeer.made).toHaveLength(1);
});

test("an offer names what was offered, whatever codec is picked while it is on its way", async () => {
  const { publisher } = await publishing();
  const offered = [
    { mid: "0", source: "camera" },
    { mid: "1", source: "microphone" },
  ];
  publisher.setCodec("AV1");
  FakeSocket.last.end(1006);
  await vi.advanceTimersByTimeAsync(100);
  FakeSocket.last.welcome({ resumed: true });
  await settle();
  expect(sent("offer").map((it) => it.tracks)).toEqual([offered]);
  await answer();
  expect(sent("offer").at(-1)?.tracks).toContainEqual({ mid: "2", source: "camera" });
  await answer();
  // Between the making of an offer and its sending.
  publisher.setSource("screen", fakeTrack("video"));
  publisher.setCodec(null);
  await settle();
  expect(sent("offer").at(-1)?.tracks).toContainEqual({ mid: "2", source: "camera" });
  await answer();
  expect(sent("offer").at(-1)?.tracks).toContainEqual({ mid: "0", source: "camera" });
});

test("a server that forgot everything gets a new connection with the same sources", async () => {
  await publishing();
  await answer();
  FakeSocket.last.end(1006);
  await vi.advanceTimersByTimeAsync(100);
  FakeSocket.last.welcome({ resumed: false });
  await settle();
  expect(FakePeer.made).toHaveLength(2);
  expect(FakePeer.made[0]?.closed).toBe(true);
  expect(sent("offer")[0]?.tracks).toHaveLength(2);
});

test("an answer that never comes starts everything anew", async () => {
  await publishing();
  await vi.advanceTimersByTimeAsync(8_200);
  expect(FakeSocket.opened).toHaveLength(2);
  FakeSocket.last.welcome({ resumed: true });
  await settle();
  expect(FakePeer.made.length).toBeGreaterThan(1);
  expect(sent("offer").length).toBeGreaterThan(0);
});

test("a muted source is said to be muted as soon as the server knows it, and again after a rebuild", async () => {
  const { publisher } = await publishing();
  publisher.present("microphone", fakeTrack("audio"), true);
  expect(sent("track-muted")).toHaveLength(0);
  await answer();
  expect(sent("track-muted")).toEqual([{ type: "track-muted", trackId: "t-microphone", muted: true }]);
  FakeSocket.last.say({ type: "peer-state", pc: "publish", state: "closed", eventId: 1 });
  await settle();
  await answer();
  expect(sent("track-muted")).toHaveLength(2);
});

test("an unplugged camera keeps its m-line and comes back without an offer", async () => {
  const { publisher } = await publishing();
  await answer();
  publisher.present("camera", null, false);
  expect(FakePeer.last.transceivers[0]?.sender.track).toBeNull();
  expect(sent("track-muted").at(-1)).toMatchObject({ trackId: "t-camera", muted: true });
  const back = fakeTrack("video");
  publisher.present("camera", back, false);
  expect(FakePeer.last.transceivers[0]?.sender.track).toBe(back);
  expect(sent("track-muted").at(-1)).toMatchObject({ muted: false });
  expect(sent("offer")).toHaveLength(1);
});

test("another codec of the same kind is negotiated on the same m-line", async () => {
  const { publisher } = await publishing();
  await answer();
  publisher.setCodec("H264");
  await settle();
  expect(FakePeer.last.transceivers[0]?.preferences[0]).toEqual({ mimeType: "video/H264" });
  expect(FakePeer.last.transceivers).toHaveLength(2);
  expect(sent("offer")).toHaveLength(2);
});

test("a codec with layers of its own gets an m-line of its own, and the old one falls silent and is used again", async () => {
  const { publisher } = await publishing();
  await answer();
  publisher.setCodec("AV1");
  await settle();
  const [simulcast, , svc] = FakePeer.last.transceivers;
  expect(simulcast?.direction).toBe("inactive");
  expect(simulcast?.sender.track).toBeNull();
  expect(svc?.preferences[0]).toEqual({ mimeType: "video/AV1" });
  expect(svc?.encodings).toMatchObject([{ scalabilityMode: "L3T3_KEY" }]);
  expect(sent("offer").at(-1)?.tracks).toEqual([
    { mid: "2", source: "camera" },
    { mid: "1", source: "microphone" },
  ]);
  await answer();
  await settle();
  expect(svc?.sender.track).not.toBeNull();
  layersWanted("2", { spatial: 0, wanted: true }, { spatial: 1, wanted: true }, { spatial: 2, wanted: false });
  await settle();
  expect(svc?.encodings).toMatchObject([{ scalabilityMode: "L2T3_KEY", scaleResolutionDownBy: 2 }]);
  publisher.setCodec(null);
  await settle();
  await answer();
  await settle();
  expect(FakePeer.last.transceivers).toHaveLength(3);
  expect(simulcast?.direction).toBe("sendonly");
  expect(simulcast?.sender.track).not.toBeNull();
  expect(svc?.sender.track).toBeNull();
});

test.each([
  [true, "AV1"],
  [false, "VP8"],
])("a screen beside a camera in AV1 has its two encodings where modes are known: %s, in %s", async (known, codec) => {
  FakePeer.knowsModes = known;
  const { publisher } = await publishing();
  await answer();
  publisher.setSource("screen", fakeTrack("video"));
  await settle();
  await answer();
  publisher.setCodec("AV1");
  await settle();
  const [, , screen, camera] = FakePeer.last.transceivers;
  expect(screen?.encodings).toMatchObject([{ rid: "f" }, { rid: "l", maxFramerate: 5 }]);
  expect(screen?.preferences[0]).toEqual({ mimeType: `video/${codec}` });
  expect(camera?.preferences[0]).toEqual({ mimeType: "video/AV1" });
});

test("an offer that the server refuses is not repeated; its sentence is kept", async () => {
  const { publisher } = await publishing();
  FakeSocket.last.say({ type: "error", code: "bad-sdp", message: "No codec in common.", requestType: "offer" });
  await vi.advanceTimersByTimeAsync(9_000);
  expect(publisher.store.getState().refusal).toBe("No codec in common.");
  expect(sent("offer")).toHaveLength(1);
});

test("what sends a source is known while its pictures are to go out, and no longer", async () => {
  const { publisher } = await publishing();
  expect(publisher.sender("camera")).toBeNull();
  await answer();
  expect(publisher.sender("camera")).toBe(FakePeer.last.transceivers[0]?.sender);
  expect(publisher.sender("screen")).toBeNull();
  publisher.present("camera", fakeTrack("video"), true);
  expect(publisher.sender("camera")).toBeNull();
  publisher.present("camera", fakeTrack("video"), false);
  expect(publisher.sender("camera")).not.toBeNull();
  publisher.present("camera", null, false);
  expect(publisher.sender("camera")).toBeNull();
});
