import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { Button, buttonClasses } from "../components/button";
import {
  DeviceNotices,
  PhoneButtons,
  PhonePreview,
  PhoneSettings,
  PhoneStatus,
  SteeringQuestion,
} from "../components/direct/phone-view";
import { Refused } from "../components/direct/refused";
import { Notice } from "../components/notice";
import { Loading } from "../components/page-states";
import { SecureAddress } from "../components/secure-address";
import { Shell } from "../components/shell";
import type { CloseReason } from "../core";
import type { SenderState } from "../core/direct";
import { hasCameras, type Phone, usePhone } from "../hooks/direct";
import { useTitle, useWakeLock } from "../hooks/page";

const route = getRouteApi("/phone/$room");
const file = getRouteApi("/sender.html");

export function PhonePage() {
  return <PhoneIn room={route.useParams().room} />;
}

/** The page that asks for no code: the room is named in the address, or is the one for everybody in the house. */
export function SenderFilePage() {
  return <PhoneIn room={file.useSearch().room ?? "default"} />;
}

function PhoneIn({ room }: { room: string }) {
  const { t } = useTranslation();
  useTitle(t("title.phone"));
  const phone = usePhone(room);
  if (!hasCameras()) return <Insecure />;
  if (!phone) {
    return (
      <Shell state="connecting" width="narrow">
        <Loading />
      </Shell>
    );
  }
  return <OpenPhone phone={phone} />;
}

/** Says so before the room is asked for: a code is good once, and would be spent for nothing. */
function Insecure() {
  const { t } = useTranslation();
  return (
    <Shell state="insecure" width="narrow">
      <h1 className="pt-4 pb-5 text-title font-semibold">{t("phone.heading")}</h1>
      <Notice tone="problem" title={t("capture.camera.insecure.title")}>
        {t("capture.camera.insecure.hint")}
        <SecureAddress />
      </Notice>
    </Shell>
  );
}

function OpenPhone({ phone }: { phone: Phone }) {
  const { t } = useTranslation();
  const state = useStore(phone.sender.store);
  useWakeLock(state.phase !== "closed");
  return (
    <Shell state={state.phase} width="narrow">
      <h1 className="pt-2 pb-3 text-title font-semibold">{t("phone.heading")}</h1>
      {state.closed && state.phase === "closed" ? (
        <ClosedPhone phone={phone} reason={state.closed} />
      ) : (
        <PhoneAtWork phone={phone} state={state} />
      )}
    </Shell>
  );
}

function PhoneAtWork({ phone, state }: { phone: Phone; state: SenderState }) {
  const navigate = useNavigate();
  return (
    <div className="grid grid-cols-1 gap-4">
      <PhoneStatus phone={phone} state={state} />
      <SteeringQuestion phone={phone} state={state} />
      <DeviceNotices phone={phone} />
      <PhonePreview phone={phone} />
      <PhoneButtons phone={phone} onStop={() => void navigate({ to: "/" })} />
      <PhoneSettings phone={phone} state={state} />
    </div>
  );
}

function ClosedPhone({ phone, reason }: { phone: Phone; reason: CloseReason }) {
  const { t } = useTranslation();
  if (reason.kind === "replaced") {
    return (
      <Notice
        title={t("direct.replaced")}
        action={
          <Button size="sm" onClick={phone.again}>
            {t("direct.takeBack")}
          </Button>
        }
      >
        {t("direct.replacedHint")}
      </Notice>
    );
  }
  return (
    <Refused
      reason={reason}
      action={
        <div className="flex flex-wrap gap-3">
          <Link to="/phone" className={buttonClasses("primary", "sm")}>
            {t("phone.otherCode")}
          </Link>
          <Button size="sm" onClick={phone.again}>
            {t("common.tryAgain")}
          </Button>
        </div>
      }
    />
  );
}
