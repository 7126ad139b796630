import { expect, test } from "vitest";
import { LocalMedia } from "../capture";
import { captureLimits, PhoneCamera } from "./phone-camera";

/** A phone with two cameras, of which the back one has a light and a zoom. */
function phone() {
  const asked: MediaStreamConstraints[] = [];
  const applied: MediaTrackConstraints[] = [];
  const devices = Object.assign(new EventTarget(), {
    getUserMedia: async (wanted: MediaStreamConstraints) => {
      asked.push(wanted);
      const video = wanted.video as MediaTrackConstraints | undefined;
      const facing = (video?.facingMode as { ideal: string } | undefined)?.ideal ?? "environment";
      const real: Record<string, unknown> = { facingMode: facing, deviceId: facing, zoom: 1, torch: false };
      const track = Object.assign(new EventTarget(), {
        kind: video ? "video" : "audio",
        stop: () => undefined,
        getSettings: () => real,
        getCapabilities: () => (facing === "environment" ? { torch: true, zoom: { min: 1, max: 4, step: 0.5 } } : {}),
        applyConstraints: async (constraints: MediaTrackConstraints) => {
          applied.push(constraints);
          Object.assign(real, ...(constraints.advanced ?? []));
        },
      });
      return { getTracks: () => [track], getVideoTracks: () => [track] };
    },
    enumerateDevices: async () => ["environment", "user"].map((deviceId) => ({ kind: "videoinput", deviceId })),
  });
  const media = new LocalMedia(devices as unknown as MediaDevices);
  return { media, camera: new PhoneCamera(media), asked, applied };
}

test("the back camera comes first, without the microphone", async () => {
  const { camera, asked } = phone();
  await camera.open();
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 } } });
  expect(asked[0]).not.toHaveProperty("audio");
  expect(camera.store.getState()).toEqual({
    resolution: "high",
    framesPerSecond: 30,
    facing: "environment",
    canFlip: true,
    torch: false,
    zoom: { value: 1, min: 1, max: 4, step: 0.5 },
    camera: "on",
    microphone: "off",
  });
});

test("the other camera has no light, and is not said to", async () => {
  const { camera } = phone();
  await camera.open();
  await camera.adjust({ flip: true });
  const settings = camera.store.getState();
  expect(settings).toMatchObject({ facing: "user", camera: "on" });
  expect(settings).not.toHaveProperty("torch");
  expect(settings).not.toHaveProperty("zoom");
});

test("a change of one thing leaves the others as they are", async () => {
  const { camera, applied } = phone();
  await camera.open();
  await camera.adjust({ torch: true });
  await camera.adjust({ zoom: 2.5 });
  expect(applied.at(-1)).toMatchObject({ width: { ideal: 1280 }, advanced: [{ torch: true, zoom: 2.5 }] });
  expect(camera.store.getState()).toMatchObject({ torch: true, zoom: { value: 2.5 } });
  await camera.adjust({ resolution: "saver", framesPerSecond: 60 });
  expect(applied.at(-1)).toMatchObject({
    width: { ideal: 640 },
    frameRate: { ideal: 60 },
    advanced: [{ torch: true, zoom: 2.5 }],
  });
});

test("of what a slider says while the camera is busy the last word counts", async () => {
  const { camera, applied } = phone();
  await camera.open();
  await Promise.all([1.5, 2, 2.5, 3].map((zoom) => camera.adjust({ zoom })));
  expect(applied.filter((it) => it.advanced).map((it) => it.advanced)).toEqual([
    [{ torch: false, zoom: 1.5 }],
    [{ torch: false, zoom: 3 }],
  ]);
});

test("bits follow from the pixels", () => {
  expect(captureLimits("high", 30).maxBitrate).toBe(3_041_280);
  expect(captureLimits("saver", 15)).toMatchObject({ width: 640, framesPerSecond: 15, maxBitrate: 380_160 });
});
