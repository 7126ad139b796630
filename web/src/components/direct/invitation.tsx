import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { invitationInto, type Invitation as Known } from "../../hooks/direct";
import { useNow } from "../../hooks/page";
import { useServerConfig } from "../../hooks/streams";
import { buttonClasses } from "../button";
import { CopyField } from "../copy-field";
import { SelectField } from "../field";
import { formatDuration } from "../format";
import { Notice } from "../notice";
import { QrCode } from "../qr-code";
import { warnsOfCertificate } from "../studio/share";
import { phoneAddresses, phoneLink } from "./address";

/** How the phone gets here: a QR code to scan, a code to type, a link to send. */
export function Invitation({ room }: { room: string }) {
  const { t } = useTranslation();
  const { data: config } = useServerConfig();
  const known = invitationInto(room);
  const addresses = phoneAddresses(config);
  const [chosen, setChosen] = useState<string | null>(null);
  const address = chosen ?? addresses[0] ?? window.location.origin;
  const made = room.startsWith("d-");
  if (made && !known) return <Notice title={t("screen.noKey")} />;
  const link = phoneLink(address, room, known?.senderToken);
  return (
    <section
      aria-labelledby="invite"
      className="panel grid grid-cols-1 gap-x-8 gap-y-6 p-5 sm:grid-cols-[auto_minmax(0,1fr)]"
      data-testid="invitation"
    >
      <div className="justify-self-center sm:justify-self-start">
        <QrCode value={link} label={t("screen.qrLabel")} size={232} />
      </div>
      <div className="grid min-w-0 grid-cols-1 content-start gap-5">
        <div className="grid gap-2">
          <h2 id="invite" className="font-semibold">
            {t("screen.invite")}
          </h2>
          <ol className="grid list-decimal gap-1 pl-5 text-sm text-ink-soft">
            <li>{t("screen.steps.scan")}</li>
            {warnsOfCertificate(link) && <li>{t("screen.steps.warn")}</li>}
            <li>{t("screen.steps.allow")}</li>
          </ol>
        </div>
        {known && <SpokenCode known={known} address={address} />}
        {addresses.length > 1 && (
          <SelectField
            label={t("screen.address")}
            value={address}
            choices={addresses.map((each) => ({ value: each, label: new URL(each).host }))}
            onChoose={setChosen}
          />
        )}
        <CopyField label={t("screen.link")} value={link} testId="phone-link" />
      </div>
    </section>
  );
}

function SpokenCode({ known, address }: { known: Known; address: string }) {
  const { t } = useTranslation();
  const left = known.codeEnds - useNow();
  const over = left <= 0;
  return (
    <div className="grid gap-1">
      <p className="text-sm font-medium text-ink-soft [overflow-wrap:anywhere]">
        {over ? t("screen.codeOver") : t("screen.codeLabel", { address: `${address}/phone` })}
      </p>
      {over ? (
        <Link to="/screen" className={`${buttonClasses("secondary", "sm")} justify-self-start`}>
          {t("screen.newRoom")}
        </Link>
      ) : (
        <p className="flex flex-wrap items-baseline gap-x-4">
          <span className="text-3xl font-semibold tracking-wide tabular-nums" data-testid="spoken-code">
            {known.code}
          </span>
          <span className="text-sm text-ink-faint tabular-nums">
            {t("screen.codeLasts", { time: formatDuration(left) })}
          </span>
        </p>
      )}
    </div>
  );
}
