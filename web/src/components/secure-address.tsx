import { useTranslation } from "react-i18next";
import type { ServerConfig } from "../core";
import { useServerConfig } from "../hooks/streams";

/** This page's encrypted address on the same server; null while it is not known or there is none. */
export function secureAddress(config: ServerConfig | undefined, location: Location = window.location): string | null {
  if (!config?.httpsPort) return null;
  const url = new URL(location.href);
  url.protocol = "https:";
  url.port = String(config.httpsPort);
  return url.href;
}

/** The way out of an unencrypted page, with a word on the warning that comes. */
export function SecureAddress() {
  const { t } = useTranslation();
  const { data } = useServerConfig();
  const address = secureAddress(data);
  if (!address) return null;
  return (
    <p className="mt-2 grid gap-1">
      <a href={address} className="font-medium text-ink underline underline-offset-4">
        {t("capture.secureAddress")}
      </a>
      <span className="text-ink-faint">{t("capture.secureWarning")}</span>
    </p>
  );
}
