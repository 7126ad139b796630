import { summarize } from "../stats";
import { type Attempt, answerBy, relaysOf, type TestPeerInfo, type Way } from "./way";

/** Longer than a check is repeated over a path that loses every second packet. */
const PATIENCE = 8_000;

/** A try that was made, and the end that it was made to. */
export interface Tried {
  readonly peer: TestPeerInfo;
  readonly attempt: Attempt;
}

/**
 * Tries one way to the media of the server with a connection of its own, which is closed in the end.
 *
 * @param ask has the server open an end for an offer
 * @param signal gives it up
 */
export async function tryWay(
  way: Way,
  ask: (offer: string) => Promise<TestPeerInfo>,
  signal: AbortSignal,
): Promise<Tried> {
  const connection = new RTCPeerConnection();
  try {
    connection.addTransceiver("audio", { direction: "recvonly" });
    const offer = await connection.createOffer();
    const peer = await ask(offer.sdp ?? "");
    const iceServers = relaysOf(way, peer);
    if (way.relay && iceServers.length === 0) return { peer, attempt: NOT_TRIED };
    // Nothing has been gathered yet, so that it is not too late to say by which relay.
    connection.setConfiguration({ iceServers, iceTransportPolicy: way.relay ? "relay" : "all" });
    const looked = look(connection, way, signal);
    await connection.setLocalDescription(offer);
    await connection.setRemoteDescription({ type: "answer", sdp: answerBy(way.protocol, peer.answer) });
    const seen = await looked;
    const millis = seen.reached === "peer" ? summarize("receive", await connection.getStats(), null).roundTrip : null;
    return { peer, attempt: { ...seen, millis } };
  } finally {
    connection.close();
  }
}

const NOT_TRIED: Attempt = { offered: false, reached: "nothing", millis: null, code: undefined };

/** Looks how far it comes, until it is there or comes no further. */
function look(connection: RTCPeerConnection, way: Way, signal: AbortSignal): Promise<Omit<Attempt, "millis">> {
  return new Promise((resolve) => {
    let reached: Attempt["reached"] = "nothing";
    let code: number | undefined;
    // Of TCP candidates browsers do not always tell: nobody could reach them there.
    let offered = way.protocol === "tcp";
    const over = () => {
      clearTimeout(timer);
      resolve({ offered, reached, code });
    };
    const timer = setTimeout(over, PATIENCE);
    const follow = (type: string, listener: (event: Event) => void) =>
      connection.addEventListener(type, listener, { signal });
    signal.addEventListener("abort", over);
    follow("icecandidate", (event) => {
      const { candidate } = event as RTCPeerConnectionIceEvent;
      if (candidate?.type === "relay" && reached === "nothing") reached = "relay";
      if (candidate?.protocol === way.protocol) offered = true;
    });
    follow("icecandidateerror", (event) => {
      const { errorCode } = event as RTCPeerConnectionIceErrorEvent;
      // What a TURN server says is worth more than that another address of it does not answer.
      code = Math.min(code ?? errorCode, errorCode);
    });
    follow("icegatheringstatechange", () => {
      if (connection.iceGatheringState === "complete" && !offered) over();
    });
    follow("iceconnectionstatechange", () => {
      if (isReached(connection.iceConnectionState)) reached = "port";
      if (connection.iceConnectionState === "failed") over();
    });
    follow("connectionstatechange", () => {
      if (connection.connectionState === "connected") reached = "peer";
      if (connection.connectionState === "connected" || connection.connectionState === "failed") over();
    });
  });
}

const isReached = (state: RTCIceConnectionState) => state === "connected" || state === "completed";
