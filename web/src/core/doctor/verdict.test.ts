import { describe, expect, it } from "vitest";
import { type Fault, type Finding, type Findings, HOPS, type Hop, type Verdict, verdictOf } from "./verdict";

const works: Finding = { state: "works", millis: 3, target: "somewhere" };
const absent: Finding = { state: "absent" };
const fails = (fault: Fault): Finding => ({ state: "fails", fault, target: "somewhere" });

/** Everything works, but for what is given. */
function findings(but: Partial<Record<Hop, Finding>> = {}): Findings {
  return { ...(Object.fromEntries(HOPS.map((hop) => [hop, works])) as Findings), ...but };
}

const noRelays = { "turn-udp": absent, "turn-tcp": absent, "turn-tls": absent };
const noMedia = { "media-udp": fails("unanswered"), "media-tcp": fails("unanswered") };
const noRelay = {
  "turn-udp": fails("relay-unreachable"),
  "turn-tcp": fails("relay-unreachable"),
  "turn-tls": fails("relay-unreachable"),
};
const allWays = (finding: Finding) =>
  Object.fromEntries(HOPS.filter((hop) => /media|turn/.test(hop)).map((hop) => [hop, finding]));

describe("the verdict", () => {
  const cases: readonly [string, Partial<Record<Hop, Finding>>, Verdict["name"], Verdict["tone"]][] = [
    ["everything works", {}, "well", "good"],
    ["the server has no relays and none is needed", noRelays, "well", "good"],
    ["one is not done", { "turn-tls": { state: "running" } }, "running", "running"],
    ["the certificate is not trusted", { "turn-tls": fails("relay-untrusted") }, "reserve", "good"],
    ["TCP is closed and UDP is open", { "media-tcp": fails("unanswered") }, "reserve", "good"],
    ["the page is not encrypted", { page: fails("insecure") }, "insecure", "fair"],
    [
      "no UDP gets through",
      { "media-udp": fails("unanswered"), "turn-udp": fails("relay-unreachable") },
      "no-udp",
      "fair",
    ],
    [
      "the browser may not use UDP",
      { "media-udp": fails("forbidden"), "turn-udp": fails("relay-unreachable") },
      "udp-forbidden",
      "fair",
    ],
    ["UDP gets through to the relay only", { "media-udp": fails("unanswered") }, "relay-by-udp", "fair"],
    ["the media port is closed", noMedia, "relay-by-udp", "fair"],
    [
      "the media port is closed and UDP altogether",
      { ...noMedia, "turn-udp": fails("relay-unreachable") },
      "relay-by-tcp",
      "fair",
    ],
    ["nothing gets through", { ...noMedia, ...noRelay }, "no-media", "bad"],
    ["nothing gets through and there are no relays", { ...noMedia, ...noRelays }, "no-media", "bad"],
    [
      "the server names addresses of its own network only",
      { ...noRelays, "media-udp": fails("private-addresses"), "media-tcp": fails("private-addresses") },
      "private-addresses",
      "bad",
    ],
    ["checks pass and the handshake does not", allWays(fails("handshake")), "handshake", "bad"],
    ["the socket does not open", { websocket: fails("blocked") }, "no-websocket", "bad"],
    ["the server is away", { websocket: fails("blocked"), ...allWays(fails("unasked")) }, "unreachable", "bad"],
    ["the browser has no WebRTC", allWays(fails("no-webrtc")), "no-webrtc", "bad"],
  ];

  it.each(cases)("%s", (_, but, name, tone) => {
    expect(verdictOf(findings(but))).toEqual({ name, tone });
  });

  it("tells the worst of several", () => {
    const all = findings({ ...noMedia, ...noRelay, page: fails("insecure"), websocket: fails("blocked") });
    expect(verdictOf(all).name).toBe("no-websocket");
  });
});
