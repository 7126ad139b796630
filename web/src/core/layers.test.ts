import { expect, test } from "vitest";
import {
  cameraEncodings,
  layeringOf,
  makesSpatialLayers,
  onlyWanted,
  screenEncodings,
  totalBitrate,
  withoutModes,
} from "./layers";
import { qualityPreset } from "./presets";

const high = qualityPreset("high");
const wanted = (rids: string[], spatial = 0) => ({ rids: new Set(rids), spatial });
const active = (encodings: readonly RTCRtpEncodingParameters[]) =>
  encodings.filter((encoding) => encoding.active).map((encoding) => encoding.rid);

test("VP8 and H.264 go out as streams of their own, VP9 and AV1 as layers of one", () => {
  expect([null, "VP8", "H264", "VP9", "AV1"].map((codec) => layeringOf(codec as null))).toEqual([
    "simulcast",
    "simulcast",
    "simulcast",
    "svc",
    "svc",
  ]);
});

test("the best encoding comes first: each of the others has half its width and height", () => {
  expect(cameraEncodings(high, "simulcast", 1280 * 720)).toEqual([
    {
      rid: "f",
      active: true,
      maxBitrate: 1_500_000,
      maxFramerate: 30,
      scaleResolutionDownBy: 1,
      scalabilityMode: "L1T3",
    },
    {
      rid: "h",
      active: true,
      maxBitrate: 500_000,
      maxFramerate: 30,
      scaleResolutionDownBy: 2,
      scalabilityMode: "L1T3",
    },
    {
      rid: "q",
      active: true,
      maxBitrate: 150_000,
      maxFramerate: 30,
      scaleResolutionDownBy: 4,
      scalabilityMode: "L1T3",
    },
  ]);
});

test.each([
  [1920 * 1080, ["f", "h", "q"]],
  [960 * 540, ["f", "h", "q"]],
  [640 * 480, ["f", "h"]],
  [320 * 240, ["f"]],
  [0, ["f", "h", "q"]],
])("of a picture of %i pixels there are as many sizes as are worth their bits", (pixels, rids) => {
  expect(active(cameraEncodings(high, "simulcast", pixels))).toEqual(rids);
});

test("the smallest encoding that there is stays when nobody watches", () => {
  expect(active(onlyWanted(cameraEncodings(high, "simulcast", 1280 * 720), wanted([]), false))).toEqual(["q"]);
  expect(active(onlyWanted(cameraEncodings(high, "simulcast", 640 * 480), wanted([]), false))).toEqual(["h"]);
  expect(active(onlyWanted(cameraEncodings(high, "simulcast", 320 * 240), wanted([]), false))).toEqual(["f"]);
  expect(active(onlyWanted(screenEncodings(), wanted([]), false))).toEqual(["l"]);
});

test("a rid that this page does not send is nothing to it", () => {
  expect(active(onlyWanted(cameraEncodings(high, "simulcast", 640 * 480), wanted(["q", "x", "f"]), false))).toEqual([
    "f",
    "h",
  ]);
});

test.each([
  [0, "L1T3", 4, 150_000],
  [1, "L1T3", 4, 150_000],
  [2, "L2T3_KEY", 2, 500_000],
  [3, "L3T3_KEY", 1, 1_500_000],
  [9, "L3T3_KEY", 1, 1_500_000],
])("of %i spatial layers that are watched the lower ones stay what they are", (spatial, mode, scale, bitrate) => {
  const [encoding] = onlyWanted(cameraEncodings(high, "svc"), wanted([], spatial), true);
  expect(encoding).toMatchObject({ scalabilityMode: mode, scaleResolutionDownBy: scale, maxBitrate: bitrate });
});

test.each([0, 1, 2, 3])("a picture without spatial layers stays whole, though %i of them are watched", (spatial) => {
  expect(onlyWanted(cameraEncodings(high, "svc"), wanted([], spatial), false)).toEqual(cameraEncodings(high, "svc"));
});

test.each([
  ["as it began", { scalabilityMode: "L3T3_KEY", scaleResolutionDownBy: 1 }, true],
  ["less one layer", { scalabilityMode: "L2T3_KEY", scaleResolutionDownBy: 2 }, true],
  ["down to its last layer", { scalabilityMode: "L1T3", scaleResolutionDownBy: 4 }, true],
  ["in another mode than was asked for", { scalabilityMode: "L1T3", scaleResolutionDownBy: 1 }, false],
  ["where no mode is known", { scaleResolutionDownBy: 1 }, false],
  ["where no mode is known, and made smaller", { scaleResolutionDownBy: 4 }, false],
])("what an encoder makes is seen by what its sender says: %s", (_, encoding, spatial) => {
  expect(makesSpatialLayers(encoding)).toBe(spatial);
});

test("a shared screen has less of time, never of size", () => {
  expect(screenEncodings().map((encoding) => encoding.scaleResolutionDownBy)).toEqual([1, 1]);
  expect(screenEncodings().map((encoding) => encoding.maxFramerate)).toEqual([undefined, 5]);
});

test("the bits of what is active add up", () => {
  expect(totalBitrate(cameraEncodings(high, "simulcast", 1280 * 720))).toBe(2_150_000);
  expect(totalBitrate(cameraEncodings(high, "simulcast", 640 * 480))).toBe(2_000_000);
});

test("without modes everything else is the same", () => {
  expect(withoutModes([{ rid: "f", scalabilityMode: "L1T3" }])).toEqual([{ rid: "f" }]);
});
