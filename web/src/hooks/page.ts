import { useEffect, useState } from "react";

/** The document's title while a page is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}

/** The time, again every `interval` ms while `running`. */
export function useNow(interval = 1_000, running = true): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!running) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), interval);
    return () => clearInterval(timer);
  }, [interval, running]);
  return now;
}

/** True once `state` has been the same for `millis`. */
export function useLasting(state: unknown, millis: number): boolean {
  const [lasting, setLasting] = useState<unknown>();
  useEffect(() => {
    const timer = setTimeout(() => setLasting(state), millis);
    return () => {
      clearTimeout(timer);
      setLasting(undefined);
    };
  }, [state, millis]);
  return lasting === state;
}

/** Keeps the screen on while `wanted`, where the browser can; taken again when the page is looked at again. */
export function useWakeLock(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !("wakeLock" in navigator)) return;
    let lock: WakeLockSentinel | null = null;
    let over = false;
    const take = async () => {
      if (document.visibilityState !== "visible" || over) return;
      try {
        lock = await navigator.wakeLock.request("screen");
        if (over) void lock.release();
      } catch {
        // Low battery: the system knows better.
      }
    };
    void take();
    document.addEventListener("visibilitychange", take);
    return () => {
      over = true;
      document.removeEventListener("visibilitychange", take);
      void lock?.release();
    };
  }, [wanted]);
}

/** True after `millis` without a touch, a key or a move of the pointer, while `active`. */
export function useIdle(active: boolean, millis = 2_800): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    setIdle(false);
    if (!active) return;
    let timer = setTimeout(() => setIdle(true), millis);
    const wake = () => {
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), millis);
    };
    const stop = new AbortController();
    for (const type of ["pointermove", "pointerdown", "keydown", "focusin"]) {
      window.addEventListener(type, wake, { signal: stop.signal });
    }
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [active, millis]);
  return idle;
}
