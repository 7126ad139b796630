import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { Button, buttonClasses } from "../components/button";
import { Connection } from "../components/direct/connection";
import { Invitation } from "../components/direct/invitation";
import { Refused } from "../components/direct/refused";
import { type ShownScreen, Stage } from "../components/direct/stage";
import { Steering } from "../components/direct/steering";
import { Notice } from "../components/notice";
import { Loading } from "../components/page-states";
import { Shell } from "../components/shell";
import type { DirectReceiver } from "../core/direct";
import { useScreen } from "../hooks/direct";
import { useTitle, useWakeLock } from "../hooks/page";

const route = getRouteApi("/screen/$room");
const file = getRouteApi("/receiver.html");

export function ScreenPage() {
  return <ScreenIn room={route.useParams().room} />;
}

/** The page that asks for no code: the room is named in the address, or is the one for everybody in the house. */
export function ReceiverFilePage() {
  return <ScreenIn room={file.useSearch().room ?? "default"} />;
}

function ScreenIn({ room }: { room: string }) {
  const { t } = useTranslation();
  useTitle(t("title.screen"));
  const [attempt, setAttempt] = useState(0);
  const screen = useScreen(room, attempt);
  if (!screen) {
    return (
      <Shell state="connecting">
        <Loading />
      </Shell>
    );
  }
  return <OpenScreen screen={screen} onAgain={() => setAttempt(attempt + 1)} />;
}

interface OpenScreenProps {
  readonly screen: DirectReceiver;
  readonly onAgain: () => void;
}

function OpenScreen({ screen, onAgain }: OpenScreenProps) {
  const { t } = useTranslation();
  const state = useStore(screen.store);
  const [shown, setShown] = useState<ShownScreen>("connecting");
  const { phase, closed } = state;
  useWakeLock(phase === "live");
  const inviting = phase === "waiting" || phase === "left";

  return (
    <Shell state={phase === "live" ? shown : phase}>
      <h1 className="pt-4 pb-5 text-title font-semibold">{t("screen.heading")}</h1>
      {closed && phase === "closed" ? (
        <Refused
          reason={closed}
          action={
            <div className="flex flex-wrap gap-3">
              <Link to="/screen" className={buttonClasses("primary", "sm")}>
                {t("screen.newRoom")}
              </Link>
              <Button size="sm" onClick={onAgain}>
                {t("common.tryAgain")}
              </Button>
            </div>
          }
        />
      ) : inviting ? (
        <div className="grid max-w-4xl grid-cols-1 gap-5">
          <Awaited phase={phase} />
          <Invitation room={state.room} />
        </div>
      ) : (
        <div className="grid grid-cols-1 gap-5">
          <div className="-mx-4 sm:mx-auto sm:w-full sm:max-w-[calc((100dvh-12rem)*16/9)]">
            <Stage state={state} onShown={setShown} />
          </div>
          {closed && <Notice title={t("screen.forgotten")}>{t("screen.forgottenHint")}</Notice>}
          <div className="grid grid-cols-1 gap-5 lg:grid-cols-[22rem_minmax(0,1fr)]">
            <Steering screen={screen} state={state} />
            <Connection state={state} />
          </div>
        </div>
      )}
    </Shell>
  );
}

/** Nobody is there to be seen yet, or any more. */
function Awaited({ phase }: { phase: "waiting" | "left" }) {
  const { t } = useTranslation();
  return (
    <div role="status" className="grid gap-0.5">
      <p className="flex items-center gap-2.5 font-semibold">
        <span className="breathe size-2.5 shrink-0 rounded-full bg-accent" />
        {t(`screen.${phase}`)}
      </p>
      <p className="text-sm text-ink-soft">{t(`screen.${phase}Hint`)}</p>
    </div>
  );
}
