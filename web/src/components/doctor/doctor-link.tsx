import { useTranslation } from "react-i18next";
import { buttonClasses } from "../button";

/** Leads to the connection test, beside the page that has trouble: that one goes on trying. */
export function DoctorLink() {
  const { t } = useTranslation();
  return (
    <a
      href="/doctor"
      target="_blank"
      rel="noopener"
      title={t("doctor.openHint")}
      className={buttonClasses("secondary", "sm")}
    >
      {t("doctor.open")}
    </a>
  );
}
