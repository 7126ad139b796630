import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PathKeeper } from "./path";
import { FakeConnection } from "./testing";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function kept() {
  const done: string[] = [];
  const keeper = new PathKeeper({
    restartIce: () => done.push("restart"),
    rebuild: () => done.push("rebuild"),
    changed: (state) => done.push(state),
  });
  const connection = new FakeConnection();
  keeper.signaling(true);
  keeper.watch(connection.asConnection);
  return { keeper, connection, done };
}

test("a path that comes about needs no remedy", async () => {
  const { connection, done } = kept();
  connection.become("connected", "connected");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(done).toEqual(["connecting", "connected"]);
});

test("a short disconnection heals by itself", async () => {
  const { connection, done } = kept();
  connection.become("connected", "connected");
  connection.become("disconnected", "disconnected");
  await vi.advanceTimersByTimeAsync(900);
  connection.become("connected", "connected");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(done).toEqual(["connecting", "connected", "mending", "connected"]);
});

test("a longer one restarts ICE, then builds anew, and again for ever", async () => {
  const { connection, done } = kept();
  connection.become("connected", "connected");
  connection.become("disconnected", "disconnected");
  await vi.advanceTimersByTimeAsync(1_000 + 3 * 6_000);
  expect(done).toEqual(["connecting", "connected", "mending", "restart", "rebuild", "rebuild", "rebuild"]);
});

test("without signaling a remedy waits for it", async () => {
  const { keeper, connection, done } = kept();
  connection.become("connected", "connected");
  keeper.signaling(false);
  connection.become("failed", "failed");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(done).not.toContain("restart");
  keeper.signaling(true);
  expect(done.at(-1)).toBe("restart");
});

test("media that goes on without signaling is left in peace", async () => {
  const { keeper, connection, done } = kept();
  connection.become("connected", "connected");
  keeper.signaling(false);
  await vi.advanceTimersByTimeAsync(60_000);
  keeper.signaling(true);
  expect(done).toEqual(["connecting", "connected"]);
});

test("another network restarts ICE before anything is seen to fail", () => {
  const { keeper, connection, done } = kept();
  connection.become("connected", "connected");
  keeper.networkChanged();
  expect(done.at(-1)).toBe("restart");
});

test("a restart onto another network that the browser makes without a word is a success", async () => {
  const { keeper, connection, done } = kept();
  connection.become("connected", "connected");
  keeper.networkChanged();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(done).toEqual(["connecting", "connected", "restart"]);
});

test("the several events of one failure get one remedy", () => {
  const { connection, done } = kept();
  connection.become("connected", "connected");
  connection.become("failed", "failed");
  connection.become("disconnected", "disconnected");
  expect(done).toEqual(["connecting", "connected", "mending", "restart"]);
});

test("where only DTLS failed a restart would not help", () => {
  const { connection, done } = kept();
  connection.become("connected", "failed");
  expect(done.at(-1)).toBe("rebuild");
});

test("after a success the mild remedy comes first again", async () => {
  const { connection, done } = kept();
  connection.become("failed", "failed");
  connection.become("connected", "connected");
  connection.become("failed", "failed");
  expect(done.filter((it) => it === "restart")).toHaveLength(2);
});

test("a connection at rest is not mended", async () => {
  const { keeper, connection, done } = kept();
  connection.become("connected", "connected");
  keeper.rest();
  connection.become("closed", "closed");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(done).toEqual(["connecting", "connected", "new"]);
});
