import { createStore, type StoreApi } from "zustand/vanilla";
import { pauseBefore } from "../backoff";
import { PathKeeper, type PathState } from "../path";
import { PlayoutHold } from "../playout";
import type { CloseReason, SignalingClient, SignalingState } from "../signaling";
import { type StatsSample, StatsSampler } from "../stats";
import { CONTROL_LABEL, ControlChannel, type PhoneFacts, type Wish } from "./control";
import { type DirectOptions, enterDirectRoom, type RoomKey } from "./entry";
import type { DirectMessage, DirectMessageOf, DirectWords } from "./messages";

/** How many samples are kept for the plots: one a second, for five minutes. */
const SAMPLES_KEPT = 300;
/** A sender that cannot mend the path in so many turns does not know of this receiver any more. */
const PATIENT_TURNS = 2;

/**
 * Where a screen stands. `connecting`: asking the server. `waiting`: no phone is there. `joining`: one is, and its picture is on its way.
 * `live`. `reconnecting`: it was live. `left`: the phone has gone, and may come back. `closed`: refused, and nothing is seen.
 */
export type ReceiverPhase = "connecting" | "waiting" | "joining" | "live" | "reconnecting" | "left" | "closed";

/** `away`: its line to the server is lost, and it may be back. */
export type PhonePresence = "none" | "here" | "away" | "left";

export interface ReceiverOptions extends DirectOptions {
  /** Makes another room where the server has forgotten this one, as after a restart; what opens it for either side. */
  readonly renew: () => Promise<RenewedRoom>;
}

interface RenewedRoom {
  readonly screen: RoomKey;
  readonly phone: Required<RoomKey>;
}

export interface ReceiverState {
  readonly phase: ReceiverPhase;
  readonly signaling: SignalingState;
  readonly path: PathState;
  /** As it is called, even where a code led into it. */
  readonly room: string;
  readonly closed: CloseReason | null;
  readonly phone: PhonePresence;
  /** Picture and sound; null before there are any. Stays the same while connections come and go. */
  readonly stream: MediaStream | null;
  /** What the phone said of itself last; null while it cannot be steered, since it is not there or knows no such thing. */
  readonly facts: PhoneFacts | null;
  /** The last minutes, oldest first. */
  readonly samples: readonly StatsSample[];
}

/** Shows one phone's camera: answers what the phone offers, stays with it through everything, and asks it for adjustments. */
export class DirectReceiver {
  readonly store: StoreApi<ReceiverState>;
  readonly #options: ReceiverOptions;
  readonly #signaling: SignalingClient<DirectWords>;
  readonly #moveTo: (key: RoomKey) => void;
  readonly #keeper: PathKeeper;
  readonly #sampler: StatsSampler;
  readonly #hold = new PlayoutHold();
  readonly #leave: () => void;
  #configuration: RTCConfiguration = { bundlePolicy: "max-bundle" };
  #peer: RTCPeerConnection | null = null;
  /** Which of the sender's connections `#peer` belongs to. */
  #session = "";
  #control: ControlChannel | null = null;
  /** What the phone was told on `#control` of this side's relay. */
  #toldRelay: string | undefined;
  /** Descriptions and candidates are taken in the order in which they came. */
  #applying: Promise<void> = Promise.resolve();
  #turns = 0;
  /** Made in place of the room that the server has forgotten; the phone has not heard of it yet. */
  #renewed: RenewedRoom | null = null;
  #moveTimer: ReturnType<typeof setTimeout> | undefined;
  #wasLive = false;

  constructor(options: ReceiverOptions) {
    this.#options = options;
    const { signaling, moveTo } = enterDirectRoom("receiver", options);
    this.#signaling = signaling;
    this.#moveTo = moveTo;
    this.store = createStore<ReceiverState>(() => ({
      phase: "connecting",
      signaling: this.#signaling.state,
      path: "new",
      room: options.key.room,
      closed: null,
      phone: "none",
      stream: null,
      facts: null,
      samples: [],
    }));
    this.#keeper = new PathKeeper({
      // It is the sender that offers, and it sees the same.
      restartIce: () => undefined,
      rebuild: () => this.#turnAround(),
      changed: (path) => this.#pathChanged(path),
    });
    const { events } = this.#signaling;
    events.on("registered", (message) => this.#registered(message));
    events.on("message", (message) => this.#hear(message));
    events.on("state", (signaling) => this.#signalingChanged(signaling));
    this.#sampler = new StatsSampler(
      "receive",
      () => this.#peer,
      (sample) => this.#sampled(sample),
    );
    this.#leave = () => this.#signaling.leave();
    globalThis.addEventListener?.("pagehide", this.#leave);
  }

  start(): void {
    this.#signaling.connect();
  }

  /** Asks the person with the phone whether this screen may adjust its camera. */
  askToSteer(): void {
    this.#control?.send({ type: "ask" });
  }

  /** Adjusts the phone's camera, which does so only where its person has agreed. */
  steer(wish: Wish): void {
    this.#control?.send({ type: "steer", wish });
  }

  close(): void {
    globalThis.removeEventListener?.("pagehide", this.#leave);
    this.#sampler.stop();
    this.#forgetPhone();
    this.#signaling.leave();
    this.#signaling.events.clear();
  }

  #registered(message: DirectMessageOf<"registered">): void {
    this.#configuration = { iceServers: [...message.turnConfig.iceServers], bundlePolicy: "max-bundle" };
    const { phone } = this.store.getState();
    if (message.resumed) this.#peer?.setConfiguration(this.#configuration);
    // Who is there is told next; nobody else knows this receiver.
    this.#update({ room: message.room, phone: message.resumed || phone === "none" ? phone : "away" });
  }

  #hear(message: DirectMessage): void {
    switch (message.type) {
      case "peer-connected":
        this.#update({ phone: "here" });
        this.#keeper.signaling(true);
        break;
      case "peer-disconnected":
        if (message.away) {
          this.#keeper.signaling(false);
          this.#update({ phone: "away" });
        } else {
          this.#forgetPhone();
          this.#update({ phone: "left" });
        }
        break;
      case "offer":
        this.#inOrder(() => this.#offered(message.sdp));
        break;
      case "ice-candidate": {
        const { candidate } = message;
        if (candidate) this.#inOrder(async () => this.#peer?.addIceCandidate(candidate).catch(() => undefined));
        break;
      }
    }
  }

  #inOrder(step: () => Promise<void>): void {
    this.#applying = this.#applying.then(step).catch((error: unknown) => {
      console.error("the phone's description was not understood", error);
    });
  }

  async #offered(sdp: string): Promise<void> {
    const session = sessionOf(sdp);
    if (!this.#peer || session !== this.#session) this.#connect(session);
    const peer = this.#peer;
    if (!peer) return;
    await peer.setRemoteDescription({ type: "offer", sdp });
    await peer.setLocalDescription(await peer.createAnswer());
    const answer = peer.localDescription?.sdp;
    if (peer === this.#peer && answer) this.#signaling.send({ type: "answer", sdp: answer });
  }

  #connect(session: string): void {
    this.#peer?.close();
    const peer = new RTCPeerConnection(this.#configuration);
    this.#peer = peer;
    this.#session = session;
    this.#control = null;
    peer.addEventListener("icecandidate", ({ candidate }) => {
      if (peer === this.#peer) {
        this.#signaling.send({ type: "ice-candidate", candidate: candidate?.toJSON() ?? null });
      }
    });
    peer.addEventListener("track", ({ track }) => peer === this.#peer && this.#show(track));
    peer.addEventListener("datachannel", ({ channel }) => {
      if (peer === this.#peer && channel.label === CONTROL_LABEL) this.#listen(channel);
    });
    this.#keeper.watch(peer);
  }

  #listen(channel: RTCDataChannel): void {
    const control = new ControlChannel(channel, {
      opened: () => undefined,
      heard: (message) => {
        if (control === this.#control && message.type === "facts") this.#update({ facts: message });
      },
    });
    this.#control = control;
    this.#toldRelay = undefined;
  }

  /** A new connection's track takes the place of the old one's: the last picture stays until then. */
  #show(track: MediaStreamTrack): void {
    const stream = this.store.getState().stream ?? new MediaStream();
    for (const other of stream.getTracks()) if (other.kind === track.kind) stream.removeTrack(other);
    stream.addTrack(track);
    this.#update({ stream });
  }

  /** The path cannot be mended from this side: as a new receiver, to whom the sender makes a new connection. */
  #turnAround(): void {
    this.#turns += 1;
    if (this.#turns < PATIENT_TURNS) return;
    this.#turns = 0;
    this.#signaling.startAnew();
  }

  #pathChanged(path: PathState): void {
    if (path === "connected") this.#turns = 0;
    this.#update({ path });
    if (path === "mending" && this.store.getState().closed) this.#forgetPhone();
  }

  /**
   * The phone hears of another room by the way that is left between the two. A server that has just come back may have no room to give,
   * and the channel may be closed: tried for as long as the way lasts.
   */
  async #move(attempt: number, beganMillis: number): Promise<void> {
    try {
      this.#renewed ??= await this.#options.renew();
    } catch {
      // asked for again below
    }
    if (!this.#isStranded()) return;
    const renewed = this.#renewed;
    if (renewed && this.#control?.send({ type: "moved", ...renewed.phone })) {
      this.#renewed = null;
      this.#moveTo(renewed.screen);
      return;
    }
    const pause = pauseBefore(attempt, Date.now() - beganMillis, this.#options.random ?? Math.random);
    this.#moveTimer = setTimeout(() => void this.#move(attempt + 1, beganMillis), pause);
  }

  /** The server has forgotten the room, and the picture goes on. */
  #isStranded(): boolean {
    const { closed } = this.store.getState();
    return closed?.kind === "refused" && closed.code === "room-not-found" && this.#keeper.state === "connected";
  }

  #forgetPhone(): void {
    clearTimeout(this.#moveTimer);
    this.#renewed = null;
    this.#keeper.rest();
    this.#peer?.close();
    this.#peer = null;
    this.#session = "";
    this.#control = null;
    this.#update({ stream: null, facts: null, samples: [] });
  }

  #sampled(sample: StatsSample): void {
    this.#hold.follow(this.#peer, sample);
    this.#tellRelay(sample);
    this.#update({ samples: [...this.store.getState().samples, sample].slice(-SAMPLES_KEPT) });
  }

  /** Only who takes a relay knows it for one; what cannot be said now is said with a later sample. */
  #tellRelay({ route }: StatsSample): void {
    const transport = route?.relayProtocol ?? undefined;
    if (transport === this.#toldRelay) return;
    const told = this.#control?.send({ type: "relay", ...(transport ? { transport } : {}) });
    if (told) this.#toldRelay = transport;
  }

  #signalingChanged(signaling: SignalingState): void {
    if (signaling.phase !== "registered") this.#keeper.signaling(false);
    const closed = signaling.phase === "closed" ? signaling.reason : null;
    this.#update({ signaling, closed });
    if (!closed) return;
    if (closed.kind !== "refused" || this.#keeper.state !== "connected") this.#forgetPhone();
    else if (this.#isStranded()) void this.#move(1, Date.now()); // the picture goes on as it is
  }

  #update(change: Partial<ReceiverState>): void {
    const next = { ...this.store.getState(), ...change };
    const phase = this.#phase(next);
    if (phase === "live") this.#wasLive = true;
    else if (phase === "waiting" || phase === "left" || phase === "closed") this.#wasLive = false;
    this.store.setState({ ...next, phase });
  }

  #phase({ closed, path, phone, signaling }: ReceiverState): ReceiverPhase {
    if (path === "connected") return "live";
    if (closed) return "closed";
    if (this.#wasLive && phone !== "left") return "reconnecting";
    if (signaling.phase !== "registered") return "connecting";
    if (phone === "here") return "joining";
    return phone === "none" ? "waiting" : "left";
  }
}

/** RFC 8866, 5.2: `o=<username> <sess-id> ...`; each connection has an id of its own (RFC 9429, 5.2.1). */
export function sessionOf(sdp: string): string {
  return /^o=\S+ (\S+) /m.exec(sdp)?.[1] ?? "";
}
