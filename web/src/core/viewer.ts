import { createStore, type StoreApi } from "zustand/vanilla";
import { Chat } from "./chat";
import { type ConnectionQuality, type LayerChoice, parseServerMessage, type ServerMessage } from "./messages";
import type { Meter } from "./meter";
import { PlayoutHold } from "./playout";
import { SAMPLES_KEPT, type Sampled } from "./presenter";
import { afterMessage, type RoomState, UNKNOWN_ROOM } from "./room";
import { type CloseReason, SignalingClient, type SignalingOptions, type SignalingState } from "./signaling";
import { type StatsSample, StatsSampler } from "./stats";
import { Watcher, type WatcherState } from "./watcher";
import { LayerWishes, type PictureHeights, type PictureSource, type PictureView } from "./wishes";

/**
 * Where a watcher stands.
 *
 * `connecting`: asking the server for the first time. `waiting`: the stream is offline and will be shown when it comes.
 * `joining`: media is on its way. `live`. `paused`: by the person. `reconnecting`: it was live. `ended`: the presenter
 * ended it; a later broadcast is shown by itself. `closed`: refused, or put out; `closed` in the state says why.
 */
export type ViewerPhase =
  | "connecting"
  | "waiting"
  | "joining"
  | "live"
  | "paused"
  | "reconnecting"
  | "ended"
  | "closed";

export interface ViewerState extends WatcherState {
  readonly phase: ViewerPhase;
  readonly signaling: SignalingState;
  readonly room: RoomState;
  readonly closed: CloseReason | null;
  /** No new frame for some seconds although the stream is live: the trouble is the presenter's. */
  readonly stalled: boolean;
  readonly samples: readonly Sampled[];
  /** The newest that the server said of this connection; null before. */
  readonly report: ConnectionQuality | null;
  readonly choice: LayerChoice;
  /** Of what is or was on show. */
  readonly heights: Readonly<Partial<Record<PictureSource, PictureHeights>>>;
  /** How it stands with what watching costs; null where the server has said nothing of that. */
  readonly meter: Meter | null;
  /** The server's word where it did not take the last agreement; null after the next. */
  readonly agreeRefusal: string | null;
}

/** Milliseconds; at most twice this. */
const RETURN_AFTER_END = 2_000;

/** Seconds without a new frame that count as a standstill. */
const STALL_SECONDS = 3;

/** Watching one room: stays with it through restarts, network changes and pauses of the stream, until closed. */
export class Viewer {
  readonly store: StoreApi<ViewerState>;
  readonly chat = new Chat();
  readonly #signaling: SignalingClient;
  readonly #watcher: Watcher;
  readonly #sampler: StatsSampler;
  readonly #wishes: LayerWishes;
  readonly #hold = new PlayoutHold();
  readonly #leave: () => void;
  #wasLive = false;

  constructor(options: SignalingOptions) {
    this.#signaling = new SignalingClient(parseServerMessage, options);
    this.#watcher = new Watcher(this.#signaling);
    this.chat.attach(this.#signaling);
    this.store = createStore<ViewerState>(() => ({
      ...this.#watcher.store.getState(),
      phase: "connecting",
      signaling: this.#signaling.state,
      room: UNKNOWN_ROOM,
      closed: null,
      stalled: false,
      samples: [],
      report: null,
      choice: "auto",
      heights: {},
      meter: null,
      agreeRefusal: null,
    }));
    this.#wishes = new LayerWishes(this.#signaling, () => this.store.getState().room.tracks);
    const { events } = this.#signaling;
    events.on("registered", (message) => this.#hear(message));
    events.on("message", (message) => this.#hear(message));
    events.on("state", (signaling) => this.#signalingChanged(signaling));
    this.#watcher.store.subscribe((state) => this.#update(state));
    this.#sampler = new StatsSampler(
      "receive",
      () => this.#watcher.connection,
      (sample) => this.#sampled(sample),
    );
    this.#leave = () => this.#signaling.leave();
    globalThis.addEventListener?.("pagehide", this.#leave);
  }

  /** Registers, and asks for media unless `paused`. */
  start({ paused = false } = {}): void {
    if (!paused) this.#watcher.play();
    this.#signaling.connect();
  }

  play(): void {
    this.#watcher.play();
  }

  pause(): void {
    this.#watcher.pause();
  }

  /**
   * How a picture is on show: no more is fetched than can be seen.
   *
   * @param received how many pixels high it comes; 0 before there is one
   */
  show(source: PictureSource, view: PictureView, received: number): void {
    this.#wishes.show(source, view);
    const { heights } = this.store.getState();
    const before = heights[source];
    if (before?.shown === view.height && before.received === received) return;
    this.#update({ heights: { ...heights, [source]: { shown: view.height, received } } });
  }

  /** Picks a layer at most, or leaves it to the player's size and the network. */
  choose(choice: LayerChoice): void {
    this.#update({ choice });
    this.#wishes.choose(choice);
  }

  /**
   * Agrees to what watching costs, in the smallest unit a minute.
   *
   * @param spendingCap what it may come to at most; null for as much as there is
   * @returns false where the server cannot be told at the moment
   */
  agree(pricePerMinute: number, spendingCap: number | null): boolean {
    this.#update({ agreeRefusal: null });
    const cap = spendingCap === null ? {} : { spendingCap };
    return this.#signaling.send({ type: "agree-price", pricePerMinute, ...cap });
  }

  close(): void {
    this.#wishes.close();
    globalThis.removeEventListener?.("pagehide", this.#leave);
    this.#sampler.stop();
    this.#watcher.close();
    this.chat.detach();
    this.#signaling.leave();
    this.#signaling.events.clear();
  }

  #hear(message: ServerMessage): void {
    if (message.type === "connection-quality") {
      this.#update({ report: message });
      return;
    }
    if (message.type === "balance") {
      const { type: _, eventId: __, ...balance } = message;
      this.#update({ meter: { ...balance, heardAt: Date.now() } });
      return;
    }
    if (message.type === "error" && message.requestType === "agree-price") {
      this.#update({ agreeRefusal: message.message });
    }
    if (message.type === "registered" && !message.resumed) this.#update({ meter: null });
    this.#update({ room: afterMessage(this.store.getState().room, message) });
    this.#wishes.tell();
  }

  #signalingChanged(signaling: SignalingState): void {
    const closed = signaling.phase === "closed" ? signaling.reason : null;
    if (closed?.kind === "expelled" && this.store.getState().room.state === "ended") {
      // Everyone is put out of a stream that its owner ends. Who stays on the page wants to see the next one: back in, but
      // not all in the same moment.
      this.#signaling.reopen(RETURN_AFTER_END * (1 + Math.random()));
    } else {
      this.#update({ signaling, closed });
    }
  }

  #sampled(sample: StatsSample): void {
    this.#hold.follow(this.#watcher.connection, sample);
    const { samples: earlier, report } = this.store.getState();
    const expected = this.#expectsPicture();
    const freezes = expected ? newFreezes(sample, earlier.at(-1)) : null;
    const samples = [...earlier, { ...sample, report, freezes }].slice(-SAMPLES_KEPT);
    this.#update({ samples, stalled: standsStill(samples) && expected });
  }

  /** A picture that the network paused, or this page, stands still for that reason and no other. */
  #expectsPicture(): boolean {
    const { room, layers } = this.store.getState();
    const pictures = room.tracks.filter((track) => track.kind === "video" && !track.muted);
    return pictures.some(
      ({ trackId, source }) => !layers[trackId]?.paused && !this.#wishes.isPaused(source as PictureSource),
    );
  }

  #update(change: Partial<ViewerState>): void {
    const next = { ...this.store.getState(), ...change };
    const phase = this.#phase(next);
    if (phase === "live") this.#wasLive = true;
    else if (phase !== "reconnecting") this.#wasLive = false;
    this.store.setState({ ...next, phase });
  }

  #phase({ closed, signaling, room, wanted, path, stalled }: ViewerState): ViewerPhase {
    if (closed) return "closed";
    const known = signaling.phase === "registered";
    if (room.state === "ended") return "ended";
    if (known && room.state === "offline") return "waiting";
    if (!wanted) return known ? "paused" : "connecting";
    // A standstill while the server is away is the server's; ICE takes some seconds more to notice.
    if (path === "connected" && !(stalled && !known)) return "live";
    if (this.#wasLive) return "reconnecting";
    return known ? "joining" : "connecting";
  }
}

/** A pause that was wished for looks like a freeze to the browser when it ends: it is none. */
function newFreezes({ video }: StatsSample, before: Sampled | undefined): number | null {
  if (!video || !before?.video || before.freezes === null) return 0;
  return Math.max(0, video.freezes - before.video.freezes);
}

/** Whether the decoder has shown nothing new through all of the last samples. */
export function standsStill(samples: readonly StatsSample[]): boolean {
  const last = samples.slice(-STALL_SECONDS - 1);
  const frames = last[0]?.video?.frames;
  return last.length > STALL_SECONDS && frames !== undefined && last.every((it) => it.video?.frames === frames);
}
