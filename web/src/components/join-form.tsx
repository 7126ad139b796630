import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button";
import { TextField } from "./field";

/** The stream that a pasted link or code means; null for neither. */
export function streamOf(input: string): string | null {
  const text = input.trim();
  const fromLink = /\/watch\/([A-Za-z0-9_-]+)\/?(?:[?#].*)?$/.exec(text)?.[1];
  return fromLink ?? (/^[A-Za-z0-9_-]{2,64}$/.test(text) ? text : null);
}

export function JoinForm() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [refused, setRefused] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const stream = streamOf(text);
    if (stream) void navigate({ to: "/watch/$stream", params: { stream } });
    else setRefused(true);
  };

  return (
    <form onSubmit={submit} noValidate className="grid gap-3 sm:grid-cols-[1fr_auto] sm:items-start">
      <TextField
        label={t("home.joinLabel")}
        placeholder={t("home.joinPlaceholder")}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setRefused(false);
        }}
        problem={refused ? t("home.joinProblem") : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        enterKeyHint="go"
      />
      <Button type="submit" className="sm:mt-[1.6875rem]">
        {t("home.join")}
      </Button>
    </form>
  );
}
