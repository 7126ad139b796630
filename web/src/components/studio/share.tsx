import { useTranslation } from "react-i18next";
import type { ServerConfig, StreamInfo } from "../../core";
import { useServerConfig } from "../../hooks/streams";
import { CopyField } from "../copy-field";
import { QrCode } from "../qr-code";
import { ReplaceKeyButton } from "../stream-key";

const LOOPBACK = /^(localhost|127\.|\[::1\])/;

/**
 * The address under which others find the stream. A page that was opened as localhost has none that others could use:
 * then it is the server's address in the local network, unencrypted where there is a choice, since watching needs no
 * encryption of the page (media always has it) and so gives no certificate warning.
 */
export function watchLink(streamId: string, config: ServerConfig | undefined, location: Location = window.location) {
  const local = LOOPBACK.test(location.host);
  const others = config?.lanUrls ?? [];
  const base = local ? (others.find((url) => url.startsWith("http:")) ?? others[0]) : undefined;
  return new URL(`/watch/${streamId}`, base ?? location.origin).href;
}

/** Made for a name that no authority signs: the browser will warn. */
export function warnsOfCertificate(link: string): boolean {
  const { protocol, hostname } = new URL(link);
  return protocol === "https:" && (/^[\d.]+$|^\[/.test(hostname) || !hostname.includes("."));
}

export function Share({ stream }: { stream: StreamInfo }) {
  const { t } = useTranslation();
  const { data: config } = useServerConfig();
  const link = watchLink(stream.id, config);
  return (
    <section aria-labelledby="share" className="panel grid gap-4 p-5">
      <div className="grid gap-1">
        <h2 id="share" className="font-semibold">
          {t("studio.share")}
        </h2>
        <p className="text-sm text-ink-soft">{t("studio.shareLead")}</p>
      </div>
      <CopyField label={t("studio.watchLink")} value={link} testId="watch-link" />
      <QrCode value={link} label={t("studio.qrLabel")} />
      {warnsOfCertificate(link) && <p className="text-sm text-ink-faint">{t("studio.certificate")}</p>}
    </section>
  );
}

export function StreamingSoftware({ stream }: { stream: StreamInfo }) {
  const { t } = useTranslation();
  const whipUrl = new URL(stream.whipUrl ?? "/whip", window.location.href).href;
  return (
    <section aria-labelledby="software" className="panel grid justify-items-start gap-4 p-5">
      <div className="grid gap-1">
        <h2 id="software" className="font-semibold">
          {t("studio.software")}
        </h2>
        <p className="text-sm text-ink-soft">{t("studio.softwareLead")}</p>
      </div>
      <div className="w-full">
        <CopyField label={t("key.whipUrl")} value={whipUrl} />
      </div>
      <ReplaceKeyButton streamId={stream.id} label={t("key.show")} />
    </section>
  );
}
