import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FreezeWatch, SentFreezes } from "./sent-freezes";
import type { Report } from "./stats";

const LOOK = 250;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A camera whose pictures are counted, and looked at every 250 ms. */
class Camera {
  readonly freezes = new SentFreezes();
  #at = 1_000;
  #given = 0;
  #encoded: Record<string, number> = {};

  /** Looks so many times; each time the camera has given so many pictures more, and each encoding has made so many. */
  look(times: number, given: number | null, encoded: Record<string, number>): number {
    for (let look = 0; look < times; look++) {
      this.#at += LOOK;
      this.#given += given ?? 0;
      for (const [id, pictures] of Object.entries(encoded)) this.#encoded[id] = (this.#encoded[id] ?? 0) + pictures;
      this.freezes.look(this.#report(given !== null));
    }
    return this.freezes.count;
  }

  /** The next encoders are others. */
  reconnect(): void {
    this.#encoded = {};
  }

  #report(counts: boolean): Report {
    const rest = { timestamp: this.#at, kind: "video" };
    const entries = Object.entries(this.#encoded).map(([id, framesEncoded]) => ({
      id,
      type: "outbound-rtp",
      framesEncoded,
      ...rest,
    }));
    const source = counts ? [{ id: "S", type: "media-source", frames: this.#given, ...rest }] : [];
    return new Map([...entries, ...source].map((entry) => [entry.id, entry]));
  }
}

test("a camera that runs never freezes, whatever its rate", () => {
  expect(new Camera().look(100, 8, { f: 8 })).toBe(0);
  expect(new Camera().look(100, 1, { f: 1 })).toBe(0);
});

test("no picture for longer than usual is a freeze, counted once and at once", () => {
  const camera = new Camera();
  camera.look(20, 8, { f: 8 });
  expect(camera.look(1, 8, { f: 0 })).toBe(1);
  expect(camera.look(20, 8, { f: 0 })).toBe(1);
  camera.look(20, 8, { f: 8 });
  expect(camera.look(1, 8, { f: 0 })).toBe(2);
});

test("a slow camera has to miss three pictures", () => {
  const camera = new Camera();
  for (let picture = 0; picture < 20; picture++) {
    camera.look(1, 1, { f: 1 });
    camera.look(1, 0, { f: 0 });
  }
  camera.look(1, 1, { f: 1 });
  // Two a second: usually 500 ms between them.
  expect(camera.look(5, 1, { f: 0 })).toBe(0);
  expect(camera.look(1, 1, { f: 0 })).toBe(1);
});

test("a camera that gives nothing has nothing that could freeze", () => {
  const camera = new Camera();
  camera.look(20, 8, { f: 8 });
  expect(camera.look(20, 0, { f: 0 })).toBe(0);
});

test("a browser that does not count what the camera gives is taken to have had something", () => {
  const camera = new Camera();
  camera.look(20, null, { f: 8 });
  expect(camera.look(1, null, { f: 0 })).toBe(1);
});

test("one simulcast encoding that goes on is enough", () => {
  const camera = new Camera();
  camera.look(20, 8, { f: 8, h: 8, q: 8 });
  expect(camera.look(20, 8, { f: 0, h: 0, q: 8 })).toBe(0);
  expect(camera.look(1, 8, { f: 0, h: 0, q: 0 })).toBe(1);
});

test("nothing is expected of a picture that has not begun, or was taken away", () => {
  const camera = new Camera();
  expect(camera.look(20, 8, { f: 0 })).toBe(0);
  camera.look(20, 8, { f: 8 });
  camera.freezes.look(null);
  expect(camera.look(20, 8, { f: 0 })).toBe(0);
});

test("a new connection's encoders are not measured by those before", () => {
  const camera = new Camera();
  camera.look(20, 8, { f: 8 });
  camera.reconnect();
  expect(camera.look(20, 8, { g: 0 })).toBe(0);
});

test("a second's freezes are those since the second before, and none are known while nothing is to be sent", async () => {
  let framesEncoded = 0;
  let runs = true;
  let off = false;
  const getStats = async () => {
    if (runs) framesEncoded += 8;
    return new Map([
      ["f", { id: "f", type: "outbound-rtp", kind: "video", timestamp: performance.now(), framesEncoded }],
    ]);
  };
  const watch = new FreezeWatch(() => (off ? null : ({ getStats } as unknown as RTCRtpSender)));
  const second = async () => {
    await vi.advanceTimersByTimeAsync(1_000);
    return watch.take();
  };
  expect([await second(), await second()]).toEqual([0, 0]);
  runs = false;
  expect([await second(), await second()]).toEqual([1, 0]);
  off = true;
  expect(await second()).toBeNull();
  watch.stop();
});
