// @vitest-environment happy-dom
import { act } from "react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Source, Viewer, type ViewerState } from "../../core";
import { testPage } from "../../testing";
import { Player } from "./player";

const page = testPage();
let viewer: Viewer;

const track = (source: Source, muted = false) =>
  ({ trackId: source, participantId: "p", source, kind: "video", muted }) as const;

/** A shared screen that runs, with the camera in its corner. */
async function show(change: Partial<ViewerState> = {}): Promise<void> {
  const stream = () => Object.assign(new MediaStream(), { getVideoTracks: () => [{}] });
  const before = viewer.store.getState();
  const state: ViewerState = {
    ...before,
    phase: "live",
    wanted: true,
    camera: stream(),
    screen: stream(),
    room: { ...before.room, state: "live", tracks: [track("screen"), track("camera")] },
    ...change,
  };
  const nothing = () => undefined;
  const rest = { details: false, onDetails: nothing, onLookAgain: nothing, onShown: nothing };
  await page.show(<Player streamId="s" title="Ours" viewer={viewer} state={state} {...rest} />);
  await act(async () => {
    for (const video of page.place.querySelectorAll("video")) {
      Object.defineProperty(video, "videoWidth", { value: 640, configurable: true });
      video.dispatchEvent(new Event("loadeddata"));
    }
  });
}

const inset = () => page.place.querySelector("[data-testid=inset-paused]")?.textContent ?? null;

beforeEach(() => {
  viewer = new Viewer({ url: "ws://server/ws", registration: () => ({ role: "watcher", room: "r" }) });
});

afterEach(() => viewer.close());

test.each([
  ["network", "Paused: your network"],
  ["server", "Paused: the server"],
] as const)("a camera in the corner that is paused by the %s says so", async (reason, words) => {
  await show({ layers: { camera: { paused: true, reason } } });
  expect(inset()).toBe(`Camera of the presenter: ${words}`);
});

test("a camera in the corner that runs, or was hidden by the presenter, says nothing", async () => {
  await show({ layers: { camera: { paused: false, layer: "low" } } });
  expect(inset()).toBeNull();
  const { room } = viewer.store.getState();
  await show({
    layers: { camera: { paused: true, reason: "network" } },
    room: { ...room, state: "live", tracks: [track("screen"), track("camera", true)] },
  });
  expect(inset()).toBeNull();
});

test("a large picture that is paused speaks for itself", async () => {
  const { room } = viewer.store.getState();
  await show({
    screen: null,
    layers: { camera: { paused: true, reason: "network" } },
    room: { ...room, state: "live", tracks: [track("camera")] },
  });
  expect(inset()).toBeNull();
  expect(page.place.querySelector("[role=status]")?.textContent).toContain("The picture is paused: your network");
});
