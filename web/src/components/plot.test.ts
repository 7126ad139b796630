// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { rangeUpTo, timesBefore } from "./plot";

const NOW = 1_790_000_000;

const times = (seconds: number) => timesBefore(...rangeUpTo(NOW, NOW - seconds)).map((time) => NOW - time);

test("a plot that has just begun is a minute wide, and says so", () => {
  expect(rangeUpTo(NOW, NOW)).toEqual([NOW - 60, NOW]);
  expect(times(0)).toEqual([60, 30]);
});

test("a longer one is told by its minutes, from the newest value back", () => {
  expect(times(119)).toEqual([60]);
  expect(times(300)).toEqual([300, 240, 180, 120, 60]);
});
