import { getRouteApi, useNavigate, useRouter } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../components/button";
import { TextField } from "../components/field";
import { Notice } from "../components/notice";
import { SecureAddress } from "../components/secure-address";
import { Shell } from "../components/shell";
import { useErrorSentence } from "../hooks/errors";
import { useTitle } from "../hooks/page";
import { useServerConfig } from "../hooks/streams";
import { api } from "../services";

const route = getRouteApi("/login");

type Mode = "sign-in" | "register";

export function LoginPage() {
  const { t } = useTranslation();
  useTitle(t("title.login"));
  const [mode, setMode] = useState<Mode>("sign-in");
  const registering = mode === "register";
  return (
    <Shell state={mode} width="narrow">
      <div className="mx-auto grid w-full max-w-md gap-6 pt-[6vh]">
        <div className="grid gap-2">
          <h1 className="text-3xl font-semibold tracking-tight">
            {t(registering ? "login.registerHeading" : "login.signInHeading")}
          </h1>
          <p className="text-ink-soft">{t(registering ? "login.registerLead" : "login.signInLead")}</p>
        </div>
        {window.isSecureContext ? (
          <Credentials
            key={mode}
            registering={registering}
            onSwitch={() => setMode(registering ? "sign-in" : "register")}
          />
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

function Credentials({ registering, onSwitch }: { registering: boolean; onSwitch: () => void }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const navigate = useNavigate();
  const router = useRouter();
  const { next } = route.useSearch();
  const { data: config } = useServerConfig();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const closed = config?.registration === "closed";

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const field = (name: string) => String(form.get(name) ?? "");
    setBusy(true);
    setError(null);
    try {
      if (registering) await api.register(field("email"), field("password"), field("displayName").trim());
      else await api.login(field("email"), field("password"));
      if (next) router.history.push(next);
      else await navigate({ to: "/dashboard" });
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };

  return (
    <>
      {registering && closed ? (
        <Notice title={t("login.closed")} />
      ) : (
        <form onSubmit={(event) => void submit(event)} className="panel grid gap-5 p-6">
          {registering && (
            <TextField label={t("login.displayName")} name="displayName" autoComplete="name" required maxLength={50} />
          )}
          <TextField
            label={t("login.email")}
            name="email"
            type="email"
            autoComplete="username"
            required
            maxLength={254}
          />
          <TextField
            label={t("login.password")}
            name="password"
            type="password"
            autoComplete={registering ? "new-password" : "current-password"}
            hint={registering ? t("login.passwordHint") : undefined}
            required
            minLength={registering ? 8 : undefined}
            maxLength={256}
          />
          {error !== null && (
            <p role="alert" className="text-sm text-accent">
              {sentence(error)}
            </p>
          )}
          <Button type="submit" look="primary" busy={busy}>
            {t(registering ? "login.register" : "login.signIn")}
          </Button>
        </form>
      )}
      <Button look="quiet" onClick={onSwitch} className="justify-self-center">
        {t(registering ? "login.toSignIn" : "login.toRegister")}
      </Button>
    </>
  );
}
