import { useTranslation } from "react-i18next";
import { ApiError, UnreachableError } from "../core";
import { en } from "../i18n/en";

type KnownCode = keyof typeof en.errors;

/** Turns what a call threw into a sentence for people: ours where the code is known, else the server's own. */
export function useErrorSentence(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (error instanceof UnreachableError) return t("errors.unreachable");
    if (error instanceof ApiError) {
      if (Object.hasOwn(en.errors, error.code)) return t(`errors.${error.code as KnownCode}`);
      return error.message || t("errors.unexpected");
    }
    return t("errors.unexpected");
  };
}
