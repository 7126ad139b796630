import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { ApiError, type Chat, type Currency, Intent, PAGE, type Tip, type TipGoal, type Wallet } from "../core";
import { money } from "../services";
import { useChat } from "./chat";
import { useSession } from "./session";
import { useServerConfig } from "./streams";

/** Everything about money stands below this key: one word makes all of it be asked for again. */
export const MONEY = "money";

/** What the house counts in; null until that is known. */
export function useCurrency(): Currency | null {
  const { data } = useServerConfig();
  return data ? { code: data.currency, decimals: data.decimals } : null;
}

/** The wallet of who is signed in; looked at again every minute, since others put money in as well. */
export function useWallet() {
  const { user } = useSession();
  return useQuery({
    queryKey: [MONEY, "wallet", user?.id],
    queryFn: () => money.wallet(),
    enabled: user !== null,
    refetchInterval: 60_000,
  });
}

/** The server has said what is in the wallet. */
export function useHeardBalance(balance: number | undefined): void {
  const client = useQueryClient();
  const { user } = useSession();
  useEffect(() => {
    if (balance === undefined) return;
    client.setQueryData<Wallet>([MONEY, "wallet", user?.id], (known) => known && { ...known, balance });
  }, [client, user?.id, balance]);
}

export function useWalletEntries() {
  const { user } = useSession();
  return useInfiniteQuery({
    queryKey: [MONEY, "entries", user?.id],
    queryFn: ({ pageParam }) => money.entries(pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.number),
  });
}

export function usePayouts() {
  const { user } = useSession();
  return useQuery({ queryKey: [MONEY, "payouts", user?.id], queryFn: () => money.payouts() });
}

/**
 * Something that moves money. Where the server cannot be reached it is told again, and whatever becomes of that, the next press
 * of the button says the same thing with the same key: what was done already is not done twice.
 */
function useOnce<Wish, Done>(tell: (wish: Wish, key: string) => Promise<Done>) {
  const client = useQueryClient();
  const [intent] = useState(() => new Intent());
  return useMutation({
    mutationFn: (wish: Wish) => tell(wish, intent.keyFor(wish)),
    networkMode: "always",
    retry: (failures, error) => !(error instanceof ApiError) && failures < 3,
    onSuccess: () => {
      intent.done();
      void client.invalidateQueries({ queryKey: [MONEY] });
    },
  });
}

export function useRedeem() {
  return useOnce((code: string, key) => money.redeem(code, key));
}

export function useRequestPayout() {
  return useOnce((amount: number, key) => money.requestPayout(amount, key));
}

export function useGiveTip(streamId: string) {
  return useOnce(({ amount, message }: { amount: number; message: string }, key) =>
    money.giveTip(streamId, amount, message, key),
  );
}

const goalKey = (streamId: string) => ["goal", streamId];

/** What a stream collects for. Those in its room hear of every change, see {@link useTipsHeard}. */
export function useGoal(streamId: string) {
  return useQuery({ queryKey: goalKey(streamId), queryFn: () => money.goal(streamId), refetchInterval: 60_000 });
}

export function useSetGoal(streamId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ title, target }: { title: string; target: number }) => money.setGoal(streamId, title, target),
    onSuccess: (goal) => client.setQueryData<TipGoal | null>(goalKey(streamId), goal),
  });
}

export function useDropGoal(streamId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => money.dropGoal(streamId),
    onSuccess: () => client.setQueryData<TipGoal | null>(goalKey(streamId), null),
  });
}

/** The tips of a stream of one's own; those that come by another way than this page's are seen within 20 s. */
export function useReceivedTips(streamId: string) {
  return useInfiniteQuery({
    queryKey: [MONEY, "tips", streamId],
    queryFn: ({ pageParam }) => money.tips(streamId, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.id),
    refetchInterval: 20_000,
  });
}

/** Calls `hear` for each tip that comes from now on. */
function useNewTips(chat: Chat, hear: (tips: readonly Tip[]) => void): void {
  const tips = useChat(chat, (state) => state.tips);
  const heard = useRef<ReadonlySet<string> | null>(null);
  const latest = useRef(hear);
  latest.current = hear;
  useEffect(() => {
    const known = heard.current;
    heard.current = new Set(tips.map((tip) => tip.tipId));
    const fresh = tips.filter((tip) => known && !known.has(tip.tipId));
    if (fresh.length > 0) latest.current(fresh);
  }, [tips]);
}

/** Keeps a stream's goal as the room says; in the studio also the feed and the wallet that tips go to. */
export function useTipsHeard(chat: Chat, streamId: string, mine: boolean): void {
  const client = useQueryClient();
  const goal = useChat(chat, (state) => state.goal);
  useEffect(() => {
    if (goal !== undefined) client.setQueryData<TipGoal | null>(goalKey(streamId), goal);
  }, [client, streamId, goal]);
  useNewTips(chat, () => {
    if (mine) void client.invalidateQueries({ queryKey: [MONEY] });
  });
}

/** Each is shown for so long; those who wait behind it make it shorter. */
const SHOWN_MILLIS = 6_000;
const HURRIED_MILLIS = 2_500;
/** Who has come later than that is in the chat alone. */
const MOST_WAITING = 8;

/** The tip that everyone is to see now, one after the other. */
export function useShownTip(chat: Chat): Tip | null {
  const [waiting, setWaiting] = useState<readonly Tip[]>([]);
  useNewTips(chat, (tips) => setWaiting((before) => [...before, ...tips].slice(0, MOST_WAITING)));
  const shown = waiting[0] ?? null;
  const hurried = waiting.length > 1;
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setWaiting((before) => before.slice(1)), hurried ? HURRIED_MILLIS : SHOWN_MILLIS);
    return () => clearTimeout(timer);
  }, [shown, hurried]);
  return shown;
}

export function useMakeVouchers() {
  return useMutation({
    mutationFn: ({ amount, howMany }: { amount: number; howMany: number }) => money.makeVouchers(amount, howMany),
  });
}

export function useRequestedPayouts() {
  return useQuery({
    queryKey: [MONEY, "requested-payouts"],
    queryFn: () => money.requestedPayouts(),
    refetchInterval: 30_000,
  });
}

export function useDecidePayout() {
  return useOnce(({ id, decision }: { id: string; decision: "paid" | "refuse" }, key) =>
    money.decidePayout(id, decision, key),
  );
}

export function useVerifyLedger() {
  return useMutation({ mutationFn: () => money.verifyLedger() });
}
