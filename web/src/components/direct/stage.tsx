import type { TFunction } from "i18next";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ReceiverState } from "../../core/direct";
import { useIdle } from "../../hooks/page";
import { useFirstFrame, useFullscreen, useSound } from "../../hooks/playback";
import { Button } from "../button";
import { classes } from "../classes";
import { formatMillis } from "../format";
import {
  FullscreenExitIcon,
  FullscreenIcon,
  MirrorIcon,
  MutedIcon,
  RotateIcon,
  SnapshotIcon,
  VolumeIcon,
} from "../icons";
import { MediaView } from "../media-view";
import { PictureButton } from "../player/controls";
import { Overlay } from "../player/overlay";
import { save } from "../save";
import { snapshot, snapshotName, type Turning } from "./snapshot";

/** The receiver's phase, but live only when there is something to see, where there is something to be seen. */
export type ShownScreen = ReceiverState["phase"];

const AS_IT_IS: Turning = { mirrored: false, quarters: 0 };

/** The phone's picture with everything on it. */
export function Stage({ state, onShown }: { state: ReceiverState; onShown: (shown: ShownScreen) => void }) {
  const { t } = useTranslation();
  const stage = useRef<HTMLElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const { stream, samples } = state;
  const sound = useSound([video], [stream]);
  const { full, toggle } = useFullscreen(stage, video);
  const firstFrame = useFirstFrame(video, stream);
  const [turning, setTurning] = useState(AS_IT_IS);
  const dark = state.facts?.settings.camera === "off";
  const shown = state.phase === "live" && !firstFrame && !dark ? "joining" : state.phase;
  const idle = useIdle(shown === "live");
  useEffect(() => onShown(shown), [shown, onShown]);
  const visible = firstFrame && (shown === "live" || shown === "reconnecting") && !dark;
  const takeSnapshot = async () => {
    const picture = video.current && (await snapshot(video.current, turning));
    if (picture) save(picture, snapshotName(new Date()));
  };

  return (
    <section
      ref={stage}
      aria-label={t("screen.player")}
      data-testid="stage"
      data-frames={samples.at(-1)?.video?.frames}
      className={classes(
        "relative aspect-video w-full overflow-hidden bg-black [container-type:size] sm:rounded-lg",
        !visible && "max-sm:min-h-64",
        "max-h-[calc(100dvh-4rem)] fullscreen:max-h-none fullscreen:rounded-none",
        idle && "cursor-none",
      )}
    >
      <MediaView
        stream={stream}
        videoRef={video}
        aria-label={t("screen.picture")}
        data-testid="picture"
        data-quarters={turning.quarters}
        data-mirrored={turning.mirrored}
        className={classes(
          "absolute top-1/2 left-1/2 -translate-1/2 object-contain",
          turning.quarters % 2 === 1 ? "h-[100cqw] w-[100cqh]" : "h-[100cqh] w-[100cqw]",
          ["rotate-0", "rotate-90", "rotate-180", "-rotate-90"][turning.quarters],
          turning.mirrored && "-scale-x-100",
          !visible && "invisible",
        )}
      />
      <Words shown={shown} state={state} dark={dark} />
      {visible && sound.silenced && state.facts?.settings.microphone === "on" && (
        <Button
          look="primary"
          className="absolute bottom-17 left-3 z-10 shadow-lifted sm:left-4"
          onClick={() => sound.setMuted(false)}
        >
          <MutedIcon />
          {t("screen.sound.tap")}
        </Button>
      )}
      <div
        className={classes(
          "absolute inset-x-0 bottom-0 flex items-center gap-0.5 bg-linear-to-t from-black/80 to-transparent px-2 pt-10 pb-1.5 text-[#f4f2ee] transition-opacity duration-300 focus-within:opacity-100 sm:px-3",
          idle ? "opacity-0" : "opacity-100",
        )}
      >
        <PictureButton
          label={t(sound.muted ? "screen.sound.unmute" : "screen.sound.mute")}
          icon={sound.muted ? <MutedIcon /> : <VolumeIcon />}
          onClick={() => sound.setMuted(!sound.muted)}
        />
        {visible && shown === "live" && <LiveLatency latency={samples.at(-1)?.delay ?? null} />}
        <span className="flex-1" />
        <PictureButton label={t("screen.snapshot")} icon={<SnapshotIcon />} onClick={() => void takeSnapshot()} />
        <PictureButton
          label={t("screen.mirror")}
          pressed={turning.mirrored}
          icon={<MirrorIcon />}
          onClick={() => setTurning({ ...turning, mirrored: !turning.mirrored })}
        />
        <PictureButton
          label={t("screen.rotate")}
          icon={<RotateIcon />}
          onClick={() => setTurning({ ...turning, quarters: (turning.quarters + 1) % 4 })}
        />
        <PictureButton
          label={t(full ? "watch.exitFullscreen" : "watch.fullscreen")}
          icon={full ? <FullscreenExitIcon /> : <FullscreenIcon />}
          onClick={toggle}
        />
      </div>
    </section>
  );
}

function LiveLatency({ latency }: { latency: number | null }) {
  const { t } = useTranslation();
  return (
    <span className="flex items-center gap-2 px-1.5 text-sm whitespace-nowrap" title={t("screen.facts.latencyHint")}>
      <span className="pulse-live size-2 rounded-full bg-[#ff7759] text-[#ff7759]" />
      <span className="font-medium">{t("common.live")}</span>
      <span className="min-w-[4.5ch] text-[#c6c9d1] tabular-nums max-sm:hidden">
        {latency === null ? "" : formatMillis(latency)}
      </span>
    </span>
  );
}

/** What is to be said in place of the picture, or about it. */
function Words({ shown, state, dark }: { shown: ShownScreen; state: ReceiverState; dark: boolean }) {
  const { t } = useTranslation();
  switch (shown) {
    case "connecting":
      return <Overlay busy title={t("screen.connecting")} hint={connectingHint(t, state)} />;
    case "joining":
      return <Overlay busy title={t("screen.joining")} hint={t("screen.joiningHint")} />;
    case "reconnecting":
      return <Overlay light busy title={t("screen.reconnecting")} hint={trouble(t, state)} />;
    case "live":
      return dark ? <Overlay title={t("screen.cameraOff")} hint={t("screen.cameraOffHint")} /> : null;
    default:
      return null;
  }
}

function connectingHint(t: TFunction, { signaling }: ReceiverState): string {
  const attempt = "attempt" in signaling ? signaling.attempt : 0;
  return attempt > 1 ? t("screen.connectingAgain", { attempt }) : t("screen.connectingHint");
}

function trouble(t: TFunction, { signaling, phone }: ReceiverState): string {
  if (signaling.phase === "waiting" || signaling.phase === "connecting") {
    return t("screen.reconnectingServer", { attempt: Math.max(1, signaling.attempt) });
  }
  return t(phone === "away" ? "screen.reconnectingAway" : "screen.reconnectingHint");
}
