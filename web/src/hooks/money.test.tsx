// @vitest-environment happy-dom
import { QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Chat, SignalingClient, type Tip } from "../core";
import { parseServerMessage } from "../core/messages";
import { FakeSocket } from "../core/testing";
import { queryClient } from "../services";
import { testPage } from "../testing";
import { useRedeem, useShownTip } from "./money";

function Redeeming({ onReady }: { onReady: (redeem: (code: string) => void) => void }) {
  onReady(useRedeem().mutate);
  return null;
}

function Showing({ chat, onTip }: { chat: Chat; onTip: (tip: Tip | null) => void }) {
  onTip(useShownTip(chat));
  return null;
}

const page = testPage();
let keys: (string | null)[];
let answers: (() => Response)[];

const json = (status: number, body: object) => new Response(JSON.stringify(body), { status });
const away = () => {
  throw new TypeError("fetch failed");
};

const show = (content: React.ReactNode) =>
  page.show(<QueryClientProvider client={queryClient}>{content}</QueryClientProvider>);

const pass = (millis: number) => act(async () => vi.advanceTimersByTimeAsync(millis));

beforeEach(() => {
  vi.useFakeTimers();
  keys = [];
  answers = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    if (!path.startsWith("/api/wallet/vouchers")) return json(401, { code: "unauthorized" });
    keys.push(new Headers(init.headers).get("Idempotency-Key"));
    return answers.shift()?.();
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what the server may have done already is told it with the same key, until it is done", async () => {
  let redeem: (code: string) => void = () => undefined;
  await show(<Redeeming onReady={(mutate) => (redeem = mutate)} />);
  const done = () => json(201, { id: "m", amount: 5, balance: 5 });
  answers = [away, () => json(503, { code: "busy" }), done, done];

  await act(async () => redeem("code"));
  await pass(5_000);
  expect(keys).toHaveLength(2);
  await act(async () => redeem("code"));
  await pass(5_000);
  await act(async () => redeem("code"));
  await pass(5_000);

  const [first, again, pressed, another] = keys;
  expect(first).toBeTruthy();
  expect([again, pressed]).toEqual([first, first]);
  expect(another).not.toBe(first);
});

test("tips are shown one after the other, and those from before not at all", async () => {
  const signaling = new SignalingClient(parseServerMessage, {
    url: "ws://h/ws",
    openSocket: FakeSocket.open,
    registration: () => ({ role: "watcher" as const, room: "r" }),
  });
  const chat = new Chat((run) => run());
  chat.attach(signaling);
  signaling.connect();
  await vi.advanceTimersByTimeAsync(0);
  FakeSocket.last.welcome();
  let second = 0;
  const give = (tipId: string) =>
    act(async () => {
      const givenAt = new Date(++second * 1_000).toISOString();
      FakeSocket.last.say({ type: "tip", eventId: second, tipId, name: "Bo", amount: 5, message: "", givenAt });
    });
  await give("before");

  let shown = null as Tip | null;
  await show(<Showing chat={chat} onTip={(tip) => (shown = tip)} />);
  const id = () => shown?.tipId ?? null;
  expect(id()).toBeNull();
  await give("one");
  expect(id()).toBe("one");
  await give("two");
  await pass(3_000);
  expect(id()).toBe("two");
  await pass(7_000);
  expect(id()).toBeNull();
  signaling.leave();
});
