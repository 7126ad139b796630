import { createStore, type StoreApi } from "zustand/vanilla";
import type { CaptureState, LocalMedia } from "./capture";
import { Chat } from "./chat";
import type { VideoCodec } from "./codecs";
import { type ConnectionQuality, parseServerMessage, type Registration } from "./messages";
import type { PathState } from "./path";
import { DEFAULT_QUALITY, type QualityId, qualityPreset } from "./presets";
import { Publisher } from "./publisher";
import { afterMessage, type RoomState, UNKNOWN_ROOM } from "./room";
import { FreezeWatch } from "./sent-freezes";
import { type CloseReason, SignalingClient, type SignalingOptions, type SignalingState } from "./signaling";
import { type StatsSample, StatsSampler } from "./stats";

/**
 * Where a presenter stands.
 *
 * `preview`: not sending. `connecting`: on the way to the first live moment. `empty`: on air without a source to send.
 * `live`: media flows. `reconnecting`: it did, and is being brought back. `closed`: the server or another page of the
 * same presenter ended it; `closed` in the state says why.
 */
export type PresenterPhase = "preview" | "connecting" | "empty" | "live" | "reconnecting" | "closed";

export interface PresenterState {
  readonly phase: PresenterPhase;
  readonly signaling: SignalingState;
  readonly path: PathState;
  readonly room: RoomState;
  readonly closed: CloseReason | null;
  /** The server's sentence where it does not take what is sent. */
  readonly refusal: string | null;
  readonly microphoneMuted: boolean;
  readonly cameraHidden: boolean;
  readonly quality: QualityId;
  readonly codec: VideoCodec | null;
  /** The last minutes, oldest first. */
  readonly samples: readonly Sampled[];
  /** The newest that the server said of this connection; null before. */
  readonly report: ConnectionQuality | null;
}

/** What this page saw, beside what the server had said by then. */
export interface Sampled extends StatsSample {
  readonly report: ConnectionQuality | null;
  /**
   * Times that the picture stood still since the sample before, a watcher's on the screen and a presenter's camera on its
   * way out; null where none was expected to move.
   */
  readonly freezes: number | null;
}

export interface PresenterOptions extends Pick<SignalingOptions, "url" | "openSocket"> {
  readonly registration: (context: { tokenRefused: boolean }) => Promise<Registration>;
}

/** How many samples are kept for the plots: one a second, for five minutes. */
export const SAMPLES_KEPT = 300;

/**
 * A presenter's broadcast: what {@link LocalMedia} captures goes to the room from `goLive()` to `stop()`, whatever
 * happens in between.
 */
export class Presenter {
  readonly store: StoreApi<PresenterState> = createStore<PresenterState>(() => ({
    phase: "preview",
    signaling: { phase: "idle" },
    path: "new",
    room: UNKNOWN_ROOM,
    closed: null,
    refusal: null,
    microphoneMuted: false,
    cameraHidden: false,
    quality: DEFAULT_QUALITY,
    codec: null,
    samples: [],
    report: null,
  }));
  readonly chat = new Chat();
  readonly #media: LocalMedia;
  readonly #options: PresenterOptions;
  readonly #stopFollowing: () => void;
  #signaling: SignalingClient | null = null;
  #publisher: Publisher | null = null;
  #sampler: StatsSampler | null = null;
  #freezes: FreezeWatch | null = null;
  #wasLive = false;

  constructor(media: LocalMedia, options: PresenterOptions) {
    this.#media = media;
    this.#options = options;
    this.#stopFollowing = media.store.subscribe((now) => this.#follow(now));
  }

  /** Puts everything that is captured on air. */
  goLive(): void {
    if (this.#signaling) return;
    this.#wasLive = false;
    const signaling = new SignalingClient(parseServerMessage, this.#options);
    this.chat.attach(signaling);
    const publisher = new Publisher(signaling, qualityPreset(this.store.getState().quality));
    publisher.setCodec(this.store.getState().codec);
    this.#signaling = signaling;
    this.#publisher = publisher;
    this.store.setState({ closed: null, refusal: null, samples: [], report: null, room: UNKNOWN_ROOM });
    signaling.events.on("registered", (message) => this.#room(afterMessage(this.store.getState().room, message)));
    signaling.events.on("message", (message) => {
      if (message.type === "connection-quality") this.#update({ report: message });
      else this.#room(afterMessage(this.store.getState().room, message));
    });
    signaling.events.on("state", (state) => this.#signalingChanged(state));
    publisher.store.subscribe(({ path, refusal }) => this.#update({ path, refusal }));
    this.#sampler = new StatsSampler(
      "send",
      () => publisher.connection,
      (sample) => this.#sampled(sample),
    );
    this.#freezes = new FreezeWatch(() => publisher.sender("camera"));
    this.#follow(this.#media.store.getState());
    signaling.connect();
  }

  /** Takes everything off the air; the devices stay on for the preview. */
  stop(): void {
    this.#release();
    this.#update({ phase: "preview", signaling: { phase: "idle" }, path: "new", closed: null });
  }

  /** Silences the microphone; its device stays open, so that speaking again is instant. */
  setMicrophoneMuted(muted: boolean): void {
    this.#update({ microphoneMuted: muted });
    this.#follow(this.#media.store.getState());
  }

  /**
   * Takes the camera's picture away from the watchers. The camera is switched off, except where it is all there is:
   * then black frames keep the stream on air.
   */
  async setCameraHidden(hidden: boolean): Promise<void> {
    const { microphone, screen } = this.#media.store.getState();
    this.#update({ cameraHidden: hidden });
    if (!hidden) await this.#media.turnOn("camera");
    else if (microphone.track || screen.video) this.#media.turnOff("camera");
    this.#follow(this.#media.store.getState());
  }

  async setQuality(quality: QualityId): Promise<void> {
    this.#update({ quality });
    const preset = qualityPreset(quality);
    await this.#media.setQuality(preset);
    await this.#publisher?.setQuality(preset);
  }

  setCodec(codec: VideoCodec | null): void {
    this.#update({ codec });
    this.#publisher?.setCodec(codec);
  }

  /** Lets go of everything but the devices, which are their owner's. */
  close(): void {
    this.#stopFollowing();
    this.#release();
  }

  #release(): void {
    this.#sampler?.stop();
    this.#freezes?.stop();
    this.#publisher?.close();
    this.chat.detach();
    this.#signaling?.leave();
    this.#signaling?.events.clear();
    this.#sampler = null;
    this.#freezes = null;
    this.#publisher = null;
    this.#signaling = null;
  }

  /** Sends what the devices give at the moment. */
  #follow({ camera, microphone, screen }: CaptureState): void {
    const { microphoneMuted, cameraHidden } = this.store.getState();
    if (microphone.track) microphone.track.enabled = !microphoneMuted;
    if (camera.track) camera.track.enabled = !cameraHidden;
    const publisher = this.#publisher;
    if (!publisher) return;
    publisher.present("camera", camera.track, cameraHidden);
    publisher.present("microphone", microphone.track, microphoneMuted);
    publisher.setSource("screen", screen.video);
    publisher.setSource("screen-audio", screen.audio);
    this.#update({});
  }

  #signalingChanged(signaling: SignalingState): void {
    if (signaling.phase !== "closed") {
      this.#update({ signaling });
      return;
    }
    this.#release();
    this.#update({ signaling, closed: signaling.reason, path: "new" });
  }

  #room(room: RoomState): void {
    this.#update({ room });
  }

  #sampled(sample: StatsSample): void {
    const { samples, report } = this.store.getState();
    const freezes = this.#freezes?.take() ?? null;
    this.#update({ samples: [...samples, { ...sample, report, freezes }].slice(-SAMPLES_KEPT) });
  }

  #update(change: Partial<PresenterState>): void {
    const next = { ...this.store.getState(), ...change };
    const phase = this.#phase(next);
    if (phase === "live") this.#wasLive = true;
    this.store.setState({ ...next, phase });
  }

  #phase({ signaling, path, closed }: PresenterState): PresenterPhase {
    if (closed) return "closed";
    if (!this.#publisher) return "preview";
    if (path === "connected") return "live";
    if (signaling.phase === "registered" && !this.#publisher.hasSources) return "empty";
    return this.#wasLive ? "reconnecting" : "connecting";
  }
}
