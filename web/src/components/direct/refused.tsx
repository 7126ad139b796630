import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CloseReason } from "../../core";
import { en } from "../../i18n/en";
import { Notice } from "../notice";

type Known = Exclude<keyof typeof en.direct.room, "other">;

const isKnown = (code: string): code is Known => code !== "other" && Object.hasOwn(en.direct.room, code);

/** Why the server did not let this page into the room, and what to do. */
export function Refused({ reason, action }: { reason: CloseReason; action: ReactNode }) {
  const { t } = useTranslation();
  const known = reason.kind === "refused" && isKnown(reason.code) ? reason.code : null;
  const said = reason.kind === "refused" || reason.kind === "expelled" ? reason.message : "";
  return (
    <div data-testid="refused" data-code={reason.kind === "refused" ? reason.code : reason.kind}>
      <Notice
        tone="problem"
        title={known ? t(`direct.room.${known}.title`) : t("direct.room.other.title")}
        action={action}
      >
        {known ? t(`direct.room.${known}.hint`) : said}
      </Notice>
    </div>
  );
}
