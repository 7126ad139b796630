/** How the media path between this page and the other side is doing. */
export type PathState = "new" | "connecting" | "connected" | "mending";

/** What a {@link PathKeeper} may ask of the owner of the peer connection. */
export interface PathActions {
  /** Negotiate new ICE credentials on the same connection: a new way for the same media. */
  restartIce(): void;
  /** Close the connection and negotiate another one. */
  rebuild(): void;
  /** Something visible changed. */
  changed(state: PathState): void;
}

/** A `disconnected` often heals by itself within this time. */
const PATIENCE = 1_000;
/** How long a restart or a new connection may take before the next remedy is tried. */
const REMEDY_TIMEOUT = 6_000;

/**
 * Keeps one peer connection's path alive, by the mildest remedy that works: wait, restart ICE, build anew, for ever.
 *
 * The owner calls `watch` for each connection that it makes, `signaling` as signaling comes and goes (nothing can be
 * mended without it, and media may go on without it), and `networkChanged` where the device has moved.
 */
export class PathKeeper {
  readonly #actions: PathActions;
  #connection: RTCPeerConnection | null = null;
  #state: PathState = "new";
  #signaling = false;
  #needed = false;
  /** A remedy has been applied and has its time; the browser tells of one failure by several events. */
  #underWay = false;
  #restarts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #detach: () => void = () => undefined;

  constructor(actions: PathActions) {
    this.#actions = actions;
  }

  get state(): PathState {
    return this.#state;
  }

  /** Looks after `connection` from now on, which is about to be negotiated. */
  watch(connection: RTCPeerConnection): void {
    this.#release();
    this.#connection = connection;
    this.#restarts = 0;
    this.#needed = false;
    this.#underWay = false;
    const look = () => this.#look(connection);
    connection.addEventListener("iceconnectionstatechange", look);
    connection.addEventListener("connectionstatechange", look);
    this.#detach = () => {
      connection.removeEventListener("iceconnectionstatechange", look);
      connection.removeEventListener("connectionstatechange", look);
    };
    this.#become(this.#state === "new" ? "connecting" : "mending");
    this.#arm(REMEDY_TIMEOUT);
  }

  /** There is no connection to look after any more, by intention. */
  rest(): void {
    this.#release();
    this.#needed = false;
    this.#underWay = false;
    this.#become("new");
  }

  /** Whether remedies can be negotiated at the moment. */
  signaling(available: boolean): void {
    this.#signaling = available;
    if (available && this.#needed) this.#remedy();
  }

  /** The device has another address: the old path is dead, whatever ICE still believes. */
  networkChanged(): void {
    if (this.#connection && this.#state === "connected") this.#remedy();
  }

  #look(connection: RTCPeerConnection): void {
    if (connection !== this.#connection) return;
    if (isConnected(connection)) {
      clearTimeout(this.#timer);
      this.#restarts = 0;
      this.#needed = false;
      this.#underWay = false;
      this.#become("connected");
    } else if (this.#underWay) {
      // One failure is told of by several events, and a restart passes through them: its time limit decides.
      if (this.#state === "connected" && connection.iceConnectionState !== "checking") this.#become("mending");
    } else if (connection.connectionState === "failed" && connection.iceConnectionState !== "failed") {
      // ICE has a path and DTLS does not: nothing on this connection will mend that.
      this.#restarts = Number.POSITIVE_INFINITY;
      this.#mend();
    } else if (connection.iceConnectionState === "failed") {
      this.#mend();
    } else if (connection.iceConnectionState === "disconnected") {
      this.#become("mending");
      this.#arm(PATIENCE);
    }
  }

  #arm(timeout: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#underWay = false;
      // A restart onto another network may have gone by without any change of state.
      if (this.#connection && isConnected(this.#connection)) this.#look(this.#connection);
      else this.#mend();
    }, timeout);
  }

  #mend(): void {
    this.#become(this.#state === "connecting" ? "connecting" : "mending");
    this.#remedy();
  }

  #remedy(): void {
    clearTimeout(this.#timer);
    this.#needed = !this.#signaling;
    if (this.#needed) return;
    this.#arm(REMEDY_TIMEOUT);
    // Still being negotiated: that has a time limit of its own.
    if (!this.#connection?.remoteDescription) return;
    this.#underWay = true;
    this.#restarts += 1;
    if (this.#restarts <= 1) this.#actions.restartIce();
    else this.#actions.rebuild();
  }

  #release(): void {
    clearTimeout(this.#timer);
    this.#detach();
    this.#detach = () => undefined;
    this.#connection = null;
  }

  #become(state: PathState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#actions.changed(state);
  }
}

function isConnected({ connectionState, iceConnectionState }: RTCPeerConnection): boolean {
  return connectionState === "connected" && (iceConnectionState === "connected" || iceConnectionState === "completed");
}
