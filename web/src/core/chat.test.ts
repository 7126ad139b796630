// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { Chat, inFlow, MESSAGES_KEPT } from "./chat";
import { parseServerMessage } from "./messages";
import { SignalingClient } from "./signaling";
import { FakeSocket } from "./testing";

let frames: (() => void)[];
let chat: Chat;
let changes: number;
let ids: number;

/** The page is about to show its next picture. */
function frame(): void {
  for (const run of frames.splice(0)) run();
}

const line = (messageId: number, fields: object = {}) => ({
  messageId,
  authorId: "ann",
  name: "Ann",
  badge: "member",
  text: `m${messageId}`,
  sentAt: "2026-01-02T03:04:05Z",
  ...fields,
});

let eventId: number;
const say = (message: object) => FakeSocket.last.say({ eventId: ++eventId, ...message });
const texts = () => chat.store.getState().messages.map((message) => message.text);

beforeEach(async () => {
  vi.useFakeTimers();
  FakeSocket.opened = [];
  frames = [];
  changes = 0;
  ids = 0;
  eventId = 0;
  const signaling = new SignalingClient(parseServerMessage, {
    url: "ws://h/ws",
    openSocket: FakeSocket.open,
    registration: () => ({ role: "watcher" as const, room: "r" }),
  });
  chat = new Chat(
    (run) => frames.push(run),
    () => `r${++ids}`,
  );
  chat.store.subscribe(() => changes++);
  chat.attach(signaling);
  signaling.connect();
  await vi.advanceTimersByTimeAsync(0);
  FakeSocket.last.welcome();
  FakeSocket.last.say({ type: "chat-history", messages: [line(1), line(2)] });
  say({ type: "chat-state", authorId: "me", standing: "open", slowSeconds: 0, moderator: false, appoints: false });
  frame();
});

describe("messages", () => {
  test("begin with what was said last, and go on in their order", () => {
    say({ type: "chat", messages: [line(3)] });
    frame();
    expect(texts()).toEqual(["m1", "m2", "m3"]);
  });

  test("that come between two pictures of the page are one change, and only the newest are kept", () => {
    changes = 0;
    for (let id = 3; id < 403; id++) say({ type: "chat", messages: [line(id)] });
    expect(changes).toBe(0);
    frame();
    expect(changes).toBe(1);
    expect(texts()).toHaveLength(MESSAGES_KEPT);
    expect(texts().at(-1)).toBe("m402");
  });

  test("of a busy chat are a change each fifth of a second, and one's own are shown at once with what waits", () => {
    changes = 0;
    say({ type: "chat", messages: [line(3)] });
    frame();
    for (let id = 4; id < 8; id++) {
      say({ type: "chat", messages: [line(id)] });
      vi.advanceTimersByTime(40);
      frame();
    }
    expect(changes).toBe(1);
    vi.advanceTimersByTime(40);
    frame();
    expect(changes).toBe(2);
    expect(texts().at(-1)).toBe("m7");

    say({ type: "chat", messages: [line(8)] });
    chat.say("hello");
    frame();
    expect(changes).toBe(3);
    expect(texts().at(-1)).toBe("m8");
    vi.advanceTimersByTime(200);
    frame();
    expect(changes).toBe(3);
  });

  test("that are deleted go, and come back where they were", () => {
    say({ type: "chat-deleted", messageId: 1 });
    frame();
    expect(texts()).toEqual(["m2"]);
    say({ type: "chat", messages: [line(1)] });
    frame();
    expect(texts()).toEqual(["m1", "m2"]);
  });

  test("and tips stand in the order of their times, a tip that is told twice once", () => {
    const tip = { type: "tip", name: "Bo", amount: 5, message: "" };
    say({ ...tip, tipId: "late", givenAt: "2026-01-02T03:04:07Z" });
    say({ ...tip, tipId: "early", givenAt: "2026-01-02T03:04:04Z" });
    say({ ...tip, tipId: "late", givenAt: "2026-01-02T03:04:07Z" });
    say({ type: "chat", messages: [line(3, { sentAt: "2026-01-02T03:04:06Z" })] });
    frame();
    const { messages, tips } = chat.store.getState();
    const flow = inFlow(messages, tips).map((it) => ("tipId" in it ? it.tipId : it.text));
    expect(flow).toEqual(["early", "m1", "m2", "m3", "late"]);
  });

  test("and what the stream collects for is what was said last", () => {
    const goal = { title: "A harpsichord", target: 100, raised: 70 };
    const known = () => {
      frame();
      return chat.store.getState().goal;
    };
    expect(known()).toBeUndefined();
    say({ type: "tip-goal", goal: { ...goal, raised: 0 } });
    expect(known()).toEqual({ ...goal, raised: 0 });
    say({ type: "tip", tipId: "t", name: "Bo", amount: 70, message: "", givenAt: "2026-01-02T03:04:07Z", goal });
    expect(known()).toEqual(goal);
    say({ type: "tip-goal" });
    expect(known()).toBeNull();
  });

  test("told twice are there once", () => {
    say({ type: "chat", messages: [line(2, { text: "again" }), line(3)] });
    frame();
    expect(texts()).toEqual(["m1", "again", "m3"]);
  });
});

describe("what this person says", () => {
  test("is awaited until the server has stored it", () => {
    chat.say("hello");
    frame();
    expect(FakeSocket.last.sent.at(-1)).toEqual({ type: "chat", requestId: "r1", text: "hello" });
    expect(chat.store.getState().unsaid).toMatchObject([{ text: "hello", problem: null }]);
    say({ type: "chat", messages: [line(3, { authorId: "me", text: "hello", requestId: "r1" })] });
    frame();
    expect(chat.store.getState().unsaid).toEqual([]);
    expect(texts().at(-1)).toBe("hello");
  });

  test("stays with its reason where it is refused, and is the same message when it is said again", () => {
    chat.say("hello", "Gus");
    FakeSocket.last.say({ type: "chat-refused", requestId: "r1", reason: "slow-mode", message: "No.", retryAfter: 8 });
    frame();
    expect(chat.store.getState().unsaid).toMatchObject([{ problem: "slow-mode" }]);
    expect(chat.store.getState().nextAt).toBe(Date.now() + 8_000);
    const [unsaid] = chat.store.getState().unsaid;
    if (unsaid) chat.sayAgain(unsaid);
    expect(FakeSocket.last.sent.at(-1)).toEqual({ type: "chat", requestId: "r1", text: "hello", name: "Gus" });
    frame();
    expect(chat.store.getState().unsaid).toMatchObject([{ problem: null }]);
  });

  test("slow mode counts from the moment at which it was stored", () => {
    say({ type: "chat-state", authorId: "me", standing: "open", slowSeconds: 30, moderator: false, appoints: false });
    chat.say("hello");
    say({ type: "chat", messages: [line(3, { requestId: "r1" })] });
    frame();
    expect(chat.store.getState().nextAt).toBe(Date.now() + 30_000);
  });

  test("is said once more by the socket that takes up where the last one broke off", async () => {
    chat.say("hello");
    FakeSocket.last.end(1006);
    await vi.advanceTimersByTimeAsync(1_000);
    FakeSocket.last.welcome({ resumed: true });
    expect(FakeSocket.last.sent.at(-1)).toEqual({ type: "chat", requestId: "r1", text: "hello" });
  });

  test("is given back where the server has forgotten this participant", async () => {
    chat.say("hello");
    FakeSocket.last.end(4004);
    await vi.advanceTimersByTimeAsync(1_000);
    FakeSocket.last.welcome({ resumed: false });
    frame();
    expect(chat.store.getState().unsaid).toMatchObject([{ problem: "lost" }]);
  });

  test("is given back at once without a connection", () => {
    FakeSocket.last.end(1006);
    chat.say("hello");
    frame();
    expect(chat.store.getState().unsaid).toMatchObject([{ problem: "lost" }]);
    const [unsaid] = chat.store.getState().unsaid;
    if (unsaid) chat.discard(unsaid);
    frame();
    expect(chat.store.getState().unsaid).toEqual([]);
  });
});

test("a time-out is counted in this page's own clock", () => {
  say({
    type: "chat-state",
    authorId: "me",
    standing: "timed-out",
    seconds: 60,
    slowSeconds: 0,
    moderator: false,
    appoints: false,
  });
  frame();
  expect(chat.store.getState()).toMatchObject({ standing: "timed-out", timedOutUntil: Date.now() + 60_000 });
});

test("what the server does not do for someone who keeps order is told in its words", () => {
  chat.moderate("ban", 2);
  FakeSocket.last.say({ type: "error", code: "forbidden", message: "Not you.", requestType: "moderate" });
  frame();
  expect(chat.store.getState().refusal).toBe("Not you.");
});
