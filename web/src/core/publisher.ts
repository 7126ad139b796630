import { createStore, type StoreApi } from "zustand/vanilla";
import { automaticCodec, preferCodec, type VideoCodec } from "./codecs";
import type { Unsubscribe } from "./emitter";
import {
  cameraEncodings,
  type Encoding,
  type Layering,
  layeringOf,
  makesSpatialLayers,
  onlyWanted,
  screenEncodings,
  soundEncodings,
  totalBitrate,
  type WantedLayers,
  withoutModes,
} from "./layers";
import type { BoundTrack, MessageOf, ServerMessage, Source } from "./messages";
import { PathKeeper, type PathState } from "./path";
import type { QualityPreset } from "./presets";
import type { SignalingClient } from "./signaling";
import { withStartBitrate } from "./start-bitrate";

/** An offer without an answer for this long means that the server lost it. */
const ANSWER_TIMEOUT = 8_000;

/** Which share of the most bits a sender takes the path to carry at first: repairs want theirs too. */
const START_SHARE = 1.2;

type OfferedTrack = Extract<Parameters<SignalingClient["send"]>[0], { type: "offer" }>["tracks"][number];

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
  /** An m-line for each way of layering that was used: encodings cannot be added to one that is there. */
  readonly lines: Map<Layering, RTCRtpTransceiver>;
  /** What the server says that somebody watches, and of which m-line it spoke; null while it has said nothing of this track. */
  wanted: (WantedLayers & { readonly mid: string }) | null;
  /** Parameters are set one after the other: a sender refuses those that were read before the last change. */
  limiting: Promise<void>;
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
  #configuration: RTCConfiguration = { bundlePolicy: "max-bundle" };
  #connection: RTCPeerConnection | null = null;
  #quality: QualityPreset;
  #codec: VideoCodec | null = null;
  /** The connection has had a path; while it is mended its tracks stay attached. */
  #hasPath = false;
  #negotiating = false;
  /** What the offer that waits for its answer sends, however sources and codecs have changed since; null until it is made. */
  #offered: readonly OfferedTrack[] | null = null;
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

  /** What sends a source's picture or sound at the moment; null where its device is off or muted, or there never was a path. */
  sender(source: Source): RTCRtpSender | null {
    const slot = this.#slots.get(source);
    if (!this.#hasPath || !slot?.active || !slot.track || slot.muted) return null;
    return this.#line(source, slot)?.sender ?? null;
  }

  /** Whether there is anything to send. */
  get hasSources(): boolean {
    return [...this.#slots.values()].some((slot) => slot.active);
  }

  /** Sends `track` as that source from now on; null ends the source for good. */
  setSource(source: Source, track: MediaStreamTrack | null): void {
    const slot = this.#slots.get(source) ?? newSlot();
    const news = slot.active !== (track !== null);
    this.#slots.set(source, slot);
    slot.active = track !== null;
    slot.track = track;
    // What comes new is a new track to the server, of which it has said nothing, though it takes the old m-line.
    if (news) slot.wanted = null;
    this.#attach(source, slot);
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
    this.#attach(source, slot);
    if (slot.muted === (muted || !track)) return;
    slot.muted = muted || !track;
    this.#tellMuted(source);
  }

  /** Changes size, rate and bits of the camera while it is live. */
  async setQuality(quality: QualityPreset): Promise<void> {
    this.#quality = quality;
    await this.#limit("camera");
  }

  /** Prefers another codec, by a new negotiation; null for the one that suits nearly everyone. */
  setCodec(codec: VideoCodec | null): void {
    const before = new Map([...this.#slots.keys()].map((source) => [source, this.#layering(source)]));
    this.#codec = codec;
    for (const [source, slot] of this.#slots) {
      const line = this.#line(source, slot);
      if (line) this.#applyCodec(source, line);
      // The track moves to another m-line, maybe one that it was on before.
      if (this.#layering(source) !== before.get(source)) slot.wanted = null;
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
    this.#configuration = { iceServers: [...message.turnConfig.iceServers], bundlePolicy: "max-bundle" };
    // Relays' credentials end; a restart of ICE later on takes the new ones.
    if (message.resumed) this.#connection?.setConfiguration(this.#configuration);
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
    else if (message.type === "layers-wanted") this.#layersWanted(message);
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
    for (const slot of this.#slots.values()) {
      slot.lines.clear();
      slot.wanted = null;
    }
    const connection = this.#connection;
    this.#connection = null;
    connection?.close();
  }

  #connect(): RTCPeerConnection {
    const connection = new RTCPeerConnection(this.#configuration);
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
    this.#offered = null;
    const connection = this.#connection ?? this.#connect();
    this.#prepareTransceivers(connection);
    const lines = [...this.#slots].flatMap(([source, slot]) => {
      const line = this.#line(source, slot);
      return slot.active && line ? [{ source, line }] : [];
    });
    const iceRestart = this.#iceRestart;
    this.#iceRestart = false;
    connection
      .createOffer({ iceRestart })
      .then((offer) => connection.setLocalDescription(offer))
      .then(() => {
        if (connection !== this.#connection) return;
        this.#offered = lines.flatMap(({ source, line: { mid } }) => (mid ? [{ mid, source }] : []));
        this.#sendOffer();
      })
      .catch((error: unknown) => {
        if (connection !== this.#connection) return;
        console.error("the offer could not be made", error);
        this.#negotiating = false;
      });
  }

  #sendOffer(): void {
    const sdp = this.#connection?.localDescription?.sdp;
    const tracks = this.#offered;
    if (!sdp || !tracks) return;
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
      const sdp = withStartBitrate(message.sdp, this.#mostBitrate() * START_SHARE);
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
      this.#attach(source, slot);
      void this.#limit(source);
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

  /** One transceiver a source and way of layering, for as long as the connection lives; its m-line falls silent and is used again. */
  #prepareTransceivers(connection: RTCPeerConnection): void {
    for (const [source, slot] of this.#slots) {
      const line = this.#line(source, slot);
      for (const other of slot.lines.values()) {
        other.direction = other === line && slot.active ? "sendonly" : "inactive";
        if (other !== line) void other.sender.replaceTrack(null);
      }
      if (!line && slot.active) this.#addLine(connection, source, slot);
    }
  }

  #addLine(connection: RTCPeerConnection, source: Source, slot: Slot): void {
    const kind = VIDEO_SOURCES.has(source) ? "video" : "audio";
    const add = (sendEncodings: RTCRtpEncodingParameters[]) =>
      connection.addTransceiver(kind, { direction: "sendonly", streams: [new MediaStream()], sendEncodings });
    const encodings = this.#encodings(source, slot);
    let line: RTCRtpTransceiver;
    try {
      line = add(encodings);
    } catch {
      line = add(withoutModes(encodings));
    }
    slot.lines.set(this.#layering(source), line);
    this.#applyCodec(source, line);
  }

  /** The m-line that the source goes out on now; undefined before it has one. */
  #line(source: Source, slot: Slot): RTCRtpTransceiver | undefined {
    return slot.lines.get(this.#layering(source));
  }

  /** Spatial layers are the camera's alone: sound has one encoding, and a shared screen is as large in each of its two. */
  #layering(source: Source): Layering {
    return source === "camera" ? layeringOf(this.#codec) : "simulcast";
  }

  /**
   * Encoders get their track when there is a path. One that runs before sees no bits to spend, and takes the picture's
   * size down so far that a broadcast would begin small.
   */
  #attach(source: Source, slot: Slot): void {
    const sender = this.#line(source, slot)?.sender;
    if (!this.#hasPath || !sender || sender.track === slot.track) return;
    void sender.replaceTrack(slot.track);
    // Another camera may be smaller, and have fewer layers.
    void this.#limit(source);
  }

  #pathChanged(path: PathState): void {
    this.store.setState({ path });
    if (path !== "connected") return;
    this.#hasPath = true;
    for (const [source, slot] of this.#slots) this.#attach(source, slot);
  }

  #applyCodec(source: Source, transceiver: RTCRtpTransceiver): void {
    if (!VIDEO_SOURCES.has(source)) return;
    const capabilities = RTCRtpSender.getCapabilities("video")?.codecs ?? [];
    transceiver.setCodecPreferences(
      preferCodec(capabilities, this.#codecOf(source, transceiver) ?? automaticCodec(capabilities)),
    );
  }

  /**
   * The chosen codec, but for a shared screen whose sender keeps no scalability modes: without them Chromium makes one stream of all rids in
   * VP9 and AV1. Firefox, which passes over modes, makes one for each, but nothing that it says tells it from those that do not.
   */
  #codecOf(source: Source, { sender }: RTCRtpTransceiver): VideoCodec | null {
    if (this.#layering(source) === layeringOf(this.#codec)) return this.#codec;
    const modes = sender.getParameters().encodings.every((encoding: Encoding) => encoding.scalabilityMode);
    return modes ? this.#codec : null;
  }

  #layersWanted({ mid, layers }: MessageOf<"layers-wanted">): void {
    for (const [source, slot] of this.#slots) {
      if (this.#line(source, slot)?.mid !== mid) continue;
      const wanted = layers.filter((layer) => layer.wanted);
      slot.wanted = {
        mid,
        rids: new Set(wanted.flatMap((layer) => layer.rid ?? [])),
        spatial: Math.max(0, ...wanted.map((layer) => (layer.spatial ?? 0) + 1)),
      };
      void this.#limit(source);
    }
  }

  #encodings(source: Source, slot: Slot): Encoding[] {
    const layering = this.#layering(source);
    if (source === "screen") return screenEncodings();
    if (source !== "camera") return soundEncodings();
    const { width = 0, height = 0 } = slot.track?.getSettings() ?? {};
    return cameraEncodings(this.#quality, layering, width * height);
  }

  #mostBitrate(): number {
    const active = [...this.#slots].filter(([, slot]) => slot.active);
    return active.reduce((sum, [source, slot]) => sum + totalBitrate(this.#encodings(source, slot)), 0);
  }

  #limit(source: Source): Promise<void> {
    const slot = this.#slots.get(source);
    if (!slot) return Promise.resolve();
    slot.limiting = slot.limiting.then(() => this.#limitNow(source, slot));
    return slot.limiting;
  }

  /** Before the first answer there is nothing to limit, and afterwards every answer limits again. */
  async #limitNow(source: Source, slot: Slot): Promise<void> {
    const line = this.#line(source, slot);
    if (!slot.active || !line?.mid) return;
    const wanted = slot.wanted?.mid === line.mid ? slot.wanted : null;
    const encodings = (spatial: boolean) => onlyWanted(this.#encodings(source, slot), wanted, spatial);
    const [current] = line.sender.getParameters().encodings;
    // Text that is blurred cannot be read, however smoothly it moves.
    const preference = source === "screen" ? "maintain-resolution" : null;
    try {
      await setEncodings(line.sender, encodings(current !== undefined && makesSpatialLayers(current)), preference);
    } catch {
      // A mode that the encoder has not, or a negotiation that came between, whose answer sets the limits again.
      await setEncodings(line.sender, withoutModes(encodings(false)), preference).catch(() => undefined);
    }
  }
}

function newSlot(): Slot {
  return { active: false, track: null, muted: false, lines: new Map(), wanted: null, limiting: Promise.resolve() };
}

async function setEncodings(
  sender: RTCRtpSender,
  encodings: readonly Encoding[],
  degradationPreference: RTCDegradationPreference | null,
): Promise<void> {
  const parameters = sender.getParameters();
  if (parameters.encodings.length !== encodings.length) return;
  for (const [index, current] of parameters.encodings.entries()) {
    delete (current as Encoding).scalabilityMode;
    Object.assign(current, encodings[index]);
  }
  if (degradationPreference) parameters.degradationPreference = degradationPreference;
  await sender.setParameters(parameters);
}

function bySource(tracks: readonly BoundTrack[]): Partial<Record<Source, string>> {
  return Object.fromEntries(tracks.map((track) => [track.source, track.trackId]));
}
