import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { StreamInfo, Visibility } from "../core";
import { useErrorSentence } from "../hooks/errors";
import { useSession } from "../hooks/session";
import { useCreateStream } from "../hooks/streams";
import { Button } from "./button";
import { SelectField, TextField } from "./field";

/** Makes a stream; what comes of it, the key that is shown once included, is handed on. */
export function CreateStreamForm({ onCreated }: { onCreated: (stream: StreamInfo) => void }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const { user } = useSession();
  const [title, setTitle] = useState<string>(() => t("createStream.defaultTitle", { name: user?.displayName ?? "" }));
  const [category, setCategory] = useState("");
  const [visibility, setVisibility] = useState<Visibility>("public");
  const create = useCreateStream();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const stream = { title: title.trim(), visibility, ...(category.trim() ? { category: category.trim() } : {}) };
    create.mutate(stream, { onSuccess: onCreated });
  };

  return (
    <form onSubmit={submit} className="grid gap-5">
      <TextField
        label={t("createStream.title")}
        placeholder={t("createStream.titlePlaceholder")}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        required
        maxLength={120}
      />
      <TextField
        label={t("createStream.category")}
        hint={t("createStream.categoryHint")}
        value={category}
        onChange={(event) => setCategory(event.target.value)}
        maxLength={40}
      />
      <SelectField
        label={t("createStream.visibility")}
        value={visibility}
        choices={(["public", "unlisted", "private"] as const).map((value) => ({
          value,
          label: t(`createStream.${value}`),
        }))}
        onChoose={(value) => setVisibility(value as Visibility)}
      />
      {create.error && (
        <p role="alert" className="text-sm text-accent">
          {sentence(create.error)}
        </p>
      )}
      <Button type="submit" look="primary" busy={create.isPending} disabled={title.trim() === ""}>
        {t("createStream.submit")}
      </Button>
    </form>
  );
}
