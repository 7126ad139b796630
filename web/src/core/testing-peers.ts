// What the tests of connections to the server have in common. Only tests import this.
import { afterEach, beforeEach, vi } from "vitest";
import { parseServerMessage } from "./messages";
import { SignalingClient } from "./signaling";
import { FakePeer, FakeSocket, FakeStream } from "./testing";

/** Gives each test of the file a browser whose sockets, connections and clock are the test's. */
export function fakeBrowser(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    FakeSocket.opened = [];
    FakePeer.made = [];
    FakePeer.knowsModes = true;
    vi.stubGlobal("RTCPeerConnection", FakePeer);
    vi.stubGlobal("MediaStream", FakeStream);
    vi.stubGlobal("RTCRtpSender", {
      getCapabilities: () => ({
        codecs: [{ mimeType: "video/VP8" }, { mimeType: "video/H264" }, { mimeType: "video/AV1" }],
      }),
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });
}

/** Lets everything happen that waits for nothing but its turn. */
export const settle = () => vi.advanceTimersByTimeAsync(0);

/** A client whose socket waits for the test to greet it. */
export function connected(role: "presenter" | "watcher"): SignalingClient {
  const client = new SignalingClient(parseServerMessage, {
    url: "ws://server/ws",
    registration: () => ({ role, room: "r" }),
    openSocket: FakeSocket.open,
    random: () => 1,
  });
  client.connect();
  return client;
}

/** What was sent of a type on the newest socket. */
export const sent = (type: string) => FakeSocket.last.sent.filter((message) => message.type === type);

/** The server offers tracks of these sources. */
export const offer = (offerId: string, ...sources: string[]) =>
  FakeSocket.last.say({
    type: "offer",
    pc: "subscribe",
    offerId,
    sdp: "v=0",
    tracks: sources.map((source, index) => ({ mid: String(index), source, trackId: source, participantId: "p" })),
  });
