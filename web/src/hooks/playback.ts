import { type RefObject, useCallback, useEffect, useState } from "react";

const VOLUME = "lyceum.volume";

export interface Sound {
  readonly muted: boolean;
  readonly volume: number;
  /** The browser let the picture start only without sound; a tap gives it. */
  readonly silenced: boolean;
  readonly setMuted: (muted: boolean) => void;
  readonly setVolume: (volume: number) => void;
}

function rememberedVolume(): number {
  const value = Number.parseFloat(localStorage.getItem(VOLUME) ?? "1");
  return value >= 0 && value <= 1 ? value : 1;
}

/**
 * Starts `videos` when `streams` change, with sound where the browser lets it and without where it insists, and keeps
 * all of them at one volume.
 */
export function useSound(
  videos: readonly RefObject<HTMLVideoElement | null>[],
  streams: readonly (MediaStream | null)[],
): Sound {
  const [muted, setMutedState] = useState(false);
  const [silenced, setSilenced] = useState(false);
  const [volume, setVolumeState] = useState(rememberedVolume);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the refs are stable; streams say when there is work
  useEffect(() => {
    for (const { current: video } of videos) {
      if (!video?.srcObject) continue;
      video.muted = muted || silenced;
      video.volume = volume;
      video.play().catch((error: unknown) => {
        if (!(error instanceof DOMException) || error.name !== "NotAllowedError") return;
        video.muted = true;
        setSilenced(true);
        video.play().catch(() => undefined); // power saving modes; the next press of a key or button tries again
      });
    }
  }, [...streams, muted, silenced, volume]);

  const setMuted = useCallback((next: boolean) => {
    setSilenced(false);
    setMutedState(next);
  }, []);
  const setVolume = useCallback((next: number) => {
    localStorage.setItem(VOLUME, String(next));
    setVolumeState(next);
    setSilenced(false);
    setMutedState(next === 0);
  }, []);
  return { muted: muted || silenced, silenced, volume, setMuted, setVolume };
}

/** Whether the video has shown a frame since `fresh` last turned true. */
export function useFirstFrame(video: RefObject<HTMLVideoElement | null>, stream: MediaStream | null): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    setSeen(false);
    const element = video.current;
    if (!element || !stream) return;
    const look = () => element.videoWidth > 0 && setSeen(true);
    const stop = new AbortController();
    for (const type of ["loadeddata", "resize", "timeupdate"]) {
      element.addEventListener(type, look, { signal: stop.signal });
    }
    element.requestVideoFrameCallback?.(look);
    return () => stop.abort();
  }, [video, stream]);
  return seen;
}

interface IosVideo extends HTMLVideoElement {
  webkitEnterFullscreen?: () => void;
}

/** Full screen for a stage, or for the video itself on phones that know only that. */
export function useFullscreen(stage: RefObject<HTMLElement | null>, video: RefObject<HTMLVideoElement | null>) {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const look = () => setFull(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", look);
    return () => document.removeEventListener("fullscreenchange", look);
  }, []);
  const toggle = useCallback(() => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (stage.current?.requestFullscreen) stage.current.requestFullscreen().catch(() => undefined);
    else (video.current as IosVideo | null)?.webkitEnterFullscreen?.();
  }, [stage, video]);
  return { full, toggle };
}

/** Picture in picture, where the browser has it; null where not. */
export function usePictureInPicture(video: RefObject<HTMLVideoElement | null>): (() => void) | null {
  const toggle = useCallback(() => {
    if (document.pictureInPictureElement) void document.exitPictureInPicture();
    else video.current?.requestPictureInPicture().catch(() => undefined);
  }, [video]);
  return document.pictureInPictureEnabled ? toggle : null;
}
