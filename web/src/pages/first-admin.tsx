import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../components/button";
import { TextField } from "../components/field";
import { Notice } from "../components/notice";
import { SecureAddress } from "../components/secure-address";
import { Shell } from "../components/shell";
import { useErrorSentence } from "../hooks/errors";
import { useTitle } from "../hooks/page";
import { api } from "../services";

/** Where the link leads that a new server prints. Its secret is in the fragment, which no server and no log ever sees. */
export function FirstAdminPage() {
  const { t } = useTranslation();
  useTitle(t("title.firstAdmin"));
  return (
    <Shell state="first-admin" width="narrow">
      <div className="mx-auto grid w-full max-w-md gap-6 pt-[6vh]">
        <div className="grid gap-2">
          <h1 className="text-3xl font-semibold tracking-tight">{t("firstAdmin.heading")}</h1>
          <p className="text-ink-soft">{t("firstAdmin.lead")}</p>
        </div>
        {window.isSecureContext ? (
          <NewAdministrator />
        ) : (
          <Notice tone="problem" title={t("login.insecure")}>
            {t("login.insecureHint")}
            <SecureAddress />
          </Notice>
        )}
      </div>
    </Shell>
  );
}

function NewAdministrator() {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const field = (name: string) => String(form.get(name) ?? "");
    setBusy(true);
    setError(null);
    try {
      const secret = window.location.hash.slice(1);
      await api.claimFirstAdmin(secret, field("email"), field("password"), field("displayName").trim());
      await navigate({ to: "/dashboard" });
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="panel grid gap-5 p-6">
      <TextField label={t("login.displayName")} name="displayName" autoComplete="name" required maxLength={50} />
      <TextField label={t("login.email")} name="email" type="email" autoComplete="username" required maxLength={254} />
      <TextField
        label={t("login.password")}
        name="password"
        type="password"
        autoComplete="new-password"
        hint={t("login.passwordHint")}
        required
        minLength={8}
        maxLength={256}
      />
      {error !== null && (
        <p role="alert" className="text-sm text-accent">
          {sentence(error)}
        </p>
      )}
      <Button type="submit" look="primary" busy={busy}>
        {t("login.register")}
      </Button>
    </form>
  );
}
