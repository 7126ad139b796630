// @vitest-environment happy-dom
import { expect, test } from "vitest";
import type { ServerConfig } from "../core";
import { phoneAddresses, phoneLink } from "./direct/address";
import { snapshotName } from "./direct/snapshot";
import { formatBitrate, formatDuration, formatPercent } from "./format";
import { placeOf } from "./join-form";
import { secureAddress } from "./secure-address";
import { watchLink } from "./studio/share";

const config: ServerConfig = {
  registration: "open",
  httpsPort: 8443,
  version: "1",
  lanUrls: ["https://192.168.1.20:8443"],
  currency: "credits",
  decimals: 2,
};
const at = (href: string) => new URL(href) as unknown as Location;

const toStream = (stream: string) => ({ to: "watch", stream });

test.each([
  ["https://live.example/watch/abc-1_2", toStream("abc-1_2")],
  ["https://live.example/watch/abc?x=1", toStream("abc")],
  ["live.example/watch/abc/", toStream("abc")],
  ["  abc12  ", toStream("abc12")],
  ["1234-5678", { to: "phone", room: "1234-5678" }],
  [" 1234 5678", { to: "phone", room: "1234-5678" }],
  ["12345678", { to: "phone", room: "1234-5678" }],
  ["https://live.example/phone/d-abc#secret_1", { to: "phone", room: "d-abc", token: "secret_1" }],
  ["https://live.example/studio/abc", null],
  ["two words", null],
  ["", null],
])("%s means %j", (input, place) => {
  expect(placeOf(input)).toEqual(place);
});

test("a page opened as localhost invites to an address that others have", () => {
  expect(watchLink("s1", config, at("http://localhost:8080/studio/s1"))).toBe("https://192.168.1.20:8443/watch/s1");
  const both = { ...config, lanUrls: ["https://10.0.0.2:8443", "http://10.0.0.2:8080"] };
  expect(watchLink("s1", both, at("http://127.0.0.1:8080/"))).toBe("http://10.0.0.2:8080/watch/s1");
});

test("any other page invites to where it is itself", () => {
  expect(watchLink("s1", config, at("https://live.example/studio/s1"))).toBe("https://live.example/watch/s1");
  expect(watchLink("s1", undefined, at("http://localhost:8080/"))).toBe("http://localhost:8080/watch/s1");
});

test("the encrypted address is this page's on the other port", () => {
  expect(secureAddress(config, at("http://192.168.1.20:8080/studio/s1"))).toBe("https://192.168.1.20:8443/studio/s1");
  expect(secureAddress({ ...config, httpsPort: undefined }, at("http://a/"))).toBeNull();
});

test("a phone is sent to an encrypted address, the page's own where others have it", () => {
  const several = {
    ...config,
    lanUrls: ["http://10.0.0.2:8080", "https://10.0.0.2:8443", "https://192.168.1.20:8443"],
  };
  expect(phoneAddresses(several, at("http://localhost:8080/screen"))).toEqual([
    "https://10.0.0.2:8443",
    "https://192.168.1.20:8443",
  ]);
  expect(phoneAddresses(several, at("https://live.example/screen"))).toEqual(["https://live.example"]);
  expect(phoneAddresses(several, at("http://192.168.1.20:8080/screen"))).toEqual(["https://192.168.1.20:8443"]);
  expect(phoneAddresses(undefined, at("http://localhost:8080/screen"))).toEqual(["http://localhost:8080"]);
});

test("the phone's secret stands behind the #, where no server sees it", () => {
  expect(phoneLink("https://10.0.0.2:8443", "d-room", "secret")).toBe("https://10.0.0.2:8443/phone/d-room#secret");
  expect(phoneLink("https://10.0.0.2:8443", "default", undefined)).toBe("https://10.0.0.2:8443/phone/default");
});

test("a snapshot is named by when it was taken", () => {
  expect(snapshotName(new Date(2026, 2, 1, 14, 5, 59))).toBe("phone-2026-03-01-14-05-59.png");
});

test("numbers come with their units", () => {
  expect(formatBitrate(1_519_000)).toBe("1.52 Mbit/s");
  expect(formatBitrate(480_400)).toBe("480 kbit/s");
  expect(formatBitrate(999_600)).toBe("1.00 Mbit/s");
  expect(formatDuration(7_900)).toBe("0:07");
  expect(formatDuration(3_753_000)).toBe("1:02:33");
  expect(formatPercent(0)).toBe("0 %");
  expect(formatPercent(2.34)).toBe("2.3 %");
});
