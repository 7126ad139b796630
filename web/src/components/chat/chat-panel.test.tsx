// @vitest-environment happy-dom
import { act, Profiler } from "react";
import { beforeEach, expect, test } from "vitest";
import { Chat, MESSAGES_KEPT, SignalingClient } from "../../core";
import { parseServerMessage } from "../../core/messages";
import { FakeSocket } from "../../core/testing";
import { testPage } from "../../testing";
import { ChatPanel } from "./chat-panel";

const page = testPage();
let frames: (() => void)[];
let renders: number;
let chat: Chat;
/** What stood there after each rendering. */
let stood: string[];
let eventId: number;

const say = (message: object) => FakeSocket.last.say({ eventId: ++eventId, ...message });
const line = (messageId: number, fields: object = {}) => ({
  messageId,
  authorId: `a${messageId % 7}`,
  name: "Ann",
  badge: "member",
  text: `message ${messageId}`,
  sentAt: "2026-01-02T03:04:05Z",
  ...fields,
});

async function frame(): Promise<void> {
  await act(async () => {
    for (const run of frames.splice(0)) run();
  });
}

beforeEach(async () => {
  localStorage.clear();
  FakeSocket.opened = [];
  frames = [];
  renders = 0;
  stood = [];
  eventId = 0;
  const signaling = new SignalingClient(parseServerMessage, {
    url: "ws://h/ws",
    openSocket: FakeSocket.open,
    registration: () => ({ role: "watcher" as const, room: "r" }),
  });
  chat = new Chat((run) => frames.push(run));
  chat.attach(signaling);
  await page.show(
    <Profiler
      id="chat"
      onRender={() => {
        renders++;
        stood.push(page.place.textContent ?? "");
      }}
    >
      <ChatPanel chat={chat} />
    </Profiler>,
  );
  await act(async () => signaling.connect());
  FakeSocket.last.welcome();
  FakeSocket.last.say({ type: "chat-history", messages: [] });
  say({ type: "chat-state", authorId: "me", standing: "open", slowSeconds: 0, moderator: false, appoints: false });
  await frame();
});

const rows = () => [...page.place.querySelectorAll("li[data-message]")];

test("a thousand messages between two pictures are rendered once, behind whatever else the page has to do", async () => {
  renders = 0;
  for (let id = 1; id <= 1_000; id++) say({ type: "chat", messages: [line(id)] });
  await frame();
  expect(renders).toBe(2); // the first learns of them and leaves the lines as they are
  expect(rows()).toHaveLength(MESSAGES_KEPT);
  expect(rows().at(-1)?.textContent).toContain("message 1000");
});

test("what this person has said stands there at every moment until it is one of the lines", async () => {
  chat.say("hello");
  await frame();
  const { requestId } = FakeSocket.last.sent.at(-1) as { requestId: string };
  stood = [];
  say({ type: "chat", messages: [line(1, { authorId: "me", text: "hello", requestId })] });
  await frame();
  expect(rows()).toHaveLength(1);
  expect(stood).toHaveLength(2);
  for (const text of stood) expect(text.split("hello")).toHaveLength(2);
});

test("markup and links are text", async () => {
  const text = "<b>bold</b> <img src=x onerror=alert(1)> javascript:alert(1) https://example.org";
  say({ type: "chat", messages: [line(1, { text, name: "<i>Eve</i>" })] });
  await frame();
  expect(page.place.querySelector("[data-testid=message-text]")?.textContent).toBe(text);
  expect(rows()[0]?.querySelectorAll("b, i, img, a, script")).toHaveLength(0);
});

test("whoever is hidden is not shown, until they are shown again", async () => {
  say({ type: "chat", messages: [line(1), line(2)] });
  await frame();
  const press = async (name: string) => {
    const button = [...page.place.querySelectorAll("button")].find(
      (it) => it.textContent === name || it.getAttribute("aria-label") === name,
    );
    await act(async () => button?.click());
  };
  await press("What to do about the message of Ann");
  await press("Hide person");
  expect(rows()).toHaveLength(1);
  await press("Show again");
  expect(rows()).toHaveLength(2);
});
