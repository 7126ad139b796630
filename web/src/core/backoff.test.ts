import { expect, test } from "vitest";
import { pauseBefore, RECONNECT } from "./backoff";

test("pauses grow from a quarter of a second to two seconds while the trouble is young", () => {
  const pauses = [1, 2, 3, 4, 5, 50].map((attempt) => pauseBefore(attempt, 1_000, () => 1));
  expect(pauses).toEqual([250, 500, 1_000, 2_000, 2_000, 2_000]);
});

test("after a minute pauses grow to ten seconds and no further", () => {
  expect(pauseBefore(60, RECONNECT.eagerFor, () => 1)).toBe(10_000);
});

test("at least half of a pause is kept whatever the dice say", () => {
  expect(pauseBefore(4, 0, () => 0)).toBe(1_000);
});
