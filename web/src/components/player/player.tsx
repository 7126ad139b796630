import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Viewer, ViewerState } from "../../core";
import { useIdle } from "../../hooks/page";
import { useFirstFrame, useFullscreen, usePictureInPicture, useSound } from "../../hooks/playback";
import { usePictureView } from "../../hooks/viewer";
import { Button } from "../button";
import { classes } from "../classes";
import { MutedIcon } from "../icons";
import { MediaView } from "../media-view";
import { Celebration } from "../money/celebration";
import { StreamPattern } from "../stream-card";
import { PlayerControls } from "./controls";
import { MeterSays, MeterTag, meterSpeaks } from "./meter";
import { InsetOverlay, type ShownState, StateOverlay } from "./state-overlay";

interface PlayerProps {
  readonly streamId: string;
  readonly title: string;
  readonly viewer: Viewer;
  readonly state: ViewerState;
  readonly details: boolean;
  readonly onDetails: () => void;
  readonly onLookAgain: () => void;
  readonly onShown: (shown: ShownState) => void;
}

/** Where the camera is beside a shared screen. */
const INSET = "absolute top-3 right-3 aspect-video w-[22%] min-w-24 rounded-md";

/** The picture with everything on it. A shared screen is large and has the camera in its corner. */
export function Player({ streamId, title, viewer, state, details, onDetails, onLookAgain, onShown }: PlayerProps) {
  const { t } = useTranslation();
  const stage = useRef<HTMLElement>(null);
  const cameraVideo = useRef<HTMLVideoElement>(null);
  const screenVideo = useRef<HTMLVideoElement>(null);
  const { camera, screen } = state;
  const mainVideo = screen ? screenVideo : cameraVideo;
  const sound = useSound([cameraVideo, screenVideo], [camera, screen]);
  const { full, toggle: toggleFullscreen } = useFullscreen(stage, mainVideo);
  const pictureInPicture = usePictureInPicture(mainVideo);
  usePictureView(viewer, "camera", cameraVideo, camera);
  usePictureView(viewer, "screen", screenVideo, screen);
  const firstFrame = useFirstFrame(mainVideo, screen ?? camera);
  const shown = shownState(state, firstFrame);
  const visible = (shown === "live" || shown === "reconnecting") && state.room.undecodable.length === 0;
  const { meter } = state;
  const speaks = meterSpeaks(meter, shown);
  const asks = speaks && meter.state !== "sound-only";
  const idle = useIdle(shown === "live" && !asks);
  const toggle = () => (state.wanted ? viewer.pause() : viewer.play());
  useShortcuts({ " ": toggle, k: toggle, m: () => sound.setMuted(!sound.muted), f: toggleFullscreen });
  useEffect(() => onShown(shown), [shown, onShown]);

  const cameraMuted = state.room.tracks.some((track) => track.source === "camera" && track.muted);
  const cameraVisible = visible && camera && !cameraMuted && !(screen && camera.getVideoTracks().length === 0);
  const sample = state.samples.at(-1);
  return (
    <section
      ref={stage}
      aria-label={t("watch.player")}
      data-testid="player"
      data-frames={sample?.video?.frames}
      data-freezes={sample?.video?.freezes}
      data-delay={sample?.delay === null ? undefined : sample?.delay.toFixed(1)}
      className={classes(
        "relative aspect-video w-full overflow-hidden bg-black sm:rounded-lg",
        "max-h-[calc(100dvh-4rem)] in-[:fullscreen]:max-h-none fullscreen:max-h-none fullscreen:rounded-none",
        // On a phone what is asked about money needs more room than a picture.
        "max-sm:has-[[data-testid=meter-card]]:min-h-[27rem]",
        !visible && "max-sm:min-h-60",
        idle && "cursor-none",
      )}
    >
      {!visible && (
        <div className="absolute inset-0 bg-[#13161c]">
          <div className="size-full opacity-30 [--accent:#f4f2ee] [--ink:#f4f2ee]">
            <StreamPattern id={streamId} />
          </div>
        </div>
      )}
      {screen && (
        <MediaView
          stream={screen}
          videoRef={screenVideo}
          aria-label={t("watch.screen", { title })}
          data-testid="screen-picture"
          className={classes("absolute inset-0 size-full object-contain", !visible && "invisible")}
        />
      )}
      <MediaView
        stream={camera}
        videoRef={cameraVideo}
        aria-label={screen ? t("watch.inset") : t("watch.picture", { title })}
        data-testid="picture"
        className={classes(
          screen
            ? classes(INSET, "object-cover shadow-lifted ring-1 ring-white/25")
            : "absolute inset-0 size-full object-contain",
          !cameraVisible && "invisible",
        )}
      />
      {screen && cameraVisible && shown === "live" && <InsetOverlay state={state} className={INSET} />}
      {speaks ? (
        <MeterSays meter={meter} viewer={viewer} onLookAgain={onLookAgain} />
      ) : (
        <StateOverlay shown={shown} state={state} onPlay={() => viewer.play()} onLookAgain={onLookAgain} />
      )}
      {meter && (shown === "live" || shown === "joining") && <MeterTag meter={meter} viewer={viewer} />}
      <Celebration chat={viewer.chat} />
      {visible && !asks && sound.silenced && (
        <Button
          look="primary"
          className="absolute bottom-17 left-3 z-10 shadow-lifted sm:left-4"
          onClick={() => sound.setMuted(false)}
        >
          <MutedIcon />
          {t("watch.tapToUnmute")}
        </Button>
      )}
      <PlayerControls
        visible={!idle}
        playing={state.wanted}
        canPlay={shown !== "closed" && shown !== "waiting" && shown !== "ended" && shown !== "connecting"}
        live={shown === "live" && !asks}
        delay={sample?.delay ?? null}
        sound={sound}
        full={full}
        details={details}
        choice={state.choice}
        onChoice={(choice) => viewer.choose(choice)}
        onPlayPause={toggle}
        onFullscreen={toggleFullscreen}
        onPictureInPicture={pictureInPicture}
        onDetails={onDetails}
      />
    </section>
  );
}

/** Live only when there is something to see, where there is something to be seen. */
function shownState(state: ViewerState, firstFrame: boolean): ShownState {
  if (state.phase !== "live" || firstFrame) return state.phase;
  const pictures = state.room.tracks.filter((track) => track.kind === "video");
  const coming = pictures.some((track) => !track.muted) && state.room.undecodable.length === 0;
  return coming ? "joining" : "live";
}

/** Keys for the player, unless something else on the page has the keyboard. */
function useShortcuts(actions: Record<string, () => void>): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (target.closest("button, a, input, select, textarea, [role=slider], [role=dialog]")) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const action = latest.current[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
