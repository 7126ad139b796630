// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { parseServerMessage, type Source, type Track } from "./messages";
import { SignalingClient } from "./signaling";
import { FakeSocket } from "./testing";
import { fallsShort, LayerWishes, shownHeight } from "./wishes";

let client: SignalingClient;
let tracks: Track[];
let wishes: LayerWishes;

const track = (source: Source): Track => ({
  trackId: `t-${source}`,
  participantId: "p",
  source,
  kind: source === "microphone" ? "audio" : "video",
  muted: false,
});
const told = () =>
  FakeSocket.last.sent
    .filter((message) => message.type === "layer-preference")
    .map(
      ({ trackId, maxHeight, layer, paused }) => `${trackId} ${maxHeight ?? "-"} ${layer}${paused ? " paused" : ""}`,
    );
const after = (millis: number) => vi.advanceTimersByTimeAsync(millis);

beforeEach(async () => {
  vi.useFakeTimers();
  FakeSocket.opened = [];
  tracks = [track("camera"), track("microphone")];
  client = new SignalingClient(parseServerMessage, {
    url: "ws://server/ws",
    registration: () => ({ role: "watcher", room: "r" }),
    openSocket: FakeSocket.open,
    random: () => 1,
  });
  wishes = new LayerWishes(client, () => tracks);
  client.connect();
  await after(0);
  FakeSocket.last.welcome();
});

afterEach(() => {
  wishes.close();
  client.leave();
  vi.useRealTimers();
});

test("the first size is told at once, and the last of a row of sizes when it has settled", async () => {
  wishes.show("camera", { height: 720, visible: true });
  expect(told()).toEqual(["t-camera 720 auto"]);
  for (const height of [700, 600, 500, 400, 360]) {
    wishes.show("camera", { height, visible: true });
    await after(50);
  }
  expect(told()).toHaveLength(1);
  await after(400);
  expect(told()).toEqual(["t-camera 720 auto", "t-camera 360 auto"]);
});

test("a page in the background asks for nothing after three seconds, and at once for everything when it is back", async () => {
  wishes.show("camera", { height: 720, visible: true });
  wishes.show("camera", { height: 720, visible: false });
  await after(2_900);
  expect(told()).toHaveLength(1);
  expect(wishes.isPaused("camera")).toBe(false);
  await after(200);
  expect(told().at(-1)).toBe("t-camera 720 auto paused");
  expect(wishes.isPaused("camera")).toBe(true);
  wishes.show("camera", { height: 720, visible: true });
  expect(told().at(-1)).toBe("t-camera 720 auto");
  expect(wishes.isPaused("camera")).toBe(false);
});

test("a short look into another tab is told to nobody", async () => {
  wishes.show("camera", { height: 720, visible: true });
  wishes.show("camera", { height: 720, visible: false });
  await after(1_000);
  wishes.show("camera", { height: 720, visible: true });
  await after(10_000);
  expect(told()).toHaveLength(1);
});

test("a picked quality holds for every picture", async () => {
  tracks.push(track("screen"));
  wishes.show("camera", { height: 100, visible: true });
  wishes.show("screen", { height: 900, visible: true });
  wishes.choose("low");
  expect(told().slice(-2)).toEqual(["t-camera 100 low", "t-screen 900 low"]);
});

test("a picture that comes later is told of when it comes, and a size that nobody knows is left out", () => {
  wishes.show("screen", { height: 0, visible: true });
  expect(told()).toEqual([]);
  tracks.push(track("screen"));
  wishes.tell();
  expect(told()).toEqual(["t-screen - auto"]);
});

test("a track that went and comes back is told of again: what was told at its end may have been refused", () => {
  wishes.show("camera", { height: 720, visible: true });
  wishes.choose("low");
  tracks = [];
  wishes.tell();
  tracks = [track("camera")];
  wishes.tell();
  expect(told()).toEqual(["t-camera 720 auto", "t-camera 720 low", "t-camera 720 low"]);
});

test("a server that was away hears it again, and only once", async () => {
  wishes.show("camera", { height: 720, visible: true });
  FakeSocket.last.end(1006);
  await after(100);
  FakeSocket.last.welcome({ resumed: true });
  expect(told()).toEqual([]);
  wishes.tell();
  wishes.tell();
  expect(told()).toEqual(["t-camera 720 auto"]);
});

test.each([
  [{ width: 1280, height: 720 }, { width: 1280, height: 720 }, 1, 720],
  [{ width: 360, height: 740 }, { width: 1280, height: 720 }, 3, 608],
  [{ width: 1600, height: 500 }, { width: 1280, height: 720 }, 1, 500],
  [{ width: 360, height: 640 }, { width: 0, height: 0 }, 2, 405],
  [{ width: 360, height: 640 }, { width: 720, height: 1280 }, 2, 1280],
])("in a box of %o a picture of %o at %d is %d device pixels high", (box, picture, ratio, height) => {
  expect(shownHeight(box, picture, ratio)).toBe(height);
});

const place = (shown: number, received: number) => ({ shown, received });

test.each([
  ["all that there is", "camera", "high", "auto", place(1080, 720), false],
  ["less than its place", "camera", "medium", "auto", place(720, 360), true],
  ["as much as its place", "camera", "low", "auto", place(180, 180), false],
  ["nothing known of its place", "camera", "low", "auto", undefined, true],
  ["a place of no known size", "camera", "low", "auto", place(0, 180), true],
  ["what was picked", "camera", "low", "low", place(720, 180), false],
  ["more than was picked", "camera", "medium", "low", place(720, 360), false],
  ["less than was picked", "camera", "low", "medium", place(180, 180), true],
  ["less than the best, which was picked", "camera", "medium", "high", place(180, 360), true],
  ["a screen with fewer pictures", "screen", "low", "auto", place(720, 720), true],
  ["a screen as it was picked", "screen", "low", "low", place(720, 720), false],
  ["nothing, as was wished", "camera", undefined, "auto", place(720, 0), false],
] as const)("a picture falls short of what was asked for, or not: %s", (_, source, layer, choice, heights, short) => {
  expect(fallsShort(source, { paused: !layer, ...(layer ? { layer } : {}) }, choice, heights)).toBe(short);
});
