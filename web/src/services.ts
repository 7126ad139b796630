import { QueryClient } from "@tanstack/react-query";
import { ApiClient, ApiError, MoneyApi, ReportApi } from "./core";

// The one API client and the one cache of a page. Whoever needs them imports them from here.

export const api = new ApiClient({
  locks: navigator.locks,
  channel: "BroadcastChannel" in window ? new BroadcastChannel("lyceum.session") : undefined,
  storage: window.localStorage,
});

export const money = new MoneyApi(api);

export const reports = new ReportApi(api);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What the server refused it refuses again; only a server that is away is asked once more.
      retry: (failures, error) => !(error instanceof ApiError) && failures < 2,
    },
  },
});
