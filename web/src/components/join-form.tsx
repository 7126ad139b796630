import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { spokenCode } from "../core/direct/spoken-code";
import { Button } from "./button";
import { TextField } from "./field";

/** Where something that was pasted or typed leads: a stream to watch, or a room that this device is the camera of. */
export type JoinPlace =
  | { readonly to: "watch"; readonly stream: string }
  | { readonly to: "phone"; readonly room: string; readonly token?: string };

/** What a link, a stream's code, or a code that was said means; null for neither. */
export function placeOf(input: string): JoinPlace | null {
  const text = input.trim();
  const code = spokenCode(text);
  if (code) return { to: "phone", room: code };
  const [, room, token] = /\/phone\/([A-Za-z0-9_-]+)\/?(?:#([A-Za-z0-9_-]+))?$/.exec(text) ?? [];
  if (room) return { to: "phone", room, ...(token ? { token } : {}) };
  const stream = /\/watch\/([A-Za-z0-9_-]+)\/?(?:[?#].*)?$/.exec(text)?.[1] ?? text;
  return /^[A-Za-z0-9_-]{2,64}$/.test(stream) ? { to: "watch", stream } : null;
}

export function JoinForm() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [refused, setRefused] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const place = placeOf(text);
    if (place?.to === "watch") void navigate({ to: "/watch/$stream", params: { stream: place.stream } });
    else if (place) void navigate({ to: "/phone/$room", params: { room: place.room }, hash: place.token ?? "" });
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
