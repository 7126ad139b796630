import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { CaptureProblem } from "../../core";
import { type Studio, useBroadcast, useCapture } from "../../hooks/studio";
import { classes } from "../classes";
import { CameraOffIcon, SpinnerIcon } from "../icons";
import { MediaView } from "../media-view";
import { Celebration } from "../money/celebration";

function useStreamOf(track: MediaStreamTrack | null): MediaStream | null {
  return useMemo(() => (track ? new MediaStream([track]) : null), [track]);
}

/** Mirrored as people know themselves, except for a camera that looks away from them. */
function isMirrored(track: MediaStreamTrack | null): boolean {
  return track?.getSettings().facingMode !== "environment";
}

/** The presenter's own picture: the camera, or the shared screen with the camera in its corner. */
export function Preview({ studio }: { studio: Studio }) {
  const { t } = useTranslation();
  const { camera, screen } = useCapture(studio);
  const hidden = useBroadcast(studio, (state) => state.cameraHidden);
  const cameraTrack = hidden ? null : camera.track;
  const cameraStream = useStreamOf(cameraTrack);
  const screenStream = useStreamOf(screen.video);
  const mirror = isMirrored(cameraTrack) && "-scale-x-100";

  return (
    <div className="relative aspect-video overflow-hidden rounded-lg border border-line bg-black">
      {screenStream ? (
        <MediaView
          stream={screenStream}
          muted
          aria-label={t("studio.screenPreview")}
          data-testid="screen-preview"
          className="size-full object-contain"
        />
      ) : cameraStream ? (
        <MediaView
          stream={cameraStream}
          muted
          aria-label={t("studio.preview")}
          data-testid="camera-preview"
          className={classes("size-full object-contain", mirror)}
        />
      ) : (
        <NoPicture asking={camera.status === "asking"} problem={camera.problem} />
      )}
      {screenStream && cameraStream && (
        <MediaView
          stream={cameraStream}
          muted
          aria-label={t("studio.preview")}
          className={classes(
            "absolute right-[2%] bottom-[3%] aspect-video w-[24%] min-w-24 rounded-md object-cover shadow-lifted ring-1 ring-white/25",
            mirror,
          )}
        />
      )}
      <Celebration chat={studio.presenter.chat} />
    </div>
  );
}

function NoPicture({ asking, problem }: { asking: boolean; problem: CaptureProblem | null }) {
  const { t } = useTranslation();
  const off = problem ? t(`capture.camera.${problem}.title`) : t("studio.cameraIsOff");
  return (
    <div className="grid size-full place-content-center justify-items-center gap-3 px-6 text-center text-[#b3b7c1]">
      {asking ? <SpinnerIcon className="spin-slow" /> : <CameraOffIcon width={32} height={32} />}
      <p className="max-w-sm text-sm">{asking ? t("studio.asking") : off}</p>
    </div>
  );
}
