// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parseServerMessage, type ServerMessage } from "./messages";
import { type BroadcastWords, RegistrationRefused, SignalingClient, type SignalingOptions } from "./signaling";
import { FakeSocket } from "./testing";

let clients: SignalingClient[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.opened = [];
});

afterEach(() => {
  for (const client of clients) client.leave();
  clients = [];
  vi.useRealTimers();
});

async function started(options: Partial<SignalingOptions> = {}) {
  const client = new SignalingClient<BroadcastWords>(parseServerMessage, {
    url: "ws://server/ws",
    registration: () => ({ role: "watcher", room: "r" }),
    openSocket: FakeSocket.open,
    random: () => 1,
    ...options,
  });
  clients.push(client);
  const heard: ServerMessage[] = [];
  client.events.on("message", (message) => heard.push(message));
  client.connect();
  await vi.advanceTimersByTimeAsync(0);
  return { client, heard };
}

describe("registering", () => {
  test("the first message is register, and the state follows the answer", async () => {
    const { client } = await started();
    expect(client.state.phase).toBe("connecting");
    FakeSocket.last.welcome();
    expect(FakeSocket.last.sent).toEqual([{ type: "register", role: "watcher", room: "r" }]);
    expect(client.state.phase).toBe("registered");
  });

  test("nothing is sent before, and the caller is told so", async () => {
    const { client } = await started();
    expect(client.send({ type: "subscribe" })).toBe(false);
    FakeSocket.last.welcome();
    expect(client.send({ type: "subscribe" })).toBe(true);
    expect(FakeSocket.last.sent.at(-1)).toEqual({ type: "subscribe" });
  });

  test("a server that accepts and says nothing is given up after five seconds", async () => {
    const { client } = await started();
    FakeSocket.last.accept();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(client.state.phase).toBe("waiting");
    expect(FakeSocket.last.closedWith).toBe(4000);
  });

  test("a refused token is asked for once more, then it is final", async () => {
    const asked: boolean[] = [];
    const { client } = await started({
      registration: ({ tokenRefused }) => {
        asked.push(tokenRefused);
        return { role: "presenter", room: "r", token: "t" };
      },
    });
    const refuse = () => {
      FakeSocket.last.accept();
      FakeSocket.last.say({ type: "error", code: "unauthorized", message: "no" });
    };
    refuse();
    await vi.advanceTimersByTimeAsync(2_000);
    refuse();
    expect(asked).toEqual([false, true]);
    expect(client.state).toEqual({
      phase: "closed",
      reason: { kind: "refused", code: "unauthorized", message: "no" },
    });
  });

  test("who cannot register at all is told why and not tried again", async () => {
    const { client } = await started({
      registration: () => Promise.reject(new RegistrationRefused("signed-out", "Sign in first.")),
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.state).toMatchObject({ phase: "closed", reason: { kind: "refused", code: "signed-out" } });
    expect(FakeSocket.opened).toHaveLength(0);
  });
});

describe("a server that is full", () => {
  function full() {
    FakeSocket.last.accept();
    FakeSocket.last.say({ type: "error", code: "server-full", message: "Full.", requestType: "register" });
  }

  test("is asked again with growing pauses, says so meanwhile, and lets in when there is room", async () => {
    const { client } = await started({ random: () => 1 });
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      full();
      expect(client.state).toMatchObject({ phase: "waiting", refused: "server-full" });
      const pause = client.state.phase === "waiting" ? client.state.retryAt - Date.now() : 0;
      pauses.push(pause);
      await vi.advanceTimersByTimeAsync(pause);
      expect(client.state).toMatchObject({ phase: "connecting", refused: "server-full" });
    }
    expect(pauses).toEqual([2_000, 4_000, 8_000, 10_000, 10_000, 10_000, 10_000, 10_000]);
    FakeSocket.last.welcome();
    expect(client.state).toEqual({ phase: "registered" });
  });

  test("that goes away altogether is no longer called full", async () => {
    const { client } = await started();
    full();
    await vi.advanceTimersByTimeAsync(2_000);
    FakeSocket.last.end(1006);
    expect(client.state.phase).toBe("waiting");
    expect(client.state).not.toHaveProperty("refused");
  });
});

describe("coming back", () => {
  test("a lost socket resumes at once with its token and the last event it saw", async () => {
    const { client } = await started();
    FakeSocket.last.welcome({ eventId: 3 });
    FakeSocket.last.say({ type: "stream-state", state: "live", viewers: 1, eventId: 4 });
    FakeSocket.last.end(1006);
    expect(client.state.phase).toBe("waiting");
    await vi.advanceTimersByTimeAsync(100);
    FakeSocket.last.accept();
    expect(FakeSocket.last.sent[0]).toMatchObject({ type: "register", resumeToken: "rt", lastEventId: 4 });
  });

  test("replayed events are told once", async () => {
    const { heard } = await started();
    FakeSocket.last.welcome({ eventId: 0 });
    FakeSocket.last.say({ type: "stream-state", state: "live", viewers: 1, eventId: 1 });
    FakeSocket.last.end(1006);
    await vi.advanceTimersByTimeAsync(100);
    FakeSocket.last.welcome({ eventId: 2, resumed: true });
    FakeSocket.last.say({ type: "stream-state", state: "live", viewers: 1, eventId: 1 });
    FakeSocket.last.say({ type: "stream-state", state: "live", viewers: 2, eventId: 2 });
    expect(heard.map((message) => "viewers" in message && message.viewers)).toEqual([1, 2]);
  });

  test("a new participant's events are counted anew", async () => {
    const { heard } = await started();
    FakeSocket.last.welcome({ eventId: 40 });
    FakeSocket.last.end(1001);
    await vi.advanceTimersByTimeAsync(100);
    FakeSocket.last.welcome({ eventId: 0, resumed: false });
    FakeSocket.last.say({ type: "stream-state", state: "live", viewers: 1, eventId: 1 });
    expect(heard).toHaveLength(1);
  });

  test("a refused resume registers anew without a pause", async () => {
    await started();
    FakeSocket.last.welcome();
    FakeSocket.last.end(1006);
    await vi.advanceTimersByTimeAsync(100);
    FakeSocket.last.accept();
    FakeSocket.last.say({ type: "error", code: "resume-refused", message: "Register anew.", requestType: "register" });
    await vi.advanceTimersByTimeAsync(0);
    FakeSocket.last.accept();
    expect(FakeSocket.last.sent[0]).not.toHaveProperty("resumeToken");
  });

  test("a server that is away for a minute is asked at least every two seconds, and for ever after", async () => {
    await started();
    FakeSocket.last.welcome();
    FakeSocket.last.end(1006);
    const opened: number[] = [];
    for (let elapsed = 0; elapsed < 300_000; elapsed += 100) {
      const before = FakeSocket.opened.length;
      await vi.advanceTimersByTimeAsync(100);
      if (FakeSocket.opened.length > before) {
        opened.push(elapsed);
        FakeSocket.last.end(1006);
      }
    }
    const gaps = opened.map((at, index) => at - (opened[index - 1] ?? 0));
    const early = gaps.filter((_gap, index) => (opened[index] ?? 0) < 60_000);
    expect(Math.max(...early)).toBeLessThanOrEqual(2_100);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10_100);
    expect(opened.at(-1)).toBeGreaterThan(285_000);
  });

  test("being online again ends a pause at once", async () => {
    await started();
    FakeSocket.last.end(1006);
    for (let i = 0; i < 6; i++) {
      await vi.advanceTimersByTimeAsync(2_000);
      FakeSocket.last.end(1006);
    }
    const before = FakeSocket.opened.length;
    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.opened).toHaveLength(before + 1);
  });

  test("another network means another socket, at once", async () => {
    await started();
    FakeSocket.last.welcome();
    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(100);
    expect(FakeSocket.opened).toHaveLength(2);
    FakeSocket.last.accept();
    expect(FakeSocket.last.sent[0]).toMatchObject({ resumeToken: "rt" });
  });

  test.each([
    [4001, { kind: "replaced" }],
    [4003, { kind: "expelled", message: "ended" }],
  ])("close code %i is final", async (code, reason) => {
    const { client } = await started();
    FakeSocket.last.welcome();
    FakeSocket.last.end(code, "ended");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.state).toEqual({ phase: "closed", reason });
    expect(FakeSocket.opened).toHaveLength(1);
  });
});

describe("the heartbeat", () => {
  test("pings as often as the server wants", async () => {
    await started();
    FakeSocket.last.welcome({ heartbeatSeconds: 10 });
    await vi.advanceTimersByTimeAsync(10_000);
    FakeSocket.last.say({ type: "pong" });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(FakeSocket.last.sent.filter((message) => message.type === "ping")).toHaveLength(2);
  });

  test("a socket without any sign of life within five seconds is replaced", async () => {
    await started();
    FakeSocket.last.welcome();
    await vi.advanceTimersByTimeAsync(15_200);
    expect(FakeSocket.opened).toHaveLength(2);
    expect(FakeSocket.opened[0]?.closedWith).toBe(4000);
  });

  test("any message counts as a sign of life", async () => {
    await started();
    FakeSocket.last.welcome();
    await vi.advanceTimersByTimeAsync(12_000);
    FakeSocket.last.say({ type: "stream-state", state: "live", viewers: 1 });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(FakeSocket.opened).toHaveLength(1);
  });

  test("nonsense of the server costs nothing but a line in the console", async () => {
    const quiet = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const { client, heard } = await started();
    FakeSocket.last.welcome();
    FakeSocket.last.say({ type: "stream-state", state: 7 });
    FakeSocket.last.say({ type: "stream-state", state: "live", viewers: 1 });
    expect(heard).toHaveLength(1);
    expect(client.state.phase).toBe("registered");
    quiet.mockRestore();
  });
});

test("leaving says so and is final", async () => {
  const { client } = await started();
  FakeSocket.last.welcome();
  client.leave();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeSocket.last.sent.at(-1)).toEqual({ type: "leave" });
  expect(FakeSocket.last.closedWith).toBe(1000);
  expect(FakeSocket.opened).toHaveLength(1);
});
