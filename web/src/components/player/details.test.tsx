// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Viewer, type ViewerState } from "../../core";
import { testPage } from "../../testing";
import { Details } from "./details";

const page = testPage();
let viewer: Viewer;

/** What is said of the network while delay keeps its estimate down and the camera comes in its smallest size. */
async function sentence(change: Partial<ViewerState>): Promise<string> {
  const before = viewer.store.getState();
  const state: ViewerState = {
    ...before,
    room: {
      ...before.room,
      tracks: [{ trackId: "c", participantId: "p", source: "camera", kind: "video", muted: false }],
    },
    layers: { c: { paused: false, layer: "low" } },
    report: {
      type: "connection-quality",
      participantId: "me",
      level: "good",
      network: { level: "good", bitrate: 150_000, loss: 0, limitedBy: "delay" },
      server: { level: "good", delay: 1 },
    },
    ...change,
  };
  await page.show(<Details state={state} />);
  return page.place.querySelector("[data-testid=your-network]")?.textContent ?? "";
}

beforeAll(async () => {
  await import("../plot");
});

beforeEach(() => {
  viewer = new Viewer({ url: "ws://server/ws", registration: () => ({ role: "watcher", room: "r" }) });
});

afterEach(() => viewer.close());

test("the network is to blame for a picture that is smaller than its place", async () => {
  viewer.show("camera", { height: 720, visible: true }, 180);
  expect(await sentence({})).toContain("It is a little tight");
});

test("the network is not to blame for a small player, nor for what its watcher picked", async () => {
  viewer.show("camera", { height: 180, visible: true }, 180);
  expect(await sentence({})).toContain("It carries everything");
  viewer.show("camera", { height: 720, visible: true }, 180);
  expect(await sentence({ choice: "low" })).toContain("It carries everything");
  expect(await sentence({ choice: "medium" })).toContain("It is a little tight");
});

test("a picture that this page asked to have paused is not reduced by the network", async () => {
  expect(await sentence({ layers: { c: { paused: true, reason: "wish" } } })).toContain("It carries everything");
});
