import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Studio, useBroadcast, useCapture } from "../../hooks/studio";
import { Button, RoundButton } from "../button";
import { Dialog } from "../dialog";
import { CameraIcon, CameraOffIcon, MicrophoneIcon, MicrophoneOffIcon, ScreenIcon, ScreenStopIcon } from "../icons";

/** Microphone, camera, screen, and the one button that matters. Stays in reach of the thumb on phones. */
export function Controls({ studio, onEnd }: { studio: Studio; onEnd: () => void }) {
  return (
    <div className="sticky bottom-0 z-10 -mx-4 flex items-center justify-between gap-3 border-t border-line bg-ground/90 px-4 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] backdrop-blur sm:static sm:mx-0 sm:border-0 sm:bg-transparent sm:px-0 sm:py-0 sm:backdrop-blur-none">
      <div className="flex gap-2 sm:gap-2.5">
        <MicrophoneButton studio={studio} />
        <CameraButton studio={studio} />
        <ScreenButton studio={studio} />
      </div>
      <AirButton studio={studio} onEnd={onEnd} />
    </div>
  );
}

function MicrophoneButton({ studio }: { studio: Studio }) {
  const { t } = useTranslation();
  const { microphone } = useCapture(studio);
  const muted = useBroadcast(studio, (state) => state.microphoneMuted);
  const off = muted || !microphone.track;
  return (
    <RoundButton
      label={t(muted ? "studio.microphoneOn" : "studio.microphoneOff")}
      aria-pressed={muted}
      disabled={!microphone.track}
      alarmed={muted}
      icon={off ? <MicrophoneOffIcon /> : <MicrophoneIcon />}
      onClick={() => studio.presenter.setMicrophoneMuted(!muted)}
    />
  );
}

function CameraButton({ studio }: { studio: Studio }) {
  const { t } = useTranslation();
  const { camera } = useCapture(studio);
  const hidden = useBroadcast(studio, (state) => state.cameraHidden);
  return (
    <RoundButton
      label={t(hidden ? "studio.cameraOn" : "studio.cameraOff")}
      aria-pressed={hidden}
      disabled={!hidden && !camera.track}
      alarmed={hidden}
      icon={hidden || !camera.track ? <CameraOffIcon /> : <CameraIcon />}
      onClick={() => void studio.presenter.setCameraHidden(!hidden)}
    />
  );
}

function ScreenButton({ studio }: { studio: Studio }) {
  const { t } = useTranslation();
  const { screen } = useCapture(studio);
  if (!studio.media.canShareScreen) return null;
  const sharing = screen.video !== null;
  return (
    <RoundButton
      label={t(sharing ? "studio.stopScreen" : "studio.shareScreen")}
      aria-pressed={sharing}
      alarmed={sharing}
      icon={sharing ? <ScreenStopIcon /> : <ScreenIcon />}
      onClick={() => (sharing ? studio.media.stopScreen() : void studio.media.shareScreen())}
    />
  );
}

function AirButton({ studio, onEnd }: { studio: Studio; onEnd: () => void }) {
  const { t } = useTranslation();
  const phase = useBroadcast(studio, (state) => state.phase);
  const [asking, setAsking] = useState(false);
  if (phase === "preview" || phase === "closed") {
    return (
      <Button look="primary" size="lg" onClick={studio.goLive}>
        {t("studio.goLive")}
      </Button>
    );
  }
  return (
    <>
      <Button size="lg" onClick={() => setAsking(true)}>
        <span className="size-2.5 rounded-[2px] bg-accent" />
        {t("studio.end")}
      </Button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={t("studio.endHeading")} lead={t("studio.endLead")}>
        <div className="flex flex-wrap justify-end gap-3">
          <Button look="quiet" onClick={() => setAsking(false)}>
            {t("studio.stayLive")}
          </Button>
          <Button
            look="primary"
            onClick={() => {
              setAsking(false);
              onEnd();
            }}
          >
            {t("studio.end")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
