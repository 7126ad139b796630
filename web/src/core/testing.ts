// Stand-ins for what a browser has and the test runner has not. Only tests import this.

/** A WebSocket whose other end is the test. */
export class FakeSocket {
  static opened: FakeSocket[] = [];
  readonly sent: Record<string, unknown>[] = [];
  readyState: number = WebSocket.CONNECTING;
  closedWith: number | null = null;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;

  constructor(readonly url: string) {
    FakeSocket.opened.push(this);
  }

  static open = (url: string): WebSocket => new FakeSocket(url) as unknown as WebSocket;

  /** The newest socket. */
  static get last(): FakeSocket {
    const socket = FakeSocket.opened.at(-1);
    if (!socket) throw new Error("no socket was opened");
    return socket;
  }

  send(frame: string): void {
    this.sent.push(JSON.parse(frame));
  }

  close(code: number): void {
    this.readyState = WebSocket.CLOSED;
    this.closedWith = code;
  }

  accept(): void {
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  /** The server or the network ends it. */
  end(code: number, reason = ""): void {
    this.readyState = WebSocket.CLOSED;
    this.onclose?.({ code, reason });
  }

  /** Opens and is greeted. */
  welcome(fields: object = {}): void {
    this.accept();
    this.say({ type: "registered", participantId: "p", role: "watcher", room: "r", resumeToken: "rt", ...fields });
  }
}

/** As much of an RTCPeerConnection as the path's care looks at. */
export class FakeConnection extends EventTarget {
  iceConnectionState: RTCIceConnectionState = "new";
  connectionState: RTCPeerConnectionState = "new";
  remoteDescription: object | null = {};

  become(ice: RTCIceConnectionState, connection: RTCPeerConnectionState): void {
    this.iceConnectionState = ice;
    this.connectionState = connection;
    this.dispatchEvent(new Event("iceconnectionstatechange"));
    this.dispatchEvent(new Event("connectionstatechange"));
  }

  get asConnection(): RTCPeerConnection {
    return this as unknown as RTCPeerConnection;
  }
}

export function fakeTrack(kind: "audio" | "video"): MediaStreamTrack {
  const settings = kind === "video" ? { width: 1280, height: 720 } : {};
  const track = { kind, id: crypto.randomUUID(), enabled: true, stop: () => undefined, getSettings: () => settings };
  return track as unknown as MediaStreamTrack;
}

/** What a browser keeps of an encoding: Firefox passes over the mode without a word. */
function asKnown({ scalabilityMode, ...encoding }: Record<string, unknown>): Record<string, unknown> {
  return FakePeer.knowsModes && scalabilityMode !== undefined ? { ...encoding, scalabilityMode } : encoding;
}

class FakeTransceiver {
  direction = "sendonly";
  preferences: unknown[] = [];
  readonly receiver: { track: MediaStreamTrack };
  readonly sender: {
    track: MediaStreamTrack | null;
    replaceTrack: (track: MediaStreamTrack | null) => Promise<void>;
    getParameters: () => Record<string, unknown>;
    setParameters: (parameters: Record<string, unknown>) => Promise<void>;
  };
  /** As they were last set. */
  parameters: Record<string, unknown>;
  mid: string | null = null;

  constructor(encodings: Record<string, unknown>[]) {
    this.parameters = { encodings: encodings.map(asKnown) };
    this.receiver = { track: fakeTrack("video") };
    this.sender = {
      track: null,
      // Takes hold at once here, which is what the tests look at.
      replaceTrack: (next) => {
        this.sender.track = next;
        return Promise.resolve();
      },
      getParameters: () => structuredClone(this.parameters),
      setParameters: async (parameters) => {
        const { encodings } = parameters as { encodings: Record<string, unknown>[] };
        this.parameters = { ...parameters, encodings: encodings.map(asKnown) };
      },
    };
  }

  get encodings(): Record<string, unknown>[] {
    return this.parameters.encodings as Record<string, unknown>[];
  }

  setCodecPreferences(preferences: unknown[]): void {
    this.preferences = preferences;
  }
}

/** A data channel whose other end is the test. */
export class FakeChannel extends EventTarget {
  readyState: RTCDataChannelState = "connecting";
  readonly sent: Record<string, unknown>[] = [];

  constructor(readonly label: string) {
    super();
  }

  open(): void {
    this.readyState = "open";
    this.dispatchEvent(new Event("open"));
  }

  hear(message: object): void {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(message) }));
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
}

/** A peer connection without media: descriptions are words, m-lines are counted. */
export class FakePeer extends FakeConnection {
  static made: FakePeer[] = [];
  /** Whether scalability modes are known to the browser. */
  static knowsModes = true;
  readonly transceivers: FakeTransceiver[] = [];
  readonly channels: FakeChannel[] = [];
  readonly candidates: RTCIceCandidateInit[] = [];
  /** How each offer was asked for. */
  readonly offers: RTCOfferOptions[] = [];
  signalingState: RTCSignalingState = "stable";
  localDescription: { sdp: string } | null = null;
  closed = false;

  constructor(public configuration: RTCConfiguration = {}) {
    super();
    this.remoteDescription = null;
    FakePeer.made.push(this);
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.configuration = configuration;
  }

  static get last(): FakePeer {
    const peer = FakePeer.made.at(-1);
    if (!peer) throw new Error("no connection was made");
    return peer;
  }

  addTransceiver(_kind: string, init: { sendEncodings: Record<string, unknown>[] }): FakeTransceiver {
    // A browser makes one encoding where none is asked for.
    const transceiver = new FakeTransceiver(init.sendEncodings ?? [{}]);
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getReceivers(): RTCRtpReceiver[] {
    return [];
  }

  getTransceivers(): FakeTransceiver[] {
    return this.transceivers;
  }

  createDataChannel(label: string): FakeChannel {
    const channel = new FakeChannel(label);
    this.channels.push(channel);
    return channel;
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    this.candidates.push(candidate);
  }

  async createOffer(options: RTCOfferOptions = {}): Promise<{ type: string; sdp: string }> {
    this.offers.push(options);
    return { type: "offer", sdp: "offer" };
  }

  async createAnswer(): Promise<{ type: string; sdp: string }> {
    return { type: "answer", sdp: "answer" };
  }

  async setLocalDescription(description: { type: string; sdp: string }): Promise<void> {
    this.localDescription = description;
    this.signalingState = description.type === "offer" ? "have-local-offer" : "stable";
    for (const [index, transceiver] of this.transceivers.entries()) transceiver.mid = String(index);
  }

  async setRemoteDescription(description: { type: string; sdp: string }): Promise<void> {
    this.remoteDescription = description;
    this.signalingState = description.type === "offer" ? "have-remote-offer" : "stable";
    // Eight m-lines are enough for every offer of the tests.
    if (description.type !== "offer" || this.transceivers.length > 0) return;
    for (let index = 0; index < 8; index++) this.transceivers.push(new FakeTransceiver([]));
  }

  async getStats(): Promise<Map<string, unknown>> {
    return new Map();
  }

  close(): void {
    this.closed = true;
  }
}

/** A bag of tracks. */
export class FakeStream {
  readonly #tracks: MediaStreamTrack[] = [];

  getTracks(): MediaStreamTrack[] {
    return [...this.#tracks];
  }

  addTrack(track: MediaStreamTrack): void {
    this.#tracks.push(track);
  }

  removeTrack(track: MediaStreamTrack): void {
    this.#tracks.splice(this.#tracks.indexOf(track), 1);
  }
}
