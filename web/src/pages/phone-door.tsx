import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../components/button";
import { TextField } from "../components/field";
import { Shell } from "../components/shell";
import { spokenCode } from "../core/direct";
import { useTitle } from "../hooks/page";

/** Where a phone goes that has no link: it types what the screen says. */
export function PhoneDoorPage() {
  const { t } = useTranslation();
  useTitle(t("title.phone"));
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [refused, setRefused] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const room = spokenCode(text);
    if (room) void navigate({ to: "/phone/$room", params: { room } });
    else setRefused(true);
  };

  return (
    <Shell state="asking" width="narrow">
      <div className="grid gap-2 pt-[6vh] pb-6">
        <h1 className="text-3xl font-semibold tracking-tight">{t("phone.heading")}</h1>
        <p className="text-ink-soft">{t("phone.doorLead")}</p>
      </div>
      <form onSubmit={submit} noValidate className="grid gap-4">
        <TextField
          label={t("phone.code")}
          placeholder={t("phone.codePlaceholder")}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setRefused(false);
          }}
          problem={refused ? t("phone.codeProblem") : undefined}
          inputMode="numeric"
          autoComplete="off"
          enterKeyHint="go"
        />
        <Button type="submit" look="primary" size="lg">
          {t("phone.open")}
        </Button>
      </form>
    </Shell>
  );
}
