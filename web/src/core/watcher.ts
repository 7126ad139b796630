import { createStore, type StoreApi } from "zustand/vanilla";
import type { Unsubscribe } from "./emitter";
import type { BoundTrack, MessageOf, ServerMessage, TrackLayer } from "./messages";
import { PathKeeper, type PathState } from "./path";
import type { SignalingClient } from "./signaling";

/** Whether media is wanted at all: `false` until the person presses play, and again while paused. */
export interface WatcherState {
  readonly wanted: boolean;
  readonly path: PathState;
  /** Camera and microphone; null while neither is published. */
  readonly camera: MediaStream | null;
  /** The shared screen with its sound; null while none is shared. */
  readonly screen: MediaStream | null;
  /** What the server sends of each track on this connection, by its id, as far as it has said. */
  readonly layers: Readonly<Record<string, TrackLayer>>;
}

/**
 * Receives a room's tracks over one peer connection, on which the server offers.
 *
 * `play()` asks for media, `pause()` gives it back (nothing is sent to a paused watcher). In between the watcher answers
 * offers, restarts ICE on a broken path, and starts anew where the server has forgotten it. The streams keep their
 * identity while tracks come and go, so that a video element shows them without a flicker.
 */
export class Watcher {
  readonly store: StoreApi<WatcherState> = createStore<WatcherState>(() => ({
    wanted: false,
    path: "new",
    camera: null,
    screen: null,
    layers: {},
  }));
  readonly #signaling: SignalingClient;
  readonly #keeper: PathKeeper;
  readonly #subscriptions: Unsubscribe[];
  #configuration: RTCConfiguration = { bundlePolicy: "max-bundle" };
  #connection: RTCPeerConnection | null = null;
  #answering: Promise<void> = Promise.resolve();

  constructor(signaling: SignalingClient) {
    this.#signaling = signaling;
    this.#keeper = new PathKeeper({
      restartIce: () => this.#signaling.send({ type: "ice-restart", pc: "subscribe" }),
      rebuild: () => this.#rebuild(),
      changed: (path) => this.store.setState({ path }),
    });
    this.#subscriptions = [
      signaling.events.on("registered", (message) => this.#registered(message)),
      signaling.events.on("message", (message) => this.#receive(message)),
      signaling.events.on("state", (state) => state.phase !== "registered" && this.#keeper.signaling(false)),
      signaling.events.on("wakeup", (wakeup) => wakeup === "network" && this.#keeper.networkChanged()),
    ];
  }

  /** The connection of the moment, for statistics. */
  get connection(): RTCPeerConnection | null {
    return this.#connection;
  }

  /** Asks for media, now and after every loss. */
  play(): void {
    if (this.store.getState().wanted) return;
    this.store.setState({ wanted: true });
    this.#signaling.send({ type: "subscribe" });
  }

  /** Gives the media back. */
  pause(): void {
    if (!this.store.getState().wanted) return;
    this.store.setState({ wanted: false });
    this.#signaling.send({ type: "unsubscribe" });
    this.#discard();
    this.#keeper.rest();
  }

  /** Lets go of everything. */
  close(): void {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#keeper.rest();
    this.#discard();
  }

  #registered(message: MessageOf<"registered">): void {
    this.#configuration = { iceServers: [...message.turnConfig.iceServers], bundlePolicy: "max-bundle" };
    // Relays' credentials end; a restart of ICE later on takes the new ones.
    if (message.resumed) this.#connection?.setConfiguration(this.#configuration);
    if (!message.resumed) {
      this.#keeper.rest();
      this.#discard();
      if (this.store.getState().wanted) this.#signaling.send({ type: "subscribe" });
    }
    this.#keeper.signaling(true);
  }

  #receive(message: ServerMessage): void {
    if (message.type === "offer" && message.pc === "subscribe") {
      this.#answering = this.#answering
        .then(() => this.#answer(message))
        .catch((error: unknown) => console.error("the streams could not be shown", error));
    } else if (message.type === "track-layer") {
      const { type: _, eventId: __, trackId, ...layer } = message;
      this.store.setState((state) => ({ layers: { ...state.layers, [trackId]: layer } }));
    } else if (message.type === "track-unpublished") {
      const { [message.trackId]: _, ...layers } = this.store.getState().layers;
      this.store.setState({ layers });
    } else if (message.type === "peer-state" && message.pc === "subscribe" && message.state === "closed") {
      if (!this.#connection) return;
      this.#keeper.rest();
      this.#rebuild();
    }
  }

  /** The old picture stays on screen, frozen, until the new connection has tracks. */
  #rebuild(): void {
    this.#discard();
    this.#signaling.send({ type: "subscribe" });
  }

  #discard(): void {
    const connection = this.#connection;
    this.#connection = null;
    connection?.close();
    this.store.setState({ layers: {} });
  }

  async #answer(offer: MessageOf<"offer">): Promise<void> {
    if (!this.store.getState().wanted) return;
    const connection = this.#connection ?? this.#connect();
    try {
      await connection.setRemoteDescription({ type: "offer", sdp: offer.sdp });
      await connection.setLocalDescription(await connection.createAnswer());
    } catch (error) {
      if (connection !== this.#connection) return;
      console.error("the server's offer could not be answered", error);
      this.#rebuild();
      return;
    }
    if (connection !== this.#connection) return;
    const sdp = connection.localDescription?.sdp ?? "";
    this.#signaling.send({ type: "answer", pc: "subscribe", offerId: offer.offerId, sdp });
    this.#show(connection, offer.tracks);
  }

  #connect(): RTCPeerConnection {
    const connection = new RTCPeerConnection(this.#configuration);
    this.#connection = connection;
    this.#keeper.watch(connection);
    return connection;
  }

  #show(connection: RTCPeerConnection, tracks: readonly BoundTrack[]): void {
    const { camera, screen } = this.store.getState();
    const received = (sources: readonly string[]) =>
      tracks
        .filter((track) => sources.includes(track.source))
        .flatMap((track) => connection.getTransceivers().find((it) => it.mid === track.mid)?.receiver.track ?? []);
    this.store.setState({
      camera: streamOf(camera, received(["camera", "microphone"])),
      screen: streamOf(screen, received(["screen", "screen-audio"])),
    });
  }
}

/** The same stream with exactly these tracks, a new one where there was none, null for no tracks. */
function streamOf(stream: MediaStream | null, tracks: readonly MediaStreamTrack[]): MediaStream | null {
  if (tracks.length === 0) return null;
  const result = stream ?? new MediaStream();
  for (const old of result.getTracks()) if (!tracks.includes(old)) result.removeTrack(old);
  for (const track of tracks) if (!result.getTracks().includes(track)) result.addTrack(track);
  return result;
}
