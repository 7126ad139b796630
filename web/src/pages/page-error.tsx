import { useTranslation } from "react-i18next";
import { Button } from "../components/button";
import { DoctorLink } from "../components/doctor/doctor-link";
import { Notice } from "../components/notice";
import { Shell } from "../components/shell";
import { useErrorSentence } from "../hooks/errors";

/** A page broke, or its script could not be loaded. */
export function PageError({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  return (
    <Shell state="failed" width="narrow">
      <Notice
        tone="problem"
        className="mt-10"
        title={sentence(error)}
        action={
          <div className="flex flex-wrap gap-3">
            <Button size="sm" onClick={() => window.location.reload()}>
              {t("common.tryAgain")}
            </Button>
            <DoctorLink />
          </div>
        }
      />
    </Shell>
  );
}
