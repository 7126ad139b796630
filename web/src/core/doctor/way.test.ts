import { describe, expect, it } from "vitest";
import type { Finding } from "./verdict";
import { type Attempt, answerBy, findingOf, relaysOf, type TestPeerInfo, WAYS, type Way } from "./way";

const PUBLIC = "203.0.113.7";
const HOST = "live.example.org";

function peer({ addresses = [PUBLIC], urls = URLS, selfSigned = false } = {}): TestPeerInfo {
  const candidates = addresses.flatMap((address) => [
    `a=candidate:1 1 udp 2130706431 ${address} 7882 typ host`,
    `a=candidate:2 1 tcp 2130706175 ${address} 7882 typ host tcptype passive`,
  ]);
  return {
    answer: ["v=0", "m=audio 7882 UDP/TLS/RTP/SAVPF 111", ...candidates, "a=end-of-candidates", ""].join("\r\n"),
    iceServers: urls.length > 0 ? [{ urls, username: "9:media:x", credential: "secret" }] : [],
    selfSigned,
  };
}

const URLS = [`turn:${HOST}:3478?transport=udp`, `turn:${HOST}:3478?transport=tcp`, `turns:${HOST}:5349?transport=tcp`];

const way = (hop: string): Way => WAYS.find((it) => it.hop === hop) as Way;

const attempt = (reached: Attempt["reached"], code?: number): Attempt => ({
  offered: true,
  reached,
  millis: reached === "peer" ? 12 : null,
  code,
});

const faultOf = (finding: Finding) => (finding.state === "fails" ? finding.fault : finding.state);

describe("a way", () => {
  it("is by the candidates of its protocol and by no others", () => {
    expect(answerBy("tcp", peer().answer)).toContain("typ host tcptype passive\r\na=end-of-candidates\r\n");
    expect(answerBy("tcp", peer().answer)).not.toContain(" udp ");
    expect(answerBy("udp", peer().answer)).not.toContain("tcptype");
  });

  it("is over its own TURN server and no other", () => {
    const urlsOf = (hop: string) => relaysOf(way(hop), peer()).flatMap(({ urls }) => urls);
    expect(urlsOf("media-udp")).toEqual([]);
    expect(urlsOf("turn-udp")).toEqual([URLS[0]]);
    expect(urlsOf("turn-tcp")).toEqual([URLS[1]]);
    expect(urlsOf("turn-tls")).toEqual([URLS[2]]);
  });

  it("takes TURN URLs without a transport for what they stand for", () => {
    const other = peer({ urls: ["turn:a.example", "turns:b.example:443"] });
    expect(relaysOf(way("turn-udp"), other)[0]?.urls).toEqual(["turn:a.example"]);
    expect(relaysOf(way("turn-tls"), other)[0]?.urls).toEqual(["turns:b.example:443"]);
    expect(relaysOf(way("turn-tcp"), other)).toEqual([]);
  });
});

describe("what to make of a try", () => {
  it("works with its round trip and where it led", () => {
    expect(findingOf(way("media-udp"), peer(), attempt("peer"), HOST)).toEqual({
      state: "works",
      millis: 12,
      target: `${PUBLIC}:7882`,
    });
    expect(findingOf(way("turn-tls"), peer(), attempt("peer"), HOST)).toMatchObject({ target: `turns:${HOST}:5349` });
  });

  it("is nothing where the server has no such relay", () => {
    expect(findingOf(way("turn-tcp"), peer({ urls: [] }), attempt("nothing"), HOST)).toEqual({ state: "absent" });
  });

  const faults: readonly [string, string, TestPeerInfo, Attempt, string, string][] = [
    ["no answer", "media-udp", peer(), attempt("nothing"), HOST, "unanswered"],
    ["private", "media-udp", peer({ addresses: ["10.0.0.5"] }), attempt("nothing"), HOST, "private-addresses"],
    ["IPv6", "media-tcp", peer({ addresses: ["fd00::5"] }), attempt("nothing"), HOST, "private-addresses"],
    ["one public", "media-tcp", peer({ addresses: ["10.0.0.5", PUBLIC] }), attempt("nothing"), HOST, "unanswered"],
    ["at home", "media-udp", peer({ addresses: ["10.0.0.5"] }), attempt("nothing"), "10.0.0.5", "unanswered"],
    ["by name", "media-udp", peer({ addresses: ["10.0.0.5"] }), attempt("nothing"), "house.local", "unanswered"],
    ["no address", "media-udp", peer(), { ...attempt("nothing"), offered: false }, HOST, "forbidden"],
    ["DTLS", "media-udp", peer(), attempt("port"), HOST, "handshake"],
    ["silence", "turn-udp", peer(), attempt("nothing", 701), HOST, "relay-unreachable"],
    ["no word", "turn-tcp", peer({ selfSigned: true }), attempt("nothing"), HOST, "relay-unreachable"],
    ["quota", "turn-udp", peer(), attempt("nothing", 486), HOST, "relay-refused"],
    ["untrusted", "turn-tls", peer({ selfSigned: true }), attempt("nothing", 701), HOST, "relay-untrusted"],
    ["closed", "turn-tls", peer(), attempt("nothing", 701), HOST, "relay-unreachable"],
    ["beyond the relay", "turn-udp", peer(), attempt("relay"), HOST, "relay-leads-nowhere"],
  ];

  it.each(faults)("%s: %s", (_, hop, end, tried, host, fault) => {
    expect(faultOf(findingOf(way(hop), end, tried, host))).toBe(fault);
  });
});
