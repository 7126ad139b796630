import { createStore, type StoreApi } from "zustand/vanilla";
import type { LocalMedia } from "../capture";
import type { PathState } from "../path";
import type { CloseReason, SignalingClient, SignalingState } from "../signaling";
import { type StatsSample, StatsSampler } from "../stats";
import type { ControlMessage, PhoneFacts, Steering } from "./control";
import { type DirectOptions, enterDirectRoom, type RoomKey } from "./entry";
import type { DirectMessage, DirectMessageOf, DirectWords } from "./messages";
import type { PhoneCamera } from "./phone-camera";
import { SendingPair } from "./sending-pair";
import { type Way, wayOf } from "./way";

/**
 * Where a phone stands. `connecting`: asking the server. `waiting`: no screen is there. `joining`: one is, and a path is looked for.
 * `live`. `reconnecting`: it was live. `closed`: refused, and no screen is left; or another phone took the place.
 */
export type SenderPhase = "connecting" | "waiting" | "joining" | "live" | "reconnecting" | "closed";

export interface SenderState {
  readonly phase: SenderPhase;
  readonly signaling: SignalingState;
  readonly closed: CloseReason | null;
  /** Screens that have the picture now. */
  readonly screens: number;
  readonly steering: Steering;
  /** The newest look at the connection with the first screen. */
  readonly sample: StatsSample | null;
  /** How the picture gets to the first screen, as far as both sides know; null while it does not. */
  readonly way: Way | null;
}

/** A phone's camera for every screen in the room, each by a connection of its own. */
export class DirectSender {
  readonly store: StoreApi<SenderState>;
  readonly #media: LocalMedia;
  readonly #camera: PhoneCamera;
  readonly #signaling: SignalingClient<DirectWords>;
  readonly #moveTo: (key: RoomKey) => void;
  readonly #sampler: StatsSampler;
  readonly #stopFollowing: () => void;
  readonly #leave: () => void;
  readonly #pairs = new Map<string, SendingPair>();
  #configuration: RTCConfiguration = { bundlePolicy: "max-bundle" };
  /** Where the screen has gone, heard while this side's own registration still seemed good. */
  #movedTo: RoomKey | null = null;
  #wasLive = false;

  constructor(media: LocalMedia, camera: PhoneCamera, options: DirectOptions) {
    this.#media = media;
    this.#camera = camera;
    const { signaling, moveTo } = enterDirectRoom("sender", options);
    this.#signaling = signaling;
    this.#moveTo = moveTo;
    this.store = createStore<SenderState>(() => ({
      phase: "connecting",
      signaling: this.#signaling.state,
      closed: null,
      screens: 0,
      steering: "off",
      sample: null,
      way: null,
    }));
    const { events } = this.#signaling;
    events.on("registered", (message) => this.#registered(message));
    events.on("message", (message) => this.#hear(message));
    events.on("state", (signaling) => this.#signalingChanged(signaling));
    events.on("wakeup", (wakeup) => wakeup === "network" && this.#eachPair((pair) => pair.networkChanged()));
    const stops = [
      media.store.subscribe(() => this.#eachPair((pair) => pair.attach())),
      camera.store.subscribe(() => {
        this.#eachPair((pair) => pair.limit());
        this.#tell();
      }),
    ];
    this.#stopFollowing = () => stops.forEach((stop) => void stop());
    this.#sampler = new StatsSampler(
      "send",
      () => this.#first()?.peer ?? null,
      (sample) => this.#sampled(sample),
    );
    this.#leave = () => this.#signaling.leave();
    globalThis.addEventListener?.("pagehide", this.#leave);
  }

  start(): void {
    this.#signaling.connect();
  }

  /** Takes the place back that another phone has taken. */
  again(): void {
    this.#update({ closed: null });
    this.#signaling.reopen(0);
  }

  /** The person with the phone lets the screens adjust its camera, or no more. */
  allowSteering(allowed: boolean): void {
    this.#update({ steering: allowed ? "on" : "off" });
    this.#tell();
  }

  close(): void {
    globalThis.removeEventListener?.("pagehide", this.#leave);
    this.#sampler.stop();
    this.#stopFollowing();
    this.#dropPairs();
    this.#signaling.leave();
    this.#signaling.events.clear();
  }

  #registered(message: DirectMessageOf<"registered">): void {
    this.#configuration = { iceServers: [...message.turnConfig.iceServers], bundlePolicy: "max-bundle" };
    // The same place as before: those who are there are told of by name next. A new one has no pairs yet.
    if (!message.resumed) this.#dropPairs();
    // The server knows the room: nobody follows out of one that lives.
    this.#movedTo = null;
    this.#update({});
  }

  #hear(message: DirectMessage): void {
    switch (message.type) {
      case "peer-connected":
        this.#pair(message.receiverId).here(message.resumed);
        break;
      case "peer-disconnected":
        if (message.away) this.#pairs.get(message.receiverId)?.away();
        else this.#drop(message.receiverId);
        break;
      case "answer":
        void this.#pairs.get(message.receiverId)?.answered(message.sdp);
        break;
      case "ice-candidate":
        this.#pairs.get(message.receiverId)?.candidate(message.candidate);
        break;
    }
    this.#update({});
  }

  #pair(receiverId: string): SendingPair {
    const known = this.#pairs.get(receiverId);
    if (known) return known;
    const pair = new SendingPair(receiverId, {
      send: (message) => this.#signaling.send(message),
      configuration: () => this.#configuration,
      tracks: () => {
        const { camera, microphone } = this.#media.store.getState();
        return { camera: camera.track, microphone: microphone.track };
      },
      limits: () => this.#camera.limits,
      pathChanged: () => this.#update({}),
      controlOpened: () => this.#tell(),
      heard: (message) => this.#asked(message),
    });
    this.#pairs.set(receiverId, pair);
    return pair;
  }

  #asked(message: ControlMessage): void {
    const { steering } = this.store.getState();
    if (message.type === "ask" && steering === "off") {
      this.#update({ steering: "asked" });
      this.#tell();
    } else if (message.type === "steer" && steering === "on") {
      void this.#camera.adjust(message.wish);
    } else if (message.type === "moved") {
      if (this.#signaling.registered) this.#movedTo = message;
      else this.#moveTo(message);
    }
  }

  /** The screens hear how the phone stands. */
  #tell(): void {
    const { steering, sample } = this.store.getState();
    const relay = sample?.route?.relayProtocol;
    const facts: PhoneFacts = {
      type: "facts",
      settings: this.#camera.store.getState(),
      steering,
      ...(relay ? { relay } : {}),
    };
    this.#eachPair((pair) => pair.say(facts));
  }

  #sampled(sample: StatsSample): void {
    const relay = this.store.getState().sample?.route?.relayProtocol;
    this.#update({ sample });
    if (sample.route?.relayProtocol !== relay) this.#tell();
  }

  #signalingChanged(signaling: SignalingState): void {
    if (signaling.phase !== "registered") this.#eachPair((pair) => pair.away());
    const closed = signaling.phase === "closed" ? signaling.reason : null;
    if (closed && this.#follow(closed)) return;
    // Of a room that the server has forgotten, as after a restart, those who are connected are left.
    if (closed && closed.kind !== "refused") this.#dropPairs();
    this.#update({ signaling, closed });
  }

  /** The room is gone for certain: to where the screen has said that it is now; false where it has said nothing. */
  #follow(closed: CloseReason): boolean {
    const key = this.#movedTo;
    this.#movedTo = null;
    if (!key || closed.kind !== "refused" || closed.code !== "room-not-found") return false;
    this.#moveTo(key);
    return true;
  }

  #drop(receiverId: string): void {
    this.#pairs.get(receiverId)?.close();
    this.#pairs.delete(receiverId);
    // Whoever comes next has to ask for themselves.
    if (this.#pairs.size === 0) this.#update({ steering: "off", sample: null });
  }

  #dropPairs(): void {
    for (const receiverId of [...this.#pairs.keys()]) this.#drop(receiverId);
  }

  #eachPair(action: (pair: SendingPair) => void): void {
    for (const pair of this.#pairs.values()) action(pair);
  }

  #first(): SendingPair | undefined {
    return [...this.#pairs.values()].find((pair) => pair.path === "connected");
  }

  #way(sample: StatsSample | null): Way | null {
    const screen = this.#first();
    return screen && sample?.route ? wayOf(sample.route, screen.relay) : null;
  }

  #update(change: Partial<SenderState>): void {
    const paths = [...this.#pairs.values()].map((pair) => pair.path);
    const screens = paths.filter((path) => path === "connected").length;
    const before = { ...this.store.getState(), ...change };
    const next = { ...before, screens, way: this.#way(before.sample) };
    const phase = this.#phase(next, paths);
    if (phase === "live") this.#wasLive = true;
    else if (phase === "waiting" || phase === "closed") this.#wasLive = false;
    this.store.setState({ ...next, phase });
  }

  #phase({ closed, screens, signaling }: SenderState, paths: readonly PathState[]): SenderPhase {
    if (screens > 0) return "live";
    if (closed) return "closed";
    if (this.#wasLive && (paths.length > 0 || signaling.phase !== "registered")) return "reconnecting";
    if (signaling.phase !== "registered") return "connecting";
    return paths.length > 0 ? "joining" : "waiting";
  }
}
