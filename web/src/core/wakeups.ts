import type { Unsubscribe } from "./emitter";

/** `network`: another network, so media paths are stale too. `awake`: someone looks again; sockets may be dead. */
export type Wakeup = "network" | "awake";

interface NetworkInformation extends EventTarget {
  readonly type?: string;
}

/**
 * Calls `listener` when it pays to try again at once rather than to sit out a pause: the browser says that it is
 * online again, that the kind of network changed, or that the page is looked at again.
 */
export function onWakeup(listener: (wakeup: Wakeup) => void): Unsubscribe {
  if (typeof window === "undefined") return () => undefined;
  const stop = new AbortController();
  const { signal } = stop;
  window.addEventListener("online", () => listener("network"), { signal });
  window.addEventListener("pageshow", (event) => event.persisted && listener("awake"), { signal });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && listener("awake"), {
    signal,
  });
  const connection = (navigator as Navigator & { connection?: NetworkInformation }).connection;
  let type = connection?.type;
  // Chromium fires 'change' for every new estimate of the speed as well; only another kind of network counts.
  connection?.addEventListener(
    "change",
    () => {
      if (connection.type === type) return;
      type = connection.type;
      listener("network");
    },
    { signal },
  );
  return () => stop.abort();
}
