import { useTranslation } from "react-i18next";
import { type DeviceKind, QUALITY_PRESETS, type QualityId, sendableCodecs, type VideoCodec } from "../../core";
import { type Studio, useBroadcast, useCapture } from "../../hooks/studio";
import { SelectField } from "../field";
import { LevelMeter } from "../level-meter";

/** Which devices, how good, and in which codec. */
export function Sources({ studio }: { studio: Studio }) {
  const { t } = useTranslation();
  const { microphone } = useCapture(studio);
  const muted = useBroadcast(studio, (state) => state.microphoneMuted);
  return (
    <section aria-labelledby="sources" className="panel grid gap-5 p-5">
      <h2 id="sources" className="font-semibold">
        {t("studio.sources")}
      </h2>
      <DevicePicker studio={studio} kind="camera" />
      <div className="grid gap-3">
        <DevicePicker studio={studio} kind="microphone" />
        <LevelMeter track={microphone.track} muted={muted} />
      </div>
      <QualityPicker studio={studio} />
      <CodecPicker studio={studio} />
    </section>
  );
}

function DevicePicker({ studio, kind }: { studio: Studio; kind: DeviceKind }) {
  const { t } = useTranslation();
  const capture = useCapture(studio);
  const devices = kind === "camera" ? capture.cameras : capture.microphones;
  const { deviceId } = capture[kind];
  const any = { value: "", label: t(kind === "camera" ? "studio.anyCamera" : "studio.anyMicrophone") };
  const named = devices.map((device, index) => ({
    value: device.deviceId,
    label: device.label || `${t(`studio.${kind}`)} ${index + 1}`,
  }));
  const known = named.some((choice) => choice.value === deviceId);
  return (
    <SelectField
      label={t(`studio.${kind}`)}
      choices={known ? named : [any, ...named]}
      value={known ? (deviceId ?? "") : ""}
      disabled={devices.length === 0}
      onChoose={(chosen) => chosen && void studio.media.choose(kind, chosen)}
    />
  );
}

function QualityPicker({ studio }: { studio: Studio }) {
  const { t } = useTranslation();
  const quality = useBroadcast(studio, (state) => state.quality);
  return (
    <SelectField
      label={t("studio.quality")}
      value={quality}
      choices={QUALITY_PRESETS.map(({ id }) => ({ value: id, label: t(`studio.qualities.${id}`) }))}
      onChoose={(id) => studio.setQuality(id as QualityId)}
    />
  );
}

function CodecPicker({ studio }: { studio: Studio }) {
  const { t } = useTranslation();
  const codec = useBroadcast(studio, (state) => state.codec);
  const choices = [
    { value: "", label: t("studio.codecAutomatic") },
    ...sendableCodecs().map((name) => ({ value: name, label: name === "H264" ? "H.264" : name })),
  ];
  return (
    <SelectField
      label={t("studio.codec")}
      hint={t("studio.codecHint")}
      value={codec ?? ""}
      choices={choices}
      onChoose={(name) => studio.presenter.setCodec(name === "" ? null : (name as VideoCodec))}
    />
  );
}
