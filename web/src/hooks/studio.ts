import { useEffect, useState } from "react";
import { useStore } from "zustand";
import {
  type CaptureState,
  LocalMedia,
  Presenter,
  type PresenterState,
  QUALITY_PRESETS,
  type QualityId,
  RegistrationRefused,
  type StreamInfo,
  signalingUrl,
} from "../core";
import { api, queryClient } from "../services";

/** The devices of a person and the broadcast that they feed, for as long as the studio page is open. */
export interface Studio {
  readonly media: LocalMedia;
  readonly presenter: Presenter;
  readonly goLive: () => void;
  /** The page was reloaded while on air and is about to be so again. */
  readonly returning: boolean;
  /** Off the air, and the stream is over for everyone. */
  readonly end: () => Promise<void>;
  readonly setQuality: (quality: QualityId) => void;
}

/** What the browser keeps for the next visit. */
const CHOICES = "lyceum.studio";
/** Kept for a reload: a presenter who was on air is so again by themselves. */
const ON_AIR = "lyceum.on-air";

interface Choices {
  readonly cameraId?: string | null;
  readonly microphoneId?: string | null;
  readonly quality?: QualityId;
}

function rememberedChoices(): Choices {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(CHOICES) ?? "{}");
    return typeof found === "object" && found !== null ? found : {};
  } catch {
    return {};
  }
}

function createStudio(streamId: string): Studio & { close: () => void } {
  const media = new LocalMedia();
  const presenter = new Presenter(media, {
    url: signalingUrl(),
    registration: async ({ tokenRefused }) => {
      const token = await api.token(tokenRefused);
      if (!token) throw new RegistrationRefused("signed-out", "You are signed out.");
      return { role: "presenter", room: streamId, token };
    },
  });
  const remember = (change: Choices) =>
    localStorage.setItem(CHOICES, JSON.stringify({ ...rememberedChoices(), ...change }));
  media.store.subscribe(({ camera, microphone }, before) => {
    if (camera.deviceId !== before.camera.deviceId) remember({ cameraId: camera.deviceId });
    if (microphone.deviceId !== before.microphone.deviceId) remember({ microphoneId: microphone.deviceId });
  });
  presenter.store.subscribe(({ phase }) => {
    if (phase === "closed") sessionStorage.removeItem(ON_AIR);
  });

  const returning = sessionStorage.getItem(ON_AIR) === streamId;
  const goLive = () => {
    sessionStorage.setItem(ON_AIR, streamId);
    presenter.goLive();
  };
  const open = async () => {
    const { cameraId, microphoneId, quality } = rememberedChoices();
    if (QUALITY_PRESETS.some((preset) => preset.id === quality)) await presenter.setQuality(quality as QualityId);
    await media.open({ cameraId, microphoneId });
    if (returning) goLive();
  };
  void open();

  return {
    media,
    presenter,
    goLive,
    returning,
    end: async () => {
      sessionStorage.removeItem(ON_AIR);
      presenter.stop();
      // Known here before the list of streams is asked again, which would call the stream live from elsewhere.
      queryClient.setQueryData<StreamInfo>(["stream", streamId], (known) => known && { ...known, status: "ended" });
      await api.endStream(streamId);
    },
    setQuality: (quality) => {
      remember({ quality });
      void presenter.setQuality(quality);
    },
    close: () => {
      presenter.close();
      media.close();
    },
  };
}

/** The studio of one stream; null for the instant before it is set up. */
export function useStudio(streamId: string): Studio | null {
  const [studio, setStudio] = useState<Studio | null>(null);
  useEffect(() => {
    const created = createStudio(streamId);
    setStudio(created);
    return () => {
      setStudio(null);
      created.close();
    };
  }, [streamId]);
  return studio;
}

export function useCapture(studio: Studio): CaptureState {
  return useStore(studio.media.store);
}

export function useBroadcast<T>(studio: Studio, select: (state: PresenterState) => T): T {
  return useStore(studio.presenter.store, select);
}
