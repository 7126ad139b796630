import { Slider } from "radix-ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LAYER_CHOICES, type LayerChoice } from "../../core";
import type { Sound } from "../../hooks/playback";
import { classes } from "../classes";
import { formatMillis } from "../format";
import {
  ActivityIcon,
  FullscreenExitIcon,
  FullscreenIcon,
  MutedIcon,
  PauseIcon,
  PictureInPictureIcon,
  PlayIcon,
  QualityIcon,
  VolumeIcon,
} from "../icons";

/** A round button that stands on a picture. */
export function PictureButton(props: { label: string; icon: ReactNode; pressed?: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={props.label}
      title={props.label}
      aria-pressed={props.pressed}
      onClick={props.onClick}
      className="on-picture-button grid size-11 shrink-0 place-items-center"
    >
      {props.icon}
    </button>
  );
}

interface PlayerControlsProps {
  readonly visible: boolean;
  readonly playing: boolean;
  readonly canPlay: boolean;
  readonly live: boolean;
  readonly delay: number | null;
  readonly sound: Sound;
  readonly full: boolean;
  readonly details: boolean;
  readonly choice: LayerChoice;
  readonly onChoice: (choice: LayerChoice) => void;
  readonly onPlayPause: () => void;
  readonly onFullscreen: () => void;
  readonly onPictureInPicture: (() => void) | null;
  readonly onDetails: () => void;
}

/** The bar at the foot of the picture. Fades while nothing moves; the keyboard always brings it back. */
export function PlayerControls(props: PlayerControlsProps) {
  const { t } = useTranslation();
  const { sound } = props;
  return (
    <div
      className={classes(
        "pointer-events-none absolute inset-x-0 bottom-0 flex items-center *:pointer-events-auto gap-0.5 bg-linear-to-t from-black/80 to-transparent px-2 pt-10 pb-1.5 text-[#f4f2ee] transition-opacity duration-300 focus-within:opacity-100 sm:px-3",
        props.visible ? "opacity-100" : "opacity-0",
      )}
    >
      {props.canPlay && (
        <PictureButton
          label={t(props.playing ? "watch.pause" : "watch.play")}
          icon={props.playing ? <PauseIcon /> : <PlayIcon />}
          onClick={props.onPlayPause}
        />
      )}
      <PictureButton
        label={t(sound.muted ? "watch.unmute" : "watch.mute")}
        icon={sound.muted ? <MutedIcon /> : <VolumeIcon />}
        onClick={() => sound.setMuted(!sound.muted)}
      />
      <VolumeSlider sound={sound} />
      {props.live && <LiveDelay delay={props.delay} />}
      <span className="flex-1" />
      <QualityMenu choice={props.choice} onChoice={props.onChoice} />
      <PictureButton
        label={t("watch.details")}
        pressed={props.details}
        icon={<ActivityIcon />}
        onClick={props.onDetails}
      />
      {props.onPictureInPicture && (
        <PictureButton
          label={t("watch.pictureInPicture")}
          icon={<PictureInPictureIcon />}
          onClick={props.onPictureInPicture}
        />
      )}
      <PictureButton
        label={t(props.full ? "watch.exitFullscreen" : "watch.fullscreen")}
        icon={props.full ? <FullscreenExitIcon /> : <FullscreenIcon />}
        onClick={props.onFullscreen}
      />
    </div>
  );
}

/** The system's own list under an icon: every phone and screen reader knows how to handle it. */
function QualityMenu({ choice, onChoice }: { choice: LayerChoice; onChoice: (choice: LayerChoice) => void }) {
  const { t } = useTranslation();
  return (
    <span
      title={t("watch.quality")}
      className="on-picture-button relative grid h-11 shrink-0 grid-flow-col place-items-center gap-1.5 px-3 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-white"
    >
      <QualityIcon />
      {choice !== "auto" && <span className="text-sm max-sm:hidden">{t(`watch.layers.${choice}`)}</span>}
      <select
        aria-label={t("watch.quality")}
        value={choice}
        onChange={(event) => onChoice(event.target.value as LayerChoice)}
        className="absolute inset-0 appearance-none opacity-0"
      >
        {LAYER_CHOICES.map((each) => (
          <option key={each} value={each}>
            {t(`watch.choices.${each}`)}
          </option>
        ))}
      </select>
    </span>
  );
}

/** Not on phones: they have buttons for it, and their browsers do not let a page set the volume. */
function VolumeSlider({ sound }: { sound: Sound }) {
  const { t } = useTranslation();
  return (
    <Slider.Root
      className="relative mr-3 hidden h-11 w-24 touch-none items-center select-none sm:flex"
      min={0}
      max={1}
      step={0.05}
      value={[sound.muted ? 0 : sound.volume]}
      onValueChange={([value]) => sound.setVolume(value ?? 0)}
    >
      <Slider.Track className="relative h-1 flex-1 rounded-full bg-white/30">
        <Slider.Range className="absolute h-full rounded-full bg-white" />
      </Slider.Track>
      <Slider.Thumb aria-label={t("watch.volume")} className="block size-3.5 rounded-full bg-white" />
    </Slider.Root>
  );
}

function LiveDelay({ delay }: { delay: number | null }) {
  const { t } = useTranslation();
  return (
    <span className="flex items-center gap-2 px-1.5 text-sm whitespace-nowrap" title={t("watch.delayHint")}>
      <span className="pulse-live size-2 rounded-full bg-[#ff7759] text-[#ff7759]" />
      <span className="font-medium">{t("watch.live")}</span>
      <span className="min-w-[4.5ch] max-sm:hidden text-[#c6c9d1] tabular-nums" data-testid="delay">
        {delay === null ? "" : formatMillis(delay)}
      </span>
    </span>
  );
}
