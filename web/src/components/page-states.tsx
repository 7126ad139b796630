import { useTranslation } from "react-i18next";
import { useErrorSentence } from "../hooks/errors";
import { Button } from "./button";
import { SpinnerIcon } from "./icons";
import { Notice } from "./notice";

/** Something is being loaded, in words. Appears only after a moment, so that quick answers do not flicker. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <p role="status" className="flex items-center gap-3 py-10 text-ink-soft">
      <SpinnerIcon className="spin-slow" />
      {t("common.loading")}
    </p>
  );
}

/** A call failed: what, why, and the way on. */
export function Failed({ title, error, onRetry }: { title: string; error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  return (
    <Notice
      tone="problem"
      title={title}
      action={
        <Button size="sm" onClick={onRetry}>
          {t("common.tryAgain")}
        </Button>
      }
    >
      {sentence(error)}
    </Notice>
  );
}

/** There is nothing yet, and what to do about that. */
export function Empty({ title, hint }: { title: string; hint: string }) {
  return (
    <div className="grid gap-1 rounded-lg border border-dashed border-line px-6 py-10 text-center">
      <p className="font-medium">{title}</p>
      <p className="text-sm text-ink-soft">{hint}</p>
    </div>
  );
}
