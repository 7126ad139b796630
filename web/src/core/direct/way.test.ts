import { expect, test } from "vitest";
import { wayOf } from "./way";

const route = (local: string, remote: string, relayProtocol: string | null = null) => ({
  local,
  remote,
  relayProtocol,
});

test("addresses that a check was seen from are as direct as those that were told", () => {
  expect(wayOf(route("host", "host"), undefined)).toEqual({ kind: "direct", seen: false });
  expect(wayOf(route("prflx", "host"), undefined)).toEqual({ kind: "direct", seen: false });
  expect(wayOf(route("host", "prflx"), undefined)).toEqual({ kind: "direct", seen: false });
  expect(wayOf(route("srflx", "srflx"), undefined)).toEqual({ kind: "direct", seen: true });
});

test("a relay is named by how its owner reaches it", () => {
  expect(wayOf(route("relay", "host", "tcp"), undefined)).toEqual({ kind: "relayed", transports: ["tcp"] });
  expect(wayOf(route("host", "relay"), "tls")).toEqual({ kind: "relayed", transports: ["tls"] });
  expect(wayOf(route("host", "relay"), undefined)).toEqual({ kind: "relayed", transports: [] });
});

test("the other side's relay looks like an address that a check was seen from, and is none", () => {
  expect(wayOf(route("host", "prflx"), "udp")).toEqual({ kind: "relayed", transports: ["udp"] });
});

test("each side may take a relay in its own way", () => {
  expect(wayOf(route("relay", "relay", "udp"), "tcp")).toEqual({ kind: "relayed", transports: ["udp", "tcp"] });
  expect(wayOf(route("relay", "relay", "udp"), "udp")).toEqual({ kind: "relayed", transports: ["udp"] });
});
