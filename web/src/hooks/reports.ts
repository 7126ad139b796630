import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { type Days, REPORT_PAGE } from "../core";
import { reports } from "../services";
import { MONEY } from "./money";
import { useSession } from "./session";

/** What a creator asks about: days, and one of their streams or all. */
export interface Scope {
  readonly days: Days;
  readonly stream: string | undefined;
}

/** Whose clock and stream it is stands in the key; while another answer is awaited the last one stays on the page. */
function useReport<T>(name: string, scope: Scope, ask: (scope: Scope) => Promise<T>) {
  const { user } = useSession();
  return useQuery({
    queryKey: [MONEY, name, user?.id, scope],
    queryFn: () => ask(scope),
    placeholderData: (before) => before,
    refetchInterval: 60_000,
  });
}

export function useEarnings(scope: Scope) {
  return useReport("earnings", scope, ({ days, stream }) => reports.earnings(days, stream));
}

export function useEarningsFile() {
  return useMutation({ mutationFn: ({ days, stream }: Scope) => reports.earningsFile(days, stream) });
}

export function useSupporters(scope: Scope) {
  return useReport("supporters", scope, ({ days, stream }) => reports.supporters(days, stream));
}

export function useAudience(scope: Scope) {
  return useReport("audience", scope, ({ days, stream }) => reports.audience(days, stream));
}

export function useBroadcasts(scope: Scope) {
  const { user } = useSession();
  return useInfiniteQuery({
    queryKey: ["broadcasts", user?.id, scope],
    queryFn: ({ pageParam }) => reports.broadcasts(scope.days, scope.stream, pageParam),
    placeholderData: (before) => before,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length < REPORT_PAGE ? undefined : page.at(-1)?.id),
  });
}

/** How many watched a broadcast at once; looked at again where it still runs. */
export function useViewersOverTime(id: string, running: boolean) {
  return useQuery({
    queryKey: ["viewers-over-time", id],
    queryFn: () => reports.viewersOverTime(id),
    refetchInterval: running && 15_000,
  });
}

export function useWatched() {
  const { user } = useSession();
  return useInfiniteQuery({
    queryKey: [MONEY, "watched", user?.id],
    queryFn: ({ pageParam }) => reports.watched(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length < REPORT_PAGE ? undefined : page.at(-1)?.id),
  });
}

export function useTipsGiven() {
  const { user } = useSession();
  return useInfiniteQuery({
    queryKey: [MONEY, "tips-given", user?.id],
    queryFn: ({ pageParam }) => reports.tipsGiven(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length < REPORT_PAGE ? undefined : page.at(-1)?.id),
  });
}
