import { createStore, type StoreApi } from "zustand/vanilla";
import { preferCodec, type VideoCodec } from "./codecs";
import type { Unsubscribe } from "./emitter";
import type { BoundTrack, MessageOf, ServerMessage, Source } from "./messages";
import { PathKeeper, type PathState } from "./path";
import { MICROPHONE_MAX_BITRATE, type QualityPreset, SCREEN_MAX_BITRATE } from "./presets";
import type { SignalingClient } from "./signaling";
import { withStartBitrate } from "./start-bitrate";

/** An offer without an answer for this long means that the server lost it. */
const ANSWER_TIMEOUT = 8_000;

/** Which share of the camera's most bits a sender takes the path to carry at first: sound and repairs want theirs too. */
const START_SHARE = 1.5;

const VIDEO_SOURCES: ReadonlySet<Source> = new Set<Source>(["camera", "screen"]);

export interface PublisherState {
  readonly path: PathState;
  /** Tracks as the server knows them, by source. */
  readonly published: Partial<Record<Source, string>>;
  /** The server's sentence about an offer that it refused. */
  readonly refusal: string | null;
}

interface Slot {
  /** Whether the source is there, with an m-line, though its device may be off for the moment. */
  active: boolean;
  /** What is to be sent now; null while the device is off. */
  track: MediaStreamTrack | null;
  muted: boolean;
  transceiver: RTCRtpTransceiver | null;
}

/**
 * Sends a presenter's sources to the server over one peer connection.
 *
 * Tell it by `setSource` what there is to send; it negotiates when `signaling` is registered, keeps the path alive, and
 * builds the connection anew where the server has lost it (restart, or longer away than a resume lasts). Sources may
 * come, go and be exchanged at any time. Exchanging a track for another of the same source needs no negotiation.
 */
export class Publisher {
  readonly store: StoreApi<PublisherState> = createStore<PublisherState>(() => ({
    path: "new",
    published: {},
    refusal: null,
  }));
  readonly #signaling: SignalingClient;
  readonly #slots = new Map<Source, Slot>();
  readonly #keeper: PathKeeper;
  readonly #subscriptions: Unsubscribe[];
  #iceServers: RTCIceServer[] = [];
  #connection: RTCPeerConnection | null = null;
  #quality: QualityPreset;
  #codec: VideoCodec | null = null;
  /** The connection has had a path; while it is mended its tracks stay attached. */
  #hasPath = false;
  #negotiating = false;
  #again = false;
  #iceRestart = false;
  #answerTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(signaling: SignalingClient, quality: QualityPreset) {
    this.#signaling = signaling;
    this.#quality = quality;
    this.#keeper = new PathKeeper({
      restartIce: () => this.#restartIce(),
      rebuild: () => this.#rebuild(),
      changed: (path) => this.#pathChanged(path),
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

  /** Whether there is anything to send. */
  get hasSources(): boolean {
    return [...this.#slots.values()].some((slot) => slot.active);
  }

  /** Sends `track` as that source from now on; null ends the source for good. */
  setSource(source: Source, track: MediaStreamTrack | null): void {
    const slot = this.#slots.get(source) ?? { active: false, track: null, muted: false, transceiver: null };
    const news = slot.active !== (track !== null);
    this.#slots.set(source, slot);
    slot.active = track !== null;
    slot.track = track;
    this.#attach(slot);
    if (news) this.#negotiate();
  }

  /**
   * Sends a device's track as that source, or says that it is muted for now: because it is meant to be, or because the
   * device gives no track at the moment. Its m-line stays, so that it comes back without a negotiation.
   */
  present(source: Source, track: MediaStreamTrack | null, muted: boolean): void {
    if (track) this.setSource(source, track);
    const slot = this.#slots.get(source);
    if (!slot?.active) return;
    slot.track = track;
    this.#attach(slot);
    if (slot.muted === (muted || !track)) return;
    slot.muted = muted || !track;
    this.#tellMuted(source);
  }

  /** Changes size, rate and bits of the camera while it is live. */
  async setQuality(quality: QualityPreset): Promise<void> {
    this.#quality = quality;
    const sender = this.#slots.get("camera")?.transceiver?.sender;
    if (sender) await this.#limit("camera", sender);
  }

  /** Prefers another codec, by a new negotiation; null leaves the choice to the browser. */
  setCodec(codec: VideoCodec | null): void {
    this.#codec = codec;
    for (const [source, slot] of this.#slots) {
      if (slot.transceiver) this.#applyCodec(source, slot.transceiver);
    }
    if (this.#connection) this.#negotiate();
  }

  /** Stops sending and lets go of the connection. Tracks stay their owner's. */
  close(): void {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#keeper.rest();
    this.#discard();
  }

  #registered(message: MessageOf<"registered">): void {
    this.#iceServers = [...message.turnConfig.iceServers];
    if (!message.resumed) {
      this.#keeper.rest();
      this.#rebuild();
    } else if (this.#negotiating) {
      // Anything said into the dying socket may be lost: an offer without an answer is said again.
      this.#sendOffer();
    } else if (this.#again) {
      this.#negotiate();
    }
    this.#keeper.signaling(true);
  }

  #receive(message: ServerMessage): void {
    if (message.type === "answer" && message.pc === "publish") void this.#answered(message);
    else if (message.type === "peer-state" && message.pc === "publish" && message.state === "closed") this.#rebuild();
    else if (message.type === "error" && message.requestType === "offer") this.#offerRefused(message.message);
  }

  #rebuild(): void {
    this.#discard();
    if (this.hasSources) this.#negotiate();
    else this.#keeper.rest();
  }

  #discard(): void {
    clearTimeout(this.#answerTimer);
    this.#negotiating = false;
    this.#again = false;
    this.#iceRestart = false;
    this.#hasPath = false;
    for (const slot of this.#slots.values()) slot.transceiver = null;
    const connection = this.#connection;
    this.#connection = null;
    connection?.close();
  }

  #connect(): RTCPeerConnection {
    const connection = new RTCPeerConnection({ iceServers: this.#iceServers, bundlePolicy: "max-bundle" });
    this.#connection = connection;
    this.#keeper.watch(connection);
    return connection;
  }

  #restartIce(): void {
    this.#iceRestart = true;
    this.#negotiate();
  }

  #negotiate(): void {
    if (this.#negotiating || !this.#signaling.registered) {
      this.#again = true;
      return;
    }
    this.#again = false;
    this.#negotiating = true;
    const connection = this.#connection ?? this.#connect();
    this.#prepareTransceivers(connection);
    const iceRestart = this.#iceRestart;
    this.#iceRestart = false;
    connection
      .createOffer({ iceRestart })
      .then((offer) => connection.setLocalDescription(offer))
      .then(() => connection === this.#connection && this.#sendOffer())
      .catch((error: unknown) => {
        if (connection !== this.#connection) return;
        console.error("the offer could not be made", error);
        this.#negotiating = false;
      });
  }

  #sendOffer(): void {
    const sdp = this.#connection?.localDescription?.sdp;
    if (!sdp) return;
    const tracks = [...this.#slots].flatMap(([source, { active, transceiver }]) =>
      active && transceiver?.mid ? [{ mid: transceiver.mid, source }] : [],
    );
    clearTimeout(this.#answerTimer);
    if (!this.#signaling.send({ type: "offer", pc: "publish", sdp, tracks })) return;
    this.#answerTimer = setTimeout(() => this.#answerMissing(), ANSWER_TIMEOUT);
  }

  #answerMissing(): void {
    this.#discard();
    this.#again = true;
    this.#signaling.reconnect();
  }

  async #answered(message: MessageOf<"answer">): Promise<void> {
    const connection = this.#connection;
    if (connection?.signalingState !== "have-local-offer") return;
    clearTimeout(this.#answerTimer);
    try {
      const sdp = withStartBitrate(message.sdp, this.#quality.maxBitrate * START_SHARE);
      await connection.setRemoteDescription({ type: "answer", sdp });
    } catch (error) {
      console.error("the server's answer was not understood", error);
      if (connection === this.#connection) this.#answerMissing();
      return;
    }
    if (connection !== this.#connection) return;
    this.#negotiating = false;
    this.store.setState({ published: bySource(message.tracks), refusal: null });
    for (const [source, slot] of this.#slots) {
      if (slot.muted) this.#tellMuted(source);
      this.#attach(slot);
      if (slot.transceiver && slot.active) void this.#limit(source, slot.transceiver.sender);
    }
    if (this.#again) this.#negotiate();
  }

  #offerRefused(sentence: string): void {
    clearTimeout(this.#answerTimer);
    this.store.setState({ refusal: sentence });
    this.#discard();
    this.#keeper.rest();
  }

  #tellMuted(source: Source): void {
    const trackId = this.store.getState().published[source];
    const muted = this.#slots.get(source)?.muted ?? false;
    if (trackId) this.#signaling.send({ type: "track-muted", trackId, muted });
  }

  /** One transceiver a source, for as long as the connection lives; its m-line falls silent and is used again. */
  #prepareTransceivers(connection: RTCPeerConnection): void {
    for (const [source, slot] of this.#slots) {
      if (slot.transceiver) {
        slot.transceiver.direction = slot.active ? "sendonly" : "inactive";
      } else if (slot.active) {
        slot.transceiver = connection.addTransceiver(VIDEO_SOURCES.has(source) ? "video" : "audio", {
          direction: "sendonly",
          streams: [new MediaStream()],
          sendEncodings: [this.#encoding(source)],
        });
        this.#applyCodec(source, slot.transceiver);
      }
    }
  }

  /**
   * Encoders get their track when there is a path. One that runs before sees no bits to spend, and takes the picture's
   * size down so far that a broadcast would begin small.
   */
  #attach(slot: Slot): void {
    const sender = slot.transceiver?.sender;
    if (this.#hasPath && sender && sender.track !== slot.track) void sender.replaceTrack(slot.track);
  }

  #pathChanged(path: PathState): void {
    this.store.setState({ path });
    if (path !== "connected") return;
    this.#hasPath = true;
    for (const slot of this.#slots.values()) this.#attach(slot);
  }

  #applyCodec(source: Source, transceiver: RTCRtpTransceiver): void {
    if (!VIDEO_SOURCES.has(source) || !this.#codec) return;
    const capabilities = RTCRtpSender.getCapabilities("video")?.codecs ?? [];
    transceiver.setCodecPreferences(preferCodec(capabilities, this.#codec));
  }

  #encoding(source: Source): RTCRtpEncodingParameters {
    if (source === "camera")
      return { maxBitrate: this.#quality.maxBitrate, maxFramerate: this.#quality.framesPerSecond };
    return { maxBitrate: source === "screen" ? SCREEN_MAX_BITRATE : MICROPHONE_MAX_BITRATE };
  }

  async #limit(source: Source, sender: RTCRtpSender): Promise<void> {
    const parameters = sender.getParameters();
    const encoding = parameters.encodings[0];
    if (!encoding) return;
    Object.assign(encoding, this.#encoding(source));
    try {
      await sender.setParameters(parameters);
    } catch {
      // A negotiation came between; its answer sets the limits again.
    }
  }
}

function bySource(tracks: readonly BoundTrack[]): Partial<Record<Source, string>> {
  return Object.fromEntries(tracks.map((track) => [track.source, track.trackId]));
}
