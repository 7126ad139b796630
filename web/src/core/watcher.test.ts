// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { FakePeer, FakeSocket } from "./testing";
import { connected, fakeBrowser, offer, sent, settle } from "./testing-peers";
import { Watcher } from "./watcher";

fakeBrowser();

async function watching() {
  const signaling = connected("watcher");
  const watcher = new Watcher(signaling);
  watcher.play();
  await settle();
  FakeSocket.last.welcome();
  await settle();
  return { signaling, watcher };
}

test("media is asked for once registered, and each offer answered by its id", async () => {
  await watching();
  expect(sent("subscribe")).toHaveLength(1);
  offer("o1", "camera", "microphone");
  await settle();
  expect(sent("answer")).toMatchObject([{ pc: "subscribe", offerId: "o1", sdp: "answer" }]);
});

test("camera and microphone are one stream, the screen another, and streams stay the same while tracks change", async () => {
  const { watcher } = await watching();
  offer("o1", "camera", "microphone");
  await settle();
  const before = watcher.store.getState().camera;
  expect(before?.getTracks()).toHaveLength(2);
  offer("o2", "camera", "microphone", "screen");
  await settle();
  expect(watcher.store.getState().camera).toBe(before);
  expect(watcher.store.getState().screen?.getTracks()).toHaveLength(1);
  offer("o3", "camera");
  await settle();
  expect(watcher.store.getState().screen).toBeNull();
  expect(before?.getTracks()).toHaveLength(1);
});

test("a resumed socket leaves the connection alone", async () => {
  await watching();
  offer("o1", "camera");
  await settle();
  FakeSocket.last.end(1006);
  await vi.advanceTimersByTimeAsync(100);
  FakeSocket.last.welcome({ resumed: true });
  await settle();
  expect(sent("subscribe")).toHaveLength(0);
  expect(FakePeer.made).toHaveLength(1);
});

test("relays are those that the server gave last, for a connection that lives on too", async () => {
  await watching();
  offer("o1", "camera");
  await settle();
  expect(FakePeer.last.configuration.iceServers).toEqual([]);
  FakeSocket.last.end(1006);
  await vi.advanceTimersByTimeAsync(100);
  const relay = { urls: ["turn:live.example.org:3478?transport=udp"], username: "1:media:p", credential: "c" };
  FakeSocket.last.welcome({ resumed: true, turnConfig: { iceServers: [relay] } });
  await settle();
  expect(FakePeer.made).toHaveLength(1);
  expect(FakePeer.last.configuration).toEqual({ iceServers: [relay], bundlePolicy: "max-bundle" });
});

test("after a restart of the server the old picture stays until the new one is there", async () => {
  const { watcher } = await watching();
  offer("o1", "camera");
  await settle();
  const shown = watcher.store.getState().camera;
  FakeSocket.last.end(1006);
  FakePeer.last.become("failed", "failed");
  await vi.advanceTimersByTimeAsync(100);
  FakeSocket.last.welcome({ resumed: false });
  await settle();
  expect(sent("subscribe")).toHaveLength(1);
  expect(watcher.store.getState().camera).toBe(shown);
  offer("o1", "camera");
  await settle();
  expect(FakePeer.made).toHaveLength(2);
  expect(watcher.store.getState().camera?.getTracks()).toEqual([FakePeer.last.transceivers[0]?.receiver.track]);
});

test("a connection that the server gave up is asked for anew", async () => {
  await watching();
  offer("o1", "camera");
  await settle();
  FakeSocket.last.say({ type: "peer-state", pc: "subscribe", state: "closed", eventId: 1 });
  await settle();
  expect(sent("subscribe")).toHaveLength(2);
  expect(FakePeer.made[0]?.closed).toBe(true);
});

test("paused means that nothing is sent, and a late offer is not answered", async () => {
  const { watcher } = await watching();
  offer("o1", "camera");
  await settle();
  watcher.pause();
  offer("o2", "camera");
  await settle();
  expect(sent("unsubscribe")).toHaveLength(1);
  expect(sent("answer")).toHaveLength(1);
  watcher.play();
  expect(sent("subscribe")).toHaveLength(2);
});

test("what was said of a track's layers goes with the track", async () => {
  const { watcher } = await watching();
  offer("o1", "camera", "screen");
  await settle();
  const layer = { type: "track-layer", layer: "low", paused: true, reason: "network" };
  FakeSocket.last.say({ ...layer, eventId: 1, trackId: "camera" });
  FakeSocket.last.say({ ...layer, eventId: 2, trackId: "screen" });
  expect(Object.keys(watcher.store.getState().layers)).toEqual(["camera", "screen"]);
  FakeSocket.last.say({ type: "track-unpublished", eventId: 3, trackId: "screen" });
  expect(Object.keys(watcher.store.getState().layers)).toEqual(["camera"]);
});

test("a path that failed is restarted by the server's new offer on the same connection", async () => {
  await watching();
  offer("o1", "camera");
  await settle();
  FakePeer.last.become("connected", "connected");
  FakePeer.last.become("failed", "failed");
  expect(sent("ice-restart")).toEqual([{ type: "ice-restart", pc: "subscribe" }]);
  offer("o2", "camera");
  await settle();
  expect(FakePeer.made).toHaveLength(1);
});
