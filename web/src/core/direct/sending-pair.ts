import { PathKeeper, type PathState } from "../path";
import type { QualityPreset } from "../presets";
import { MICROPHONE_MAX_BITRATE } from "../presets";
import { withStartBitrate } from "../start-bitrate";
import { CONTROL_LABEL, ControlChannel, type ControlMessage } from "./control";
import type { DirectClientMessage, HandedCandidate } from "./messages";

/** An offer without an answer for this long was lost. */
const ANSWER_TIMEOUT = 8_000;

/** What a pair is given and whom it tells; the tracks may change as they like. */
export interface SendingPairOwner {
  send(message: DirectClientMessage): boolean;
  configuration(): RTCConfiguration;
  tracks(): { readonly camera: MediaStreamTrack | null; readonly microphone: MediaStreamTrack | null };
  limits(): QualityPreset;
  pathChanged(): void;
  controlOpened(): void;
  heard(message: ControlMessage): void;
}

interface Connection {
  readonly peer: RTCPeerConnection;
  readonly camera: RTCRtpTransceiver;
  readonly microphone: RTCRtpTransceiver;
  readonly control: ControlChannel;
  /** What came before the answer. */
  readonly early: RTCIceCandidateInit[];
}

/**
 * The sender's side of one receiver: a connection of its own, on which this side always offers.
 *
 * The owner says when the receiver is there and can be told things, and when not; media that flows goes on meanwhile. A path that breaks
 * gets an ICE restart, then another connection, for ever.
 */
export class SendingPair {
  readonly #receiverId: string;
  readonly #owner: SendingPairOwner;
  readonly #keeper: PathKeeper;
  #connection: Connection | null = null;
  /** Encoders get their track when there is a path: one that runs before sees no bits to spend, and begins small. */
  #hasPath = false;
  /** An offer waits for its answer. */
  #offered = false;
  #answerTimer: ReturnType<typeof setTimeout> | undefined;
  /** How the receiver reaches its relay, as it has told on this connection. */
  #relay: string | undefined;
  /** Parameters are set one after the other: a sender refuses those that were read before the last change. */
  #limiting: Promise<void> = Promise.resolve();

  constructor(receiverId: string, owner: SendingPairOwner) {
    this.#receiverId = receiverId;
    this.#owner = owner;
    this.#keeper = new PathKeeper({
      restartIce: () => this.#offer(true),
      rebuild: () => this.#build(),
      changed: (path) => this.#pathChanged(path),
    });
  }

  get path(): PathState {
    return this.#keeper.state;
  }

  /** How the receiver says that it reaches its relay; undefined where it takes none or has not said anything. */
  get relay(): string | undefined {
    return this.#relay;
  }

  /** The connection of the moment, for statistics. */
  get peer(): RTCPeerConnection | null {
    return this.#connection?.peer ?? null;
  }

  /**
   * The receiver is there.
   *
   * @param resumed it knows this connection still. ICE is restarted all the same, which disturbs no media: descriptions that were
   *   under way may be lost, whoever was away may have another address, and new relays are at hand
   */
  here(resumed: boolean): void {
    if (!resumed || !this.#connection) {
      this.#build();
    } else {
      this.#connection.peer.setConfiguration(this.#owner.configuration());
      this.#offer(true);
    }
    this.#keeper.signaling(true);
  }

  /** Nothing can be said to the receiver at the moment. */
  away(): void {
    clearTimeout(this.#answerTimer);
    this.#offered = false;
    this.#keeper.signaling(false);
  }

  networkChanged(): void {
    this.#keeper.networkChanged();
  }

  async answered(sdp: string): Promise<void> {
    const connection = this.#connection;
    if (connection?.peer.signalingState !== "have-local-offer") return;
    clearTimeout(this.#answerTimer);
    this.#offered = false;
    try {
      const begun = withStartBitrate(sdp, this.#owner.limits().maxBitrate);
      await connection.peer.setRemoteDescription({ type: "answer", sdp: begun });
    } catch (error) {
      console.error("the receiver's answer was not understood", error);
      if (connection === this.#connection) this.#answerTimer = setTimeout(() => this.#build(), ANSWER_TIMEOUT);
      return;
    }
    for (const candidate of connection.early.splice(0)) void addCandidate(connection.peer, candidate);
    this.limit();
  }

  candidate(candidate: HandedCandidate | undefined): void {
    const connection = this.#connection;
    if (!connection || !candidate) return;
    if (connection.peer.remoteDescription) void addCandidate(connection.peer, candidate);
    else connection.early.push(candidate);
  }

  say(message: ControlMessage): void {
    this.#connection?.control.send(message);
  }

  /** Takes up what the owner's tracks are now. */
  attach(): void {
    const connection = this.#connection;
    if (!connection || !this.#hasPath) return;
    const { camera, microphone } = this.#owner.tracks();
    for (const [line, track] of [
      [connection.camera, camera],
      [connection.microphone, microphone],
    ] as const) {
      if (line.sender.track !== track) void line.sender.replaceTrack(track);
    }
  }

  /** Takes up what the owner's limits are now. */
  limit(): void {
    this.#limiting = this.#limiting.then(() => this.#limit());
  }

  close(): void {
    this.#keeper.rest();
    this.#discard();
  }

  #build(): void {
    this.#discard();
    const peer = new RTCPeerConnection(this.#owner.configuration());
    const streams = [new MediaStream()];
    this.#connection = {
      peer,
      camera: peer.addTransceiver("video", { direction: "sendonly", streams }),
      microphone: peer.addTransceiver("audio", { direction: "sendonly", streams }),
      control: new ControlChannel(peer.createDataChannel(CONTROL_LABEL), {
        opened: () => this.#owner.controlOpened(),
        heard: (message) => this.#heard(peer, message),
      }),
      early: [],
    };
    peer.addEventListener("icecandidate", ({ candidate }) => {
      if (peer !== this.peer) return;
      const init = candidate?.toJSON() ?? null;
      this.#owner.send({ type: "ice-candidate", candidate: init, receiverId: this.#receiverId });
    });
    this.#keeper.watch(peer);
    this.#offer(false);
  }

  #discard(): void {
    clearTimeout(this.#answerTimer);
    this.#offered = false;
    this.#hasPath = false;
    this.#relay = undefined;
    const connection = this.#connection;
    this.#connection = null;
    connection?.peer.close();
  }

  #heard(peer: RTCPeerConnection, message: ControlMessage): void {
    if (message.type !== "relay") {
      this.#owner.heard(message);
    } else if (peer === this.peer) {
      this.#relay = message.transport;
      this.#owner.pathChanged();
    }
  }

  #offer(iceRestart: boolean): void {
    const peer = this.peer;
    if (!peer || this.#offered) return;
    this.#offered = true;
    peer
      .createOffer({ iceRestart })
      .then((offer) => peer.setLocalDescription(offer))
      .then(() => {
        const sdp = peer.localDescription?.sdp;
        if (peer !== this.peer || !this.#offered || !sdp) return;
        clearTimeout(this.#answerTimer);
        this.#answerTimer = setTimeout(() => this.#build(), ANSWER_TIMEOUT);
        this.#owner.send({ type: "offer", sdp, receiverId: this.#receiverId });
      })
      .catch((error: unknown) => {
        if (peer !== this.peer) return;
        console.error("the offer could not be made", error);
        this.#offered = false;
      });
  }

  #pathChanged(path: PathState): void {
    if (path === "connected") {
      this.#hasPath = true;
      this.attach();
    }
    this.#owner.pathChanged();
  }

  async #limit(): Promise<void> {
    const connection = this.#connection;
    if (!connection?.peer.remoteDescription) return;
    const { maxBitrate, framesPerSecond } = this.#owner.limits();
    try {
      await setEncoding(connection.camera.sender, { maxBitrate, maxFramerate: framesPerSecond });
      await setEncoding(connection.microphone.sender, { maxBitrate: MICROPHONE_MAX_BITRATE });
    } catch {
      // A negotiation came between, whose answer sets the limits again.
    }
  }
}

async function setEncoding(sender: RTCRtpSender, limits: RTCRtpEncodingParameters): Promise<void> {
  const parameters = sender.getParameters();
  for (const encoding of parameters.encodings) Object.assign(encoding, limits);
  await sender.setParameters(parameters);
}

/** Candidates of a connection that is no more are refused by the browser, and no loss. */
async function addCandidate(peer: RTCPeerConnection, candidate: RTCIceCandidateInit): Promise<void> {
  await peer.addIceCandidate(candidate).catch(() => undefined);
}
