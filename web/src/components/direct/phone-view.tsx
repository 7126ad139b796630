import type { TFunction } from "i18next";
import { Switch } from "radix-ui";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { CaptureProblem, DeviceKind } from "../../core";
import type { SenderState } from "../../core/direct";
import { type Phone, useCameraSettings } from "../../hooks/direct";
import { Button, RoundButton } from "../button";
import { classes } from "../classes";
import { Dialog } from "../dialog";
import { formatBitrate } from "../format";
import { CameraOffIcon, FlipCameraIcon, MicrophoneIcon, MicrophoneOffIcon, SpinnerIcon, TorchIcon } from "../icons";
import { MediaView } from "../media-view";
import { Notice } from "../notice";
import { CameraAdjustments, flipTo } from "./camera-adjustments";
import { wayName } from "./way-name";

/** Another phone sits where this one wants to. */
const isTaken = ({ signaling }: SenderState) => "refused" in signaling && signaling.refused === "sender-taken";

/** How it stands, in a word and a sentence. */
export function PhoneStatus({ phone, state }: { phone: Phone; state: SenderState }) {
  const { t } = useTranslation();
  const { camera } = useCameraSettings(phone);
  const { phase } = state;
  return (
    <div role="status" className="grid min-h-17 content-start gap-0.5">
      <p className="flex items-center gap-2.5 font-semibold" data-testid="phone-status">
        <span
          className={classes(
            "size-2.5 shrink-0 rounded-full",
            phase === "live" && "pulse-live bg-accent text-accent",
            (phase === "connecting" || phase === "joining" || phase === "reconnecting") && "breathe bg-accent",
            (phase === "waiting" || phase === "closed") && "bg-line-strong",
          )}
        />
        {t(`phone.status.${isTaken(state) ? "taken" : phase}`)}
      </p>
      <p className="text-sm text-ink-soft">{hint(t, state, camera)}</p>
    </div>
  );
}

function hint(t: TFunction, state: SenderState, camera: "on" | "off"): string {
  const { phase, signaling, screens } = state;
  const away = signaling.phase === "waiting" || signaling.phase === "connecting";
  if (isTaken(state)) return t("phone.hint.taken");
  if (phase === "live" && state.closed) return t("phone.hint.forgotten");
  if (phase === "live" && away) return t("phone.hint.mediaGoesOn");
  if (phase === "live") return camera === "on" ? t("phone.hint.live", { count: screens }) : t("phone.hint.liveDark");
  if (away && signaling.attempt > 1) return t("phone.hint.connectingAgain", { attempt: signaling.attempt });
  return phase === "closed" ? "" : t(`phone.hint.${phase}`);
}

/** What the camera sees. Mirrored as people know themselves where it looks at them. */
export function PhonePreview({ phone }: { phone: Phone }) {
  const { t } = useTranslation();
  const { camera } = useStore(phone.media.store);
  const { facing } = useCameraSettings(phone);
  const stream = useMemo(() => (camera.track ? new MediaStream([camera.track]) : null), [camera.track]);
  return (
    <div className="relative grid max-h-[52dvh] min-h-44 overflow-hidden rounded-lg border border-line bg-black">
      {stream ? (
        <MediaView
          stream={stream}
          muted
          aria-label={t("phone.preview")}
          data-testid="preview"
          className={classes("size-full max-h-[52dvh] object-contain", facing === "user" && "-scale-x-100")}
        />
      ) : (
        <div className="grid place-content-center justify-items-center gap-3 px-6 text-center text-[#b3b7c1]">
          {camera.status === "asking" ? (
            <SpinnerIcon className="spin-slow" />
          ) : (
            <CameraOffIcon width={32} height={32} />
          )}
          <p className="max-w-sm text-sm">{t(camera.status === "asking" ? "phone.asking" : "phone.cameraOff")}</p>
        </div>
      )}
    </div>
  );
}

/** Within reach of the thumb. */
export function PhoneButtons({ phone, onStop }: { phone: Phone; onStop: () => void }) {
  const { t } = useTranslation();
  const settings = useCameraSettings(phone);
  const speaking = settings.microphone === "on";
  return (
    <div className="sticky bottom-0 z-10 -mx-4 flex items-center justify-between gap-3 border-t border-line bg-ground/90 px-4 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] backdrop-blur">
      <div className="flex gap-2.5">
        <RoundButton
          label={t(speaking ? "phone.microphoneOff" : "phone.microphoneOn")}
          aria-pressed={speaking}
          icon={speaking ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
          onClick={() => void phone.camera.setMicrophone(!speaking)}
        />
        {settings.canFlip && (
          <RoundButton
            label={t(`direct.camera.${flipTo(settings)}`)}
            icon={<FlipCameraIcon />}
            onClick={() => void phone.camera.adjust({ flip: true })}
          />
        )}
        {settings.torch !== undefined && (
          <RoundButton
            label={t(settings.torch ? "direct.camera.torchOff" : "direct.camera.torchOn")}
            aria-pressed={settings.torch}
            alarmed={settings.torch}
            icon={<TorchIcon />}
            onClick={() => void phone.camera.adjust({ torch: !settings.torch })}
          />
        )}
      </div>
      <Button onClick={onStop}>{t("phone.stop")}</Button>
    </div>
  );
}

/** Each thing that a device refuses, with its own sentence. */
export function DeviceNotices({ phone }: { phone: Phone }) {
  const { camera, microphone } = useStore(phone.media.store);
  return (
    <>
      {camera.problem && <DeviceNotice phone={phone} kind="camera" problem={camera.problem} />}
      {microphone.problem && <DeviceNotice phone={phone} kind="microphone" problem={microphone.problem} />}
    </>
  );
}

function DeviceNotice({ phone, kind, problem }: { phone: Phone; kind: DeviceKind; problem: CaptureProblem }) {
  const { t } = useTranslation();
  return (
    <div data-testid={`${kind}-problem`} data-problem={problem}>
      <Notice
        tone="problem"
        title={t(`capture.${kind}.${problem}.title`)}
        action={
          <Button size="sm" onClick={() => void phone.media.turnOn(kind)}>
            {t("common.tryAgain")}
          </Button>
        }
      >
        {t(`capture.${kind}.${problem}.hint`)}
      </Notice>
    </div>
  );
}

/** The screen asks, and is heard wherever the page is scrolled to; nothing happens before somebody here says yes. */
export function SteeringQuestion({ phone, state }: { phone: Phone; state: SenderState }) {
  const { t } = useTranslation();
  const answer = (allowed: boolean) => phone.sender.allowSteering(allowed);
  return (
    <Dialog
      open={state.steering === "asked"}
      onClose={() => answer(false)}
      dismissible={false}
      title={t("phone.asked")}
      lead={t("phone.askedHint")}
    >
      <div className="flex flex-wrap justify-end gap-3" data-testid="steering-question">
        <Button onClick={() => answer(false)}>{t("phone.refuse")}</Button>
        <Button look="primary" onClick={() => answer(true)}>
          {t("phone.allow")}
        </Button>
      </div>
    </Dialog>
  );
}

/** Everything that can be adjusted, what is sent, and whether the screen may adjust it too. */
export function PhoneSettings({ phone, state }: { phone: Phone; state: SenderState }) {
  const { t } = useTranslation();
  const settings = useCameraSettings(phone);
  return (
    <section aria-labelledby="phone-settings" className="panel grid gap-5 p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id="phone-settings" className="font-semibold">
          {t("phone.settings")}
        </h2>
        <p className="text-sm text-ink-soft tabular-nums" data-testid="sent">
          {sent(t, state)}
        </p>
      </div>
      <dl
        className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1"
        data-testid="way"
        data-way={state.way?.kind}
      >
        <dt className="text-sm text-ink-faint">{t("phone.path")}</dt>
        <dd className="text-sm font-medium" data-fact="path">
          {state.way ? wayName(t, state.way, "screen") : t("phone.pathUnknown")}
        </dd>
      </dl>
      <CameraAdjustments settings={settings} onWish={(wish) => void phone.camera.adjust(wish)} />
      <div className="flex items-start justify-between gap-4 border-t border-line pt-5">
        <div className="grid gap-1">
          <label htmlFor="steering" className="font-medium">
            {t("phone.steering")}
          </label>
          <p className="text-sm text-ink-faint">{t("phone.steeringHint")}</p>
        </div>
        <Switch.Root
          id="steering"
          checked={state.steering === "on"}
          onCheckedChange={(allowed) => phone.sender.allowSteering(allowed)}
          className="relative h-7 w-12 shrink-0 rounded-full border border-line-strong bg-raised transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent"
        >
          <Switch.Thumb className="block size-5 translate-x-1 rounded-full bg-ink-soft transition-transform data-[state=checked]:translate-x-6 data-[state=checked]:bg-on-accent" />
        </Switch.Root>
      </div>
    </section>
  );
}

function sent(t: TFunction, { sample }: SenderState): string {
  const video = sample?.video;
  if (!sample || !video?.width) return t("phone.sentUnknown");
  return t("phone.sentPicture", {
    width: video.width,
    height: video.height,
    framesPerSecond: Math.round(video.framesPerSecond),
    bitrate: formatBitrate(sample.bitrate),
  });
}
