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
