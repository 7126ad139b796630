import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { buttonClasses } from "../components/button";
import { Shell } from "../components/shell";
import { useTitle } from "../hooks/page";

export function NotFoundPage() {
  const { t } = useTranslation();
  useTitle(t("title.notFound"));
  return (
    <Shell state="not-found" width="narrow">
      <div className="grid justify-items-start gap-3 pt-[12vh]">
        <h1 className="text-display font-semibold">{t("notFound.heading")}</h1>
        <p className="text-ink-soft">{t("notFound.lead")}</p>
        <Link to="/" className={buttonClasses("secondary")}>
          {t("common.backHome")}
        </Link>
      </div>
    </Shell>
  );
}
