import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type AmountProblem, type Currency, type StreamInfo, typedAmount, type Visibility } from "../core";
import { useErrorSentence } from "../hooks/errors";
import { useCurrency } from "../hooks/money";
import { useEditStream } from "../hooks/streams";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { CheckField, SelectField, TextArea, TextField } from "./field";
import { Invitations } from "./invitations";
import { AmountField, readAmount } from "./money/amount-field";

const SLOW_SECONDS = [0, 3, 10, 30, 60, 120];

interface StreamSettingsProps {
  readonly stream: StreamInfo;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** What an owner says of a stream, and the rules of its chat. */
export function StreamSettings({ stream, open, onClose }: StreamSettingsProps) {
  const { t } = useTranslation();
  return (
    <Dialog open={open} onClose={onClose} title={t("settings.heading")}>
      <Fields stream={stream} onDone={onClose} />
    </Dialog>
  );
}

function Fields({ stream, onDone }: { stream: StreamInfo; onDone: () => void }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const edit = useEditStream(stream.id);
  const [visibility, setVisibility] = useState(stream.visibility);
  const [slow, setSlow] = useState(String(stream.slowSeconds));
  const slowChoices = [...new Set([...SLOW_SECONDS, stream.slowSeconds])].sort((a, b) => a - b);

  const currency = useCurrency();
  const [typed, setTyped] = useState<string | null>(null);
  const price = typed ?? (currency && stream.pricePerMinute > 0 ? typedAmount(stream.pricePerMinute, currency) : "");
  const pricePerMinute = readPrice(price, currency);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (typeof pricePerMinute === "string") return;
    const form = new FormData(event.currentTarget);
    const field = (name: string) => String(form.get(name) ?? "");
    const scheduled = field("scheduledAt");
    edit.mutate(
      {
        title: field("title").trim(),
        category: field("category").trim(),
        description: field("description"),
        visibility: visibility as Visibility,
        scheduledAt: scheduled ? new Date(scheduled).toISOString() : null,
        guestsChat: form.has("guestsChat"),
        slowSeconds: Number(slow),
        ...(typed === null ? {} : { pricePerMinute }),
        ...(form.has("previewSeconds") ? { previewSeconds: Number(field("previewSeconds")) } : {}),
      },
      { onSuccess: onDone },
    );
  };

  return (
    <form onSubmit={submit} className="grid gap-5">
      <TextField label={t("createStream.title")} name="title" defaultValue={stream.title} required maxLength={120} />
      <TextArea
        label={t("settings.description")}
        name="description"
        defaultValue={stream.description}
        rows={4}
        maxLength={2000}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField label={t("createStream.category")} name="category" defaultValue={stream.category} maxLength={40} />
        <TextField
          label={t("settings.scheduledAt")}
          name="scheduledAt"
          type="datetime-local"
          defaultValue={localTime(stream.scheduledAt)}
        />
      </div>
      <SelectField
        label={t("createStream.visibility")}
        value={visibility}
        choices={(["public", "unlisted", "private"] as const).map((value) => ({
          value,
          label: t(`createStream.${value}`),
        }))}
        onChoose={setVisibility}
      />
      {visibility === "private" && <Invitations streamId={stream.id} />}
      <AmountField
        label={t("money.price.label", { currency: currency?.code ?? "" })}
        hint={t("money.price.hint")}
        value={price}
        onType={setTyped}
        problem={typeof pricePerMinute === "string" ? pricePerMinute : undefined}
      />
      {pricePerMinute !== 0 && (
        <TextField
          label={t("settings.previewSeconds")}
          name="previewSeconds"
          type="number"
          min={0}
          max={3600}
          defaultValue={stream.previewSeconds}
        />
      )}
      <SelectField
        label={t("settings.slow")}
        hint={t("settings.slowHint")}
        value={slow}
        choices={slowChoices.map((seconds) => ({
          value: String(seconds),
          label: seconds === 0 ? t("settings.slowOff") : t("settings.slowSeconds", { count: seconds }),
        }))}
        onChoose={setSlow}
      />
      <CheckField
        label={t("settings.guestsChat")}
        hint={t("settings.guestsChatHint")}
        name="guestsChat"
        defaultChecked={stream.guestsChat}
      />
      {edit.error && (
        <p role="alert" className="text-sm text-accent">
          {sentence(edit.error)}
        </p>
      )}
      <Button type="submit" look="primary" busy={edit.isPending}>
        {t("settings.save")}
      </Button>
    </form>
  );
}

/** Nothing typed, and a nought, are both no price. */
function readPrice(typed: string, currency: Currency | null): number | AmountProblem {
  const amount = readAmount(typed, currency);
  return amount === "empty" || amount === "nothing" ? 0 : amount;
}

/** As the browser's own field wants it: in this place's time, without seconds. */
function localTime(instant: string | undefined): string {
  if (!instant) return "";
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
