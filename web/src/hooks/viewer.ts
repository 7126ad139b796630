import { useEffect, useState } from "react";
import { signalingUrl, Viewer } from "../core";
import { api } from "../services";

/** Watches a stream for as long as the page is open; null for the instant before. `attempt` grows to begin anew. */
export function useViewer(streamId: string, attempt: number): Viewer | null {
  const [viewer, setViewer] = useState<Viewer | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is a new viewer
  useEffect(() => {
    const created = new Viewer({
      url: signalingUrl(),
      registration: async ({ tokenRefused }) => {
        const token = await api.token(tokenRefused);
        return { role: "watcher", room: streamId, ...(token ? { token } : {}) };
      },
    });
    setViewer(created);
    created.start();
    return () => {
      setViewer(null);
      created.close();
    };
  }, [streamId, attempt]);
  return viewer;
}
