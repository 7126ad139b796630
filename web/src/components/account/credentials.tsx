import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorSentence } from "../../hooks/errors";
import { api } from "../../services";
import { Button } from "../button";
import { TextField } from "../field";

interface CredentialFormProps {
  readonly title: string;
  readonly submit: string;
  /** Said when it is done. */
  readonly done: string;
  readonly onSubmit: (field: (name: string) => string) => Promise<void>;
  readonly children: ReactNode;
}

/** A form that asks for the password beside what is to be changed. */
function CredentialForm({ title, submit, done, onSubmit, children }: CredentialFormProps) {
  const sentence = useErrorSentence();
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<{ error: unknown } | "done" | null>(null);

  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    setBusy(true);
    setOutcome(null);
    try {
      await onSubmit((name) => String(form.get(name) ?? ""));
      element.reset();
      setOutcome("done");
    } catch (error) {
      setOutcome({ error });
    }
    setBusy(false);
  };

  return (
    <form onSubmit={(event) => void send(event)} aria-labelledby={id} className="panel grid gap-5 p-5">
      <h2 id={id} className="font-semibold">
        {title}
      </h2>
      {children}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" busy={busy}>
          {submit}
        </Button>
        <p role="status" className="text-sm text-ink-soft">
          {outcome === "done" ? done : ""}
        </p>
      </div>
      {outcome !== null && outcome !== "done" && (
        <p role="alert" className="text-sm text-accent">
          {sentence(outcome.error)}
        </p>
      )}
    </form>
  );
}

function CurrentPassword() {
  const { t } = useTranslation();
  return (
    <TextField
      label={t("account.currentPassword")}
      name="password"
      type="password"
      autoComplete="current-password"
      required
      maxLength={256}
    />
  );
}

export function ChangePassword() {
  const { t } = useTranslation();
  return (
    <CredentialForm
      title={t("account.changePassword")}
      submit={t("account.changePassword")}
      done={t("account.passwordChanged")}
      onSubmit={(field) => api.changePassword(field("password"), field("newPassword"))}
    >
      <CurrentPassword />
      <TextField
        label={t("account.newPassword")}
        name="newPassword"
        type="password"
        autoComplete="new-password"
        hint={t("account.newPasswordHint")}
        required
        minLength={8}
        maxLength={256}
      />
    </CredentialForm>
  );
}

export function ChangeEmail() {
  const { t } = useTranslation();
  return (
    <CredentialForm
      title={t("account.changeEmail")}
      submit={t("account.changeEmail")}
      done={t("account.emailChanged")}
      onSubmit={(field) => api.changeEmail(field("password"), field("email"))}
    >
      <TextField
        label={t("account.newEmail")}
        name="email"
        type="email"
        autoComplete="email"
        required
        maxLength={254}
      />
      <CurrentPassword />
    </CredentialForm>
  );
}
