import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ChangeEmail, ChangePassword } from "../components/account/credentials";
import { YourData } from "../components/account/your-data";
import { Button, buttonClasses } from "../components/button";
import { Shell } from "../components/shell";
import { useErrorSentence } from "../hooks/errors";
import { useTitle } from "../hooks/page";
import { useSession } from "../hooks/session";
import { api } from "../services";

export function AccountPage() {
  const { t } = useTranslation();
  useTitle(t("title.account"));
  const { user } = useSession();
  const navigate = useNavigate();
  const sentence = useErrorSentence();
  const [error, setError] = useState<unknown>(null);

  const leave = async (work: () => Promise<void>) => {
    try {
      await work();
      await navigate({ to: "/" });
    } catch (caught) {
      setError(caught);
    }
  };

  const facts = [
    [t("account.name"), user?.displayName],
    [t("account.email"), user?.email],
    [t("account.roles"), user?.roles.map((role) => role.toLowerCase()).join(", ")],
  ] as const;

  return (
    <Shell state="ready" width="narrow">
      <h1 className="pt-8 pb-6 text-3xl font-semibold tracking-tight">{t("account.heading")}</h1>
      <dl className="panel divide-y divide-line">
        {facts.map(([name, value]) => (
          <div key={name} className="flex flex-wrap justify-between gap-x-6 gap-y-1 px-5 py-4">
            <dt className="text-ink-soft">{name}</dt>
            <dd className="font-medium [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
      {error !== null && (
        <p role="alert" className="mt-4 text-sm text-accent">
          {sentence(error)}
        </p>
      )}
      <div className="mt-6 flex flex-wrap gap-3">
        <Link to="/dashboard" className={buttonClasses("secondary")}>
          {t("account.streams")}
        </Link>
        <Link to="/wallet" className={buttonClasses("secondary")}>
          {t("money.wallet")}
        </Link>
        {user?.roles.includes("admin") && (
          <Link to="/admin" className={buttonClasses("secondary")}>
            {t("money.admin.open")}
          </Link>
        )}
        <Button onClick={() => void leave(() => api.logout())}>{t("nav.signOut")}</Button>
        <Button look="quiet" onClick={() => void leave(() => api.logoutEverywhere())}>
          {t("account.everywhere")}
        </Button>
      </div>
      <div className="mt-10 grid gap-5">
        <ChangePassword />
        <ChangeEmail />
        <YourData onDeleted={() => void navigate({ to: "/" })} />
      </div>
    </Shell>
  );
}
