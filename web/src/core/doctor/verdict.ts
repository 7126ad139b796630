/** What a visitor's browser needs of the way to the server, each looked at by itself. */
export const HOPS = ["page", "websocket", "media-udp", "media-tcp", "turn-udp", "turn-tcp", "turn-tls"] as const;
export type Hop = (typeof HOPS)[number];

/** Why a hop does not work, as far as it can be told apart from here. */
export type Fault =
  /** The page was not loaded by HTTPS. */
  | "insecure"
  /** The WebSocket does not open, or says nothing. */
  | "blocked"
  /** This browser has no WebRTC, or it is switched off. */
  | "no-webrtc"
  /** The server did not open an end to reach. */
  | "unasked"
  /** This browser makes no connections by this protocol: a setting, an extension or a VPN forbids it. */
  | "forbidden"
  /** Nothing comes back from the media port. */
  | "unanswered"
  /** Likewise, and the server names private addresses only, while this page is at a public one. */
  | "private-addresses"
  /** ICE finds the way, and DTLS does not come to an end on it. */
  | "handshake"
  /** The TURN server gives no relay: it cannot be reached. */
  | "relay-unreachable"
  /** Likewise over TLS, with a certificate that browsers do not trust. */
  | "relay-untrusted"
  /** The TURN server answers, and refuses. */
  | "relay-refused"
  /** There is a relay, and the media port is not reached from it. */
  | "relay-leads-nowhere";

/** What is known of one hop. `target` is what was tried, for those who can change it. */
export type Finding =
  | { readonly state: "running" }
  | { readonly state: "works"; readonly millis: number | null; readonly target: string }
  | { readonly state: "fails"; readonly fault: Fault; readonly target: string; readonly code?: number | undefined }
  /** The server offers no such thing. */
  | { readonly state: "absent" };

export type Findings = { readonly [H in Hop]: Finding };

/** All of it in one: `tone` says whether it can be lived with. */
export interface Verdict {
  readonly name:
    | "running"
    | "no-webrtc"
    | "unreachable"
    | "no-websocket"
    | "private-addresses"
    | "no-media"
    | "handshake"
    | "relay-by-tcp"
    | "relay-by-udp"
    | "no-udp"
    | "udp-forbidden"
    | "insecure"
    | "reserve"
    | "well";
  readonly tone: "running" | "good" | "fair" | "bad";
}

const MEDIA = ["media-udp", "media-tcp"] as const;
const RELAYS = ["turn-udp", "turn-tcp", "turn-tls"] as const;
const WAYS = [...MEDIA, ...RELAYS];

/** The worst first: what keeps everything from working, then what makes it poor, then what is only in reserve. */
export function verdictOf(findings: Findings): Verdict {
  const works = (hop: Hop) => findings[hop].state === "works";
  const fails = (hop: Hop, fault?: Fault) => {
    const finding = findings[hop];
    return finding.state === "fails" && (fault === undefined || finding.fault === fault);
  };
  if (HOPS.some((hop) => findings[hop].state === "running")) return { name: "running", tone: "running" };
  if (fails("media-udp", "no-webrtc")) return { name: "no-webrtc", tone: "bad" };
  if (WAYS.every((hop) => fails(hop, "unasked"))) return { name: "unreachable", tone: "bad" };
  if (!works("websocket")) return { name: "no-websocket", tone: "bad" };
  if (!WAYS.some(works)) return { name: whyNoMedia(fails), tone: "bad" };
  if (!MEDIA.some(works)) return { name: works("turn-udp") ? "relay-by-udp" : "relay-by-tcp", tone: "fair" };
  if (!works("media-udp")) {
    const alone = fails("media-udp", "forbidden") ? "udp-forbidden" : "no-udp";
    return { name: works("turn-udp") ? "relay-by-udp" : alone, tone: "fair" };
  }
  if (!works("page")) return { name: "insecure", tone: "fair" };
  return HOPS.some((hop) => fails(hop)) ? { name: "reserve", tone: "good" } : { name: "well", tone: "good" };
}

function whyNoMedia(fails: (hop: Hop, fault: Fault) => boolean): Verdict["name"] {
  if (WAYS.some((hop) => fails(hop, "handshake"))) return "handshake";
  return MEDIA.some((hop) => fails(hop, "private-addresses")) ? "private-addresses" : "no-media";
}
