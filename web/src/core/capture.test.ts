import { beforeEach, describe, expect, test } from "vitest";
import { LocalMedia } from "./capture";
import { qualityPreset } from "./presets";

class FakeTrack extends EventTarget {
  readyState = "live";
  enabled = true;
  contentHint = "";
  constrained: unknown = null;

  constructor(
    readonly kind: string,
    readonly deviceId: string,
  ) {
    super();
  }

  getSettings() {
    return { deviceId: this.deviceId };
  }

  stop() {
    this.readyState = "ended";
  }

  async applyConstraints(constraints: unknown) {
    this.constrained = constraints;
  }

  unplug() {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }
}

/** A browser's devices: some are there, and each kind may refuse with an error of a name. */
class FakeDevices extends EventTarget {
  cameras = ["cam-1", "cam-2"];
  microphones = ["mic-1"];
  refusals: { video?: string; audio?: string } = {};
  asked: MediaStreamConstraints[] = [];

  async getUserMedia(constraints: MediaStreamConstraints) {
    this.asked.push(constraints);
    const tracks: FakeTrack[] = [];
    for (const kind of ["video", "audio"] as const) {
      const wanted = constraints[kind] as { deviceId?: { exact: string } } | undefined;
      if (!wanted) continue;
      const present = kind === "video" ? this.cameras : this.microphones;
      const refusal = this.refusals[kind];
      if (refusal) throw new DOMException("", refusal);
      const id = wanted.deviceId?.exact ?? present[0];
      if (id === undefined) throw new DOMException("", "NotFoundError");
      if (!present.includes(id)) throw new DOMException("", "OverconstrainedError");
      tracks.push(new FakeTrack(kind, id));
    }
    const of = (kind: string) => tracks.filter((track) => track.kind === kind);
    return { getTracks: () => tracks, getVideoTracks: () => of("video"), getAudioTracks: () => of("audio") };
  }

  async enumerateDevices() {
    const named = (kind: string) => (deviceId: string) => ({ kind, deviceId, label: deviceId });
    return [...this.cameras.map(named("videoinput")), ...this.microphones.map(named("audioinput"))];
  }
}

let devices: FakeDevices;
let media: LocalMedia;

beforeEach(() => {
  devices = new FakeDevices();
  media = new LocalMedia(devices as unknown as MediaDevices);
});

const state = () => media.store.getState();
const camera = () => state().camera.track as unknown as FakeTrack;
const settle = () => new Promise((resolve) => setTimeout(resolve));

test("camera and microphone come by one question", async () => {
  await media.open();
  expect(devices.asked).toHaveLength(1);
  expect(state()).toMatchObject({ camera: { status: "on" }, microphone: { status: "on" } });
  expect(state().cameras).toHaveLength(2);
});

test("an insecure page has neither, and says why", async () => {
  media = new LocalMedia(undefined);
  await media.open();
  expect(state().camera.problem).toBe("insecure");
  expect(media.canShareScreen).toBe(false);
});

test.each([
  ["NotAllowedError", "refused"],
  ["NotReadableError", "busy"],
  ["NotFoundError", "none"],
] as const)("a camera that fails with %s is %s, and does not cost the microphone", async (name, problem) => {
  devices.refusals = { video: name };
  await media.open();
  expect(state().camera).toMatchObject({ status: "problem", problem });
  expect(state().microphone.status).toBe("on");
});

test("no microphone does not cost the camera", async () => {
  devices.microphones = [];
  await media.open();
  expect(state().microphone).toMatchObject({ status: "problem", problem: "none" });
  expect(state().camera.status).toBe("on");
});

test("a camera that was remembered and is gone is replaced by another", async () => {
  await media.open({ cameraId: "cam-of-last-year" });
  expect(state().camera).toMatchObject({ status: "on", deviceId: "cam-1" });
});

describe("an unplugged camera", () => {
  beforeEach(async () => {
    await media.open();
    devices.cameras = [];
    camera().unplug();
  });

  test("is said to be unplugged", () => {
    expect(state().camera).toMatchObject({ status: "problem", problem: "unplugged", track: null });
  });

  test("is taken up again when it is back", async () => {
    devices.cameras = ["cam-1"];
    devices.dispatchEvent(new Event("devicechange"));
    await settle();
    expect(state().camera.status).toBe("on");
  });
});

test("switching off lets go of the device; that is no unplugging", async () => {
  await media.open();
  const track = camera();
  media.turnOff("camera");
  expect(track.readyState).toBe("ended");
  expect(state().camera).toMatchObject({ status: "off", problem: null });
});

test("another camera is opened only after the first was let go of", async () => {
  await media.open();
  const first = camera();
  await media.choose("camera", "cam-2");
  expect(first.readyState).toBe("ended");
  expect(state().camera).toMatchObject({ status: "on", deviceId: "cam-2" });
});

test("another quality is asked of the camera that runs, and of the next one", async () => {
  await media.open();
  await media.setQuality(qualityPreset("full"));
  expect(camera().constrained).toMatchObject({ width: { ideal: 1920 } });
  await media.choose("camera", "cam-2");
  expect(devices.asked.at(-1)?.video).toMatchObject({ width: { ideal: 1920 } });
});

test("a page that was left while the browser asked takes nothing", async () => {
  const opening = media.open();
  media.close();
  await opening;
  expect(state().camera.track).toBeNull();
});
