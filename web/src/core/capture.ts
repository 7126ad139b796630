import { createStore, type StoreApi } from "zustand/vanilla";
import { type QualityPreset, qualityPreset } from "./presets";

export type DeviceKind = "camera" | "microphone";

/** Why a device gives nothing. Each has its own sentence on the page. */
export type CaptureProblem = "insecure" | "refused" | "busy" | "none" | "unplugged";

/** Which way a phone's camera looks: at the person, or away from them. */
export type Facing = "user" | "environment";

/** `off` is chosen by the person; `problem` is not. */
export type DeviceStatus = "idle" | "asking" | "on" | "off" | "problem";

export interface DeviceState {
  readonly status: DeviceStatus;
  readonly track: MediaStreamTrack | null;
  /** The device in use or, while off, to be used; null for the browser's choice. */
  readonly deviceId: string | null;
  readonly problem: CaptureProblem | null;
}

export interface ScreenState {
  readonly video: MediaStreamTrack | null;
  readonly audio: MediaStreamTrack | null;
}

export interface CaptureState {
  readonly camera: DeviceState;
  readonly microphone: DeviceState;
  readonly screen: ScreenState;
  readonly cameras: readonly MediaDeviceInfo[];
  readonly microphones: readonly MediaDeviceInfo[];
}

const IDLE: DeviceState = { status: "idle", track: null, deviceId: null, problem: null };

/** Browsers tell of a refused or missing device by the name of what `getUserMedia` throws (Media Capture, 10.2). */
export function captureProblem(error: unknown): CaptureProblem {
  switch (error instanceof Error ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "refused";
    case "NotFoundError":
    case "OverconstrainedError":
      return "none";
    default:
      return "busy"; // NotReadableError, AbortError: there is a device and it does not start
  }
}

/**
 * The person's own camera, microphone and screen.
 *
 * Every step ends in a state, never in an exception: a device that does not start leaves a `problem`, and everything
 * else goes on without it. A device that was unplugged and comes back is taken up again by itself.
 */
export class LocalMedia {
  readonly store: StoreApi<CaptureState> = createStore<CaptureState>(() => ({
    camera: IDLE,
    microphone: IDLE,
    screen: { video: null, audio: null },
    cameras: [],
    microphones: [],
  }));
  readonly #devices: MediaDevices | undefined;
  readonly #stop = new AbortController();
  #quality: QualityPreset = qualityPreset("high");
  #facing: Facing | null = null;

  /** @param devices the browser's, which is undefined in an insecure context */
  constructor(devices: MediaDevices | undefined = globalThis.navigator?.mediaDevices) {
    this.#devices = devices;
    devices?.addEventListener?.("devicechange", () => void this.#devicesChanged(), { signal: this.#stop.signal });
  }

  /**
   * Switches camera and microphone on, asking the person once where the browser has to ask. Where the two together are
   * refused each is tried alone, so that a missing camera does not cost the microphone.
   */
  async open(choice: { cameraId?: string | null; microphoneId?: string | null } = {}): Promise<void> {
    if (choice.cameraId) this.#set("camera", { deviceId: choice.cameraId });
    if (choice.microphoneId) this.#set("microphone", { deviceId: choice.microphoneId });
    if (!this.#devices) {
      this.#fail("camera", "insecure");
      this.#fail("microphone", "insecure");
      return;
    }
    this.#set("camera", { status: "asking", problem: null });
    this.#set("microphone", { status: "asking", problem: null });
    try {
      const stream = await this.#devices.getUserMedia({
        video: this.#constraints("camera"),
        audio: this.#constraints("microphone"),
      });
      this.#take("camera", stream.getVideoTracks()[0]);
      this.#take("microphone", stream.getAudioTracks()[0]);
      await this.#list();
    } catch {
      await this.turnOn("camera");
      await this.turnOn("microphone");
    }
  }

  /** Switches one device on. */
  async turnOn(kind: DeviceKind): Promise<void> {
    if (!this.#devices) {
      this.#fail(kind, "insecure");
      return;
    }
    this.#set(kind, { status: "asking", problem: null });
    const wanted = this.#constraints(kind);
    try {
      this.#take(kind, await this.#get(kind, wanted));
    } catch (error) {
      // A remembered device that is gone: any other will do.
      const fallback = captureProblem(error) === "none" && this.#state(kind).deviceId !== null;
      if (!fallback) return this.#fail(kind, captureProblem(error));
      this.#set(kind, { deviceId: null });
      try {
        this.#take(kind, await this.#get(kind, this.#constraints(kind)));
      } catch (again) {
        return this.#fail(kind, captureProblem(again));
      }
    }
    await this.#list();
  }

  /** Switches one device off; its light goes out. */
  turnOff(kind: DeviceKind): void {
    this.#state(kind).track?.stop();
    this.#set(kind, { status: "off", track: null, problem: null });
  }

  /** Uses another camera or microphone. */
  async choose(kind: DeviceKind, deviceId: string): Promise<void> {
    const { status, track } = this.#state(kind);
    this.#set(kind, { deviceId });
    if (status === "off") return;
    track?.stop(); // phones open one camera at a time
    await this.turnOn(kind);
  }

  /** Uses a camera that looks this way, where there is one. */
  async face(facing: Facing): Promise<void> {
    const { status, track } = this.#state("camera");
    this.#facing = facing;
    this.#set("camera", { deviceId: null });
    if (status === "idle" || status === "off") return;
    track?.stop();
    await this.turnOn("camera");
  }

  /** Captures in this size and rate from now on, where the camera can. */
  async setQuality(quality: QualityPreset): Promise<void> {
    this.#quality = quality;
    const { track } = this.#state("camera");
    try {
      await track?.applyConstraints(videoConstraints(quality));
    } catch {
      // The camera has no such mode and stays in its own; the encoder's limits hold all the same.
    }
  }

  /**
   * Lets the person pick a screen, window or tab.
   *
   * @returns false where the picker was dismissed or the browser has none
   */
  async shareScreen(): Promise<boolean> {
    if (!this.#devices?.getDisplayMedia) return false;
    let stream: MediaStream;
    try {
      stream = await this.#devices.getDisplayMedia({ video: { frameRate: { max: 30 } }, audio: true });
    } catch {
      return false;
    }
    this.stopScreen();
    const video = stream.getVideoTracks()[0] ?? null;
    if (video) {
      video.contentHint = "detail";
      video.addEventListener("ended", () => this.store.getState().screen.video === video && this.stopScreen());
    }
    this.store.setState({ screen: { video, audio: stream.getAudioTracks()[0] ?? null } });
    return video !== null;
  }

  /** Ends the sharing. */
  stopScreen(): void {
    const { video, audio } = this.store.getState().screen;
    video?.stop();
    audio?.stop();
    this.store.setState({ screen: { video: null, audio: null } });
  }

  /** Whether this browser can share a screen; phones cannot. */
  get canShareScreen(): boolean {
    return this.#devices !== undefined && "getDisplayMedia" in this.#devices;
  }

  /** Switches everything off. */
  close(): void {
    this.#stop.abort();
    this.#state("camera").track?.stop();
    this.#state("microphone").track?.stop();
    this.stopScreen();
    this.store.setState({ camera: IDLE, microphone: IDLE });
  }

  async #get(kind: DeviceKind, constraints: MediaTrackConstraints): Promise<MediaStreamTrack | undefined> {
    const stream = await this.#devices?.getUserMedia(
      kind === "camera" ? { video: constraints } : { audio: constraints },
    );
    return stream?.getTracks()[0];
  }

  #constraints(kind: DeviceKind): MediaTrackConstraints {
    const { deviceId } = this.#state(kind);
    const device = deviceId ? { deviceId: { exact: deviceId } } : {};
    if (kind === "camera" && !deviceId && this.#facing) {
      return { ...videoConstraints(this.#quality), facingMode: { ideal: this.#facing } };
    }
    if (kind === "camera") return { ...videoConstraints(this.#quality), ...device };
    return { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...device };
  }

  #take(kind: DeviceKind, track: MediaStreamTrack | undefined): void {
    if (!track) {
      this.#fail(kind, "none");
      return;
    }
    if (this.#stop.signal.aborted) {
      track.stop(); // the page was left while the browser asked
      return;
    }
    if (kind === "camera") track.contentHint = "motion";
    track.addEventListener("ended", () => {
      if (this.#state(kind).track === track) this.#fail(kind, "unplugged");
    });
    this.#set(kind, {
      status: "on",
      track,
      problem: null,
      deviceId: track.getSettings().deviceId ?? this.#state(kind).deviceId,
    });
  }

  #fail(kind: DeviceKind, problem: CaptureProblem): void {
    this.#set(kind, { status: "problem", track: null, problem });
  }

  async #devicesChanged(): Promise<void> {
    await this.#list();
    const { cameras, microphones } = this.store.getState();
    for (const [kind, present] of [
      ["camera", cameras.length],
      ["microphone", microphones.length],
    ] as const) {
      const { problem } = this.#state(kind);
      if (present > 0 && (problem === "unplugged" || problem === "none")) await this.turnOn(kind);
    }
  }

  async #list(): Promise<void> {
    const all = (await this.#devices?.enumerateDevices()) ?? [];
    this.store.setState({
      cameras: all.filter((device) => device.kind === "videoinput" && device.deviceId !== ""),
      microphones: all.filter((device) => device.kind === "audioinput" && device.deviceId !== ""),
    });
  }

  #state(kind: DeviceKind): DeviceState {
    return this.store.getState()[kind];
  }

  #set(kind: DeviceKind, change: Partial<DeviceState>): void {
    this.store.setState((state) => ({ [kind]: { ...state[kind], ...change } }));
  }
}

function videoConstraints(quality: QualityPreset): MediaTrackConstraints {
  return {
    width: { ideal: quality.width },
    height: { ideal: quality.height },
    frameRate: { ideal: quality.framesPerSecond },
  };
}
