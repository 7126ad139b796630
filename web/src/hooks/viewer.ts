import { type RefObject, useEffect, useState } from "react";
import { type PictureSource, shownHeight, signalingUrl, Viewer } from "../core";
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

/** Tells the viewer how large `video` is on the screen, and whether anybody can see it, so that it fetches no more. */
export function usePictureView(
  viewer: Viewer,
  source: PictureSource,
  video: RefObject<HTMLVideoElement | null>,
  stream: MediaStream | null,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the element comes and goes with its stream
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    let floating = document.pictureInPictureElement === element;
    let frame: PictureInPictureWindow | null = null;
    // Where a browser floats pictures and tells no page of it (Firefox), one in a tab behind others may be looked at.
    const told = "pictureInPictureEnabled" in document;
    const look = () => {
      const box = frame ?? { width: element.clientWidth, height: element.clientHeight };
      const picture = { width: element.videoWidth, height: element.videoHeight };
      const view = {
        height: shownHeight(box, picture, window.devicePixelRatio),
        visible: floating || !told || document.visibilityState === "visible",
      };
      viewer.show(source, view, picture.height);
    };
    const stop = new AbortController();
    const { signal } = stop;
    element.addEventListener(
      "enterpictureinpicture",
      (event) => {
        floating = true;
        frame = (event as PictureInPictureEvent).pictureInPictureWindow;
        frame.addEventListener("resize", look, { signal });
        look();
      },
      { signal },
    );
    element.addEventListener(
      "leavepictureinpicture",
      () => {
        floating = false;
        frame = null;
        look();
      },
      { signal },
    );
    // The picture's own size: another layer, or a phone that is turned.
    element.addEventListener("resize", look, { signal });
    document.addEventListener("visibilitychange", look, { signal });
    const size = new ResizeObserver(look);
    size.observe(element);
    look();
    return () => {
      stop.abort();
      size.disconnect();
    };
  }, [viewer, source, video, stream]);
}
