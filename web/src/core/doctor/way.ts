import { type Decoded, flag, list, record, text } from "../decode";
import type { Finding, Hop } from "./verdict";

export const testPeerInfo = record({
  answer: text,
  iceServers: list(record({ urls: list(text), username: text, credential: text })),
  selfSigned: flag,
});
/** An end at the server that waits to be reached, and what may be relayed by on the way. */
export type TestPeerInfo = Decoded<typeof testPeerInfo>;

/** One way to the server's media: by which protocol, and over which kind of TURN server, if any. */
export interface Way {
  readonly hop: Hop;
  readonly protocol: "udp" | "tcp";
  readonly relay: "udp" | "tcp" | "tls" | null;
}

/** From a relay on it is UDP, however the relay is reached. */
export const WAYS: readonly Way[] = [
  { hop: "media-udp", protocol: "udp", relay: null },
  { hop: "media-tcp", protocol: "tcp", relay: null },
  { hop: "turn-udp", protocol: "udp", relay: "udp" },
  { hop: "turn-tcp", protocol: "udp", relay: "tcp" },
  { hop: "turn-tls", protocol: "udp", relay: "tls" },
];

/** How far a try came. */
export interface Attempt {
  /** Whether the browser has an address of its own to go this way from. */
  readonly offered: boolean;
  /** The last thing that was reached: a relay, the media port (ICE), or the peer behind it (DTLS). */
  readonly reached: "nothing" | "relay" | "port" | "peer";
  /** Round trip of a check. */
  readonly millis: number | null;
  /** What the TURN server said, or what the browser says of it (RFC 8489, 14.8; 701 for one that does not answer). */
  readonly code: number | undefined;
}

const NOT_REACHED = 701;
const CANDIDATE = /^a=candidate:\S+ \d+ (\S+) \d+ (\S+) (\d+) /i;

/** How the TURN server of this URL is reached (RFC 7065); null for one that browsers do not take. */
function relayOf(url: string): Way["relay"] {
  const [, scheme, transport] = /^(turns?):[^?]+(?:\?transport=(\w+))?$/.exec(url) ?? [];
  if (scheme === "turn") return transport === "tcp" ? "tcp" : "udp";
  return scheme === "turns" && transport !== "udp" ? "tls" : null;
}

/** The TURN servers that lead this way, and no others. */
export function relaysOf(way: Way, peer: TestPeerInfo): RTCIceServer[] {
  return peer.iceServers
    .map((server) => ({ ...server, urls: server.urls.filter((url) => relayOf(url) === way.relay) }))
    .filter((server) => way.relay !== null && server.urls.length > 0);
}

/** The answer with the candidates of one protocol: whatever connects then has gone this way. */
export function answerBy(protocol: Way["protocol"], answer: string): string {
  return answer
    .split("\r\n")
    .filter((line) => (CANDIDATE.exec(line)?.[1]?.toLowerCase() ?? protocol) === protocol)
    .join("\r\n");
}

interface Target {
  readonly address: string;
  readonly port: string;
}

function targets(protocol: Way["protocol"], answer: string): Target[] {
  return answer.split("\r\n").flatMap((line) => {
    const [, found, address, port] = CANDIDATE.exec(line) ?? [];
    return address && port && found?.toLowerCase() === protocol ? [{ address, port }] : [];
  });
}

/** What to make of a try. `host` is how this page reached the server. */
export function findingOf(way: Way, peer: TestPeerInfo, attempt: Attempt, host: string): Finding {
  const tried = targets(way.protocol, peer.answer);
  const target = (
    way.relay
      ? relaysOf(way, peer)
          .flatMap(({ urls }) => urls)
          .map((url) => String(url).replace(/\?.*$/, ""))
      : tried.map(({ address, port }) => (address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`))
  ).join(", ");
  if (way.relay && target === "") return { state: "absent" };
  if (attempt.reached === "peer") return { state: "works", millis: attempt.millis, target };
  const fails = { state: "fails", target, code: attempt.code } as const;
  if (attempt.reached === "port") return { ...fails, fault: "handshake" };
  if (attempt.reached === "relay") return { ...fails, fault: "relay-leads-nowhere" };
  if (way.relay) return { ...fails, fault: relayFault(way, peer, attempt) };
  if (!attempt.offered) return { ...fails, fault: "forbidden" };
  const strange = !isNear(host) && tried.every(({ address }) => isPrivate(address));
  return { ...fails, fault: strange ? "private-addresses" : "unanswered" };
}

function relayFault(way: Way, peer: TestPeerInfo, { code }: Attempt) {
  if (code !== undefined && code < NOT_REACHED) return "relay-refused";
  // Browsers keep to themselves that it was the certificate.
  return way.relay === "tls" && peer.selfSigned ? "relay-untrusted" : "relay-unreachable";
}

/** Whether the host is one of this network by its name. A name in the public DNS may still be. */
function isNear(host: string): boolean {
  const bare = host.replace(/^\[|]$/g, "");
  return isPrivate(bare) || /^(localhost|[^.:]+|.*\.(local|localhost|lan|internal|home\.arpa))$/i.test(bare);
}

/** Addresses that lead nowhere on the Internet (RFC 1918, 4193, 6598, loopback and link-local). */
function isPrivate(address: string): boolean {
  return (
    /^(10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(address) ||
    /^(::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i.test(address)
  );
}
