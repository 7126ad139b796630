import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { buttonClasses } from "../components/button";
import { SpinnerIcon } from "../components/icons";
import { Notice } from "../components/notice";
import { Failed } from "../components/page-states";
import { Shell } from "../components/shell";
import { ApiError } from "../core";
import { keepInvitation } from "../hooks/direct";
import { useTitle } from "../hooks/page";
import { api } from "../services";

/** Makes a room and goes into it. */
export function ScreenDoorPage() {
  const { t } = useTranslation();
  useTitle(t("title.screen"));
  const navigate = useNavigate();
  const { mutate, error } = useMutation({
    mutationFn: () => api.makeDirectRoom(),
    onSuccess: (made) => {
      keepInvitation(made);
      void navigate({ to: "/screen/$room", params: { room: made.room }, hash: made.receiverToken, replace: true });
    },
  });
  useEffect(() => mutate(), [mutate]);
  const strange = error instanceof ApiError && error.status === 401;

  return (
    <Shell state={error ? "failed" : "loading"} width="narrow">
      <h1 className="pt-4 pb-5 text-title font-semibold">{t("screen.heading")}</h1>
      {strange && (
        <Notice
          title={t("screen.signIn")}
          action={
            <Link to="/login" search={{ next: "/screen" }} className={buttonClasses("primary", "sm")}>
              {t("nav.signIn")}
            </Link>
          }
        >
          {t("screen.signInHint")}
        </Notice>
      )}
      {error && !strange && <Failed title={t("screen.makeFailed")} error={error} onRetry={() => mutate()} />}
      {!error && (
        <p role="status" className="flex items-center gap-3 py-6 text-ink-soft">
          <SpinnerIcon className="spin-slow" />
          {t("screen.making")}
        </p>
      )}
    </Shell>
  );
}
