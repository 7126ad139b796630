// @vitest-environment happy-dom
import { act } from "react";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type ConnectionQuality, type LayerSample, LocalMedia, Presenter, type Sampled } from "../../core";
import type { Studio } from "../../hooks/studio";
import { testPage } from "../../testing";
import { Network } from "./network";

const page = testPage();
let presenter: Presenter;

const layer = (height: number, rest: Partial<LayerSample> = {}): LayerSample => ({
  mid: "0",
  rid: "f",
  screen: false,
  width: (height * 16) / 9,
  height,
  framesPerSecond: 30,
  bitrate: height * 1_000,
  active: true,
  ...rest,
});

const report = (watchers: ConnectionQuality["watchers"]): ConnectionQuality => ({
  type: "connection-quality",
  participantId: "p",
  level: "good",
  network: { level: "good", bitrate: 1, loss: 0 },
  server: { level: "good", delay: 1 },
  watchers,
});

/** A second of the broadcast. */
function sample(second: number, layers: readonly LayerSample[], rest: Partial<Sampled> = {}): Sampled {
  return {
    at: second * 1_000,
    bitrate: 1_000_000,
    roundTrip: 20,
    loss: 0,
    video: null,
    layers,
    protocol: "udp",
    route: null,
    available: 2_000_000,
    jitter: null,
    jitterBuffer: null,
    delay: null,
    report: null,
    freezes: 0,
    ...rest,
  };
}

async function show(...samples: Sampled[]): Promise<void> {
  await act(async () => presenter.store.setState({ samples, report: samples.at(-1)?.report ?? null }));
  await page.show(<Network studio={{ presenter } as Studio} />);
}

const figure = (testId: string) => page.place.querySelector(`[data-testid=${testId}]`)?.textContent;
const sentences = () =>
  [...page.place.querySelectorAll("[role=img]")].map((plot) => plot.getAttribute("aria-label") ?? "");
const sentence = (name: string) => sentences().find((it) => it.startsWith(name));

beforeAll(async () => {
  await import("../plot");
});

beforeEach(() => {
  presenter = new Presenter(new LocalMedia(), {
    url: "ws://server/ws",
    registration: async () => ({ role: "presenter", room: "r" }),
  });
});

afterEach(() => presenter.close());

test("the height of the largest picture that goes out is plotted, and none is no height", async () => {
  const off = layer(720, { active: false });
  await show(sample(0, [layer(720), layer(180, { rid: "q" })]), sample(60, [off, layer(180, { rid: "q" })]));
  expect(figure("sent-height")).toBe("180 px");
  expect(sentence("Height")).toBe("Height of the picture over the last 1 min: from 180 px to 720 px.");
  await show(sample(0, [layer(720), layer(180, { rid: "q" })]), sample(60, [off]));
  expect(figure("sent-height")).toBe("0 px");
});

test("a shared screen has a line of its own, and the words for both", async () => {
  await show(sample(0, [layer(720)]));
  expect(sentence("Height")).not.toContain("Dashed");
  await show(sample(0, [layer(720)]), sample(60, [layer(360), layer(1_080, { mid: "2", screen: true })]));
  expect(figure("sent-height")).toBe("360 px");
  expect(sentence("Height")).toContain("from 360 px to 720 px. Dashed: from 0 px to 1080 px.");
  expect(page.place.textContent).toContain("Line: the camera. Dashed: the screen.");
});

test("freezes are counted by the second, and a camera that is off has none", async () => {
  await show(sample(0, []), sample(30, [], { freezes: 2 }));
  expect(figure("new-freezes")).toBe("2");
  expect(sentence("Freezes")).toBe("Freezes in a second over the last 30 s: from 0 to 2.");
  await show(sample(0, [], { freezes: null }));
  expect(figure("new-freezes")).toBe("–");
  expect(sentence("Freezes")).toBe("Freezes in a second: no figures yet.");
});

test("watchers in trouble are those whose connection is poor or lost", async () => {
  await show(
    sample(0, [], { report: report({ good: 5, fair: 0, poor: 0, lost: 0 }) }),
    sample(10, [], { report: report({ good: 2, fair: 1, poor: 1, lost: 1 }) }),
  );
  expect(figure("troubled-watchers")).toBe("2");
  expect(sentence("Watchers in trouble")).toContain("from 0 to 2");
});

test("every plot has a sentence", async () => {
  await show(sample(0, [layer(720)], { report: report({ good: 1, fair: 0, poor: 0, lost: 0 }) }));
  expect(sentences()).toHaveLength(7);
  for (const each of sentences()) expect(each).toMatch(/ over the last 0 s: /);
});
