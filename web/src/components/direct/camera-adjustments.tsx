import { Slider } from "radix-ui";
import { useTranslation } from "react-i18next";
import { QUALITY_PRESETS, type QualityId } from "../../core";
import { type CameraSettings, FRAME_RATES, type FrameRate, type Wish } from "../../core/direct";
import { Button } from "../button";
import { SelectField } from "../field";
import { FlipCameraIcon, TorchIcon } from "../icons";

interface CameraAdjustmentsProps {
  readonly settings: CameraSettings;
  readonly onWish: (wish: Wish) => void;
  readonly disabled?: boolean;
}

/** What can be adjusted about a phone's camera, the same on the phone and on the screen; only what the device has. */
export function CameraAdjustments({ settings, onWish, disabled = false }: CameraAdjustmentsProps) {
  const { t } = useTranslation();
  return (
    <fieldset disabled={disabled} className="grid min-w-0 gap-5">
      <legend className="sr-only">{t("phone.settings")}</legend>
      <div className="grid grid-cols-[4fr_3fr] gap-3">
        <SelectField
          label={t("direct.camera.resolution")}
          value={settings.resolution}
          choices={QUALITY_PRESETS.map(({ id }) => ({ value: id, label: t(`direct.camera.resolutions.${id}`) }))}
          onChoose={(id) => onWish({ resolution: id as QualityId })}
        />
        <SelectField
          label={t("direct.camera.frameRate")}
          value={String(settings.framesPerSecond)}
          choices={FRAME_RATES.map((rate) => ({
            value: String(rate),
            label: t("direct.camera.framesPerSecond", { rate }),
          }))}
          onChoose={(rate) => onWish({ framesPerSecond: Number(rate) as FrameRate })}
        />
      </div>
      {settings.zoom && <Zoom zoom={settings.zoom} disabled={disabled} onZoom={(zoom) => onWish({ zoom })} />}
      {(settings.canFlip || settings.torch !== undefined) && (
        <div className="flex flex-wrap gap-3">
          {settings.canFlip && (
            <Button size="sm" disabled={disabled} onClick={() => onWish({ flip: true })}>
              <FlipCameraIcon />
              {t(`direct.camera.${flipTo(settings)}`)}
            </Button>
          )}
          {settings.torch !== undefined && (
            <Button
              size="sm"
              disabled={disabled}
              aria-pressed={settings.torch}
              onClick={() => onWish({ torch: !settings.torch })}
            >
              <TorchIcon />
              {t(settings.torch ? "direct.camera.torchOff" : "direct.camera.torchOn")}
            </Button>
          )}
        </div>
      )}
    </fieldset>
  );
}

/** Which camera is next. */
export function flipTo({ facing }: CameraSettings): "toFront" | "toBack" | "next" {
  if (facing === undefined) return "next";
  return facing === "environment" ? "toFront" : "toBack";
}

interface ZoomProps {
  readonly zoom: NonNullable<CameraSettings["zoom"]>;
  readonly disabled: boolean;
  readonly onZoom: (zoom: number) => void;
}

function Zoom({ zoom, disabled, onZoom }: ZoomProps) {
  const { t } = useTranslation();
  const { value, min, max, step } = zoom;
  return (
    <div className="grid gap-1">
      <p className="flex items-baseline justify-between gap-3 text-sm">
        <span className="font-medium text-ink-soft">{t("direct.camera.zoom")}</span>
        <span className="font-semibold tabular-nums">{t("direct.camera.zoomed", { zoom: value.toFixed(1) })}</span>
      </p>
      <Slider.Root
        className="relative flex h-11 touch-none items-center select-none data-disabled:opacity-50"
        min={min}
        max={max}
        step={step}
        value={[value]}
        disabled={disabled}
        onValueChange={([next]) => next !== undefined && onZoom(next)}
      >
        <Slider.Track className="relative h-1.5 flex-1 rounded-full bg-line">
          <Slider.Range className="absolute h-full rounded-full bg-accent" />
        </Slider.Track>
        <Slider.Thumb
          aria-label={t("direct.camera.zoom")}
          className="block size-6 rounded-full border border-line-strong bg-raised"
        />
      </Slider.Root>
    </div>
  );
}
