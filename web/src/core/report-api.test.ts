import { afterEach, describe, expect, it, vi } from "vitest";
import { lastDays } from "./report-api";

describe("the last days", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("end today, by the clock of who looks", () => {
    vi.stubEnv("TZ", "Asia/Kathmandu");
    expect(lastDays(7, new Date("2026-03-02T19:00:00Z"))).toEqual({
      from: "2026-02-25",
      to: "2026-03-03",
      offsetMinutes: 345,
    });
    vi.stubEnv("TZ", "America/New_York");
    expect(lastDays(1, new Date("2026-03-02T02:00:00Z"))).toEqual({
      from: "2026-03-01",
      to: "2026-03-01",
      offsetMinutes: -300,
    });
  });

  it("are as many where a clock is put forward between them", () => {
    vi.stubEnv("TZ", "Europe/Berlin");
    expect(lastDays(30, new Date("2026-04-01T22:30:00Z"))).toEqual({
      from: "2026-03-04",
      to: "2026-04-02",
      offsetMinutes: 120,
    });
  });
});
