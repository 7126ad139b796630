import { createStore, type StoreApi } from "zustand/vanilla";
import type { CaptureState, Facing, LocalMedia } from "../capture";
import { DEFAULT_QUALITY, type QualityId, type QualityPreset, qualityPreset } from "../presets";
import type { CameraSettings, FrameRate, Wish } from "./control";

/** Bits for each pixel that is sent: between two devices in a house there are enough. 3 Mbit/s for 1280x720 at 30. */
const BITS_PER_PIXEL = 0.11;

/** What image capture adds to a track (MediaStream Image Capture, 10); browsers leave out what the camera has not. */
interface CameraCapabilities extends MediaTrackCapabilities {
  readonly torch?: boolean;
  readonly zoom?: { readonly min: number; readonly max: number; readonly step?: number };
}

interface CameraTrackSettings extends MediaTrackSettings {
  readonly torch?: boolean;
  readonly zoom?: number;
}

type CameraConstraints = MediaTrackConstraintSet & { readonly torch?: boolean; readonly zoom?: number };

/** What is captured and sent at most. */
export function captureLimits(resolution: QualityId, framesPerSecond: FrameRate): QualityPreset {
  const preset = qualityPreset(resolution);
  const maxBitrate = Math.round(preset.width * preset.height * framesPerSecond * BITS_PER_PIXEL);
  return { ...preset, framesPerSecond, maxBitrate };
}

/**
 * A phone's camera and microphone as something that can be adjusted: by the person who holds it, and by the screen where that is
 * allowed. The microphone is off until the person switches it on: a phone beside a loudspeaker howls.
 */
export class PhoneCamera {
  readonly store: StoreApi<CameraSettings>;
  readonly #media: LocalMedia;
  readonly #stopFollowing: () => void;
  #facing: Facing = "environment";
  /** What is wished for and not yet begun: a slider says more than a camera can follow, and only its last word counts. */
  #wished: Wish = {};
  /** Changes come one after the other: cameras refuse what comes meanwhile. */
  #changing: Promise<void> | null = null;

  constructor(media: LocalMedia) {
    this.#media = media;
    this.store = createStore<CameraSettings>(() => ({
      resolution: DEFAULT_QUALITY,
      framesPerSecond: 30,
      canFlip: false,
      camera: "off",
      microphone: "off",
    }));
    this.#stopFollowing = media.store.subscribe((now, before) => this.#follow(now, before));
  }

  /** What is captured and sent at most at the moment. */
  get limits(): QualityPreset {
    const { resolution, framesPerSecond } = this.store.getState();
    return captureLimits(resolution, framesPerSecond);
  }

  /** Switches the camera on, the one that looks away from the person where there is one. */
  async open(): Promise<void> {
    await this.#media.setQuality(this.limits);
    await this.#media.face(this.#facing);
    await this.#media.turnOn("camera");
  }

  /** Does what is wished for, as far as the camera can. */
  adjust(wish: Wish): Promise<void> {
    this.#wished = { ...this.#wished, ...wish };
    this.#changing ??= this.#adjustAll();
    return this.#changing;
  }

  /** By the person's own hand and no other way. */
  async setMicrophone(on: boolean): Promise<void> {
    if (on) await this.#media.turnOn("microphone");
    else this.#media.turnOff("microphone");
  }

  /** Switches everything off until it is opened again. */
  rest(): void {
    this.#media.turnOff("camera");
    this.#media.turnOff("microphone");
  }

  close(): void {
    this.#stopFollowing();
  }

  async #adjustAll(): Promise<void> {
    do {
      const wish = this.#wished;
      this.#wished = {};
      await this.#adjust(wish);
    } while (Object.keys(this.#wished).length > 0);
    this.#changing = null;
  }

  async #adjust({ resolution, framesPerSecond, flip, torch, zoom, mute }: Wish): Promise<void> {
    if (mute) this.#media.turnOff("microphone");
    if (flip) await this.#flip();
    if (resolution !== undefined || framesPerSecond !== undefined) {
      const { store } = this;
      store.setState({
        resolution: resolution ?? store.getState().resolution,
        framesPerSecond: framesPerSecond ?? store.getState().framesPerSecond,
      });
      await this.#media.setQuality(this.limits);
      await this.#apply({});
    }
    if (torch !== undefined) await this.#apply({ torch });
    if (zoom !== undefined) await this.#apply({ zoom });
  }

  async #flip(): Promise<void> {
    const { camera, cameras } = this.#media.store.getState();
    const facing = camera.track?.getSettings().facingMode;
    if (facing === "user" || facing === "environment") {
      this.#facing = facing === "user" ? "environment" : "user";
      await this.#media.face(this.#facing);
      return;
    }
    // A computer's cameras look nowhere in particular: the next one.
    const next = cameras[(cameras.findIndex((device) => device.deviceId === camera.deviceId) + 1) % cameras.length];
    if (next) await this.#media.choose("camera", next.deviceId);
  }

  async #apply(change: CameraConstraints): Promise<void> {
    const track = this.#media.store.getState().camera.track;
    const { torch, zoom } = this.store.getState();
    if (torch === undefined && zoom === undefined) return;
    const known = { ...(torch === undefined ? {} : { torch }), ...(zoom === undefined ? {} : { zoom: zoom.value }) };
    const { width, height, framesPerSecond } = this.limits;
    try {
      await track?.applyConstraints({
        // What is left out is given up: size and rate belong to every change.
        width: { ideal: width },
        height: { ideal: height },
        frameRate: { ideal: framesPerSecond },
        advanced: [{ ...known, ...change }],
      });
    } catch {
      // It says that it can and does not; what it really does is looked at next.
    }
    this.#look();
  }

  #follow(now: CaptureState, before: CaptureState): void {
    if (now.camera !== before.camera || now.microphone !== before.microphone || now.cameras !== before.cameras) {
      this.#look();
    }
  }

  /** Another camera, or another state of it. */
  #look(): void {
    const { camera, microphone, cameras } = this.#media.store.getState();
    const { resolution, framesPerSecond } = this.store.getState();
    const capabilities = (camera.track?.getCapabilities?.() ?? {}) as CameraCapabilities;
    const settings = (camera.track?.getSettings() ?? {}) as CameraTrackSettings;
    const { zoom } = capabilities;
    const facing = settings.facingMode;
    this.store.setState(
      {
        resolution,
        framesPerSecond,
        canFlip: cameras.length > 1,
        camera: camera.track ? "on" : "off",
        microphone: microphone.track ? "on" : "off",
        ...(facing === "user" || facing === "environment" ? { facing } : {}),
        ...(capabilities.torch ? { torch: settings.torch ?? false } : {}),
        ...(zoom && zoom.max > zoom.min
          ? { zoom: { value: settings.zoom ?? zoom.min, min: zoom.min, max: zoom.max, step: zoom.step || 0.1 } }
          : {}),
      },
      true,
    );
  }
}
