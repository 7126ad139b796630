import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DirectReceiver, PhoneFacts, ReceiverState } from "../../core/direct";
import { Button } from "../button";
import { MicrophoneOffIcon } from "../icons";
import { CameraAdjustments } from "./camera-adjustments";

/** The phone's camera adjusted from here, once the phone has agreed. */
export function Steering({ screen, state }: { screen: DirectReceiver; state: ReceiverState }) {
  const { t } = useTranslation();
  const { facts } = state;
  return (
    <section
      aria-labelledby="steer"
      className="panel grid content-start gap-5 p-5"
      data-testid="steering"
      data-steering={facts?.steering}
    >
      <div className="grid gap-1">
        <h2 id="steer" className="font-semibold">
          {t("screen.steer")}
        </h2>
        <p className="text-sm text-ink-soft">
          {t(!facts ? "screen.notSteerable" : facts.steering === "on" ? "screen.allowed" : "screen.steerLead")}
        </p>
      </div>
      {facts && <Asking screen={screen} facts={facts} />}
      {facts && (
        <CameraAdjustments
          settings={facts.settings}
          disabled={facts.steering !== "on"}
          onWish={(wish) => screen.steer(wish)}
        />
      )}
      {facts?.steering === "on" && <Silence screen={screen} facts={facts} />}
    </section>
  );
}

interface PartProps {
  readonly screen: DirectReceiver;
  readonly facts: PhoneFacts;
}

function Asking({ screen, facts }: PartProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const { steering } = facts;
  useEffect(() => {
    if (steering === "on") setAsked(false);
  }, [steering]);
  if (steering === "on") return null;
  const refused = asked && steering === "off";
  return (
    <div className="grid justify-items-start gap-2">
      <Button
        look="primary"
        busy={steering === "asked"}
        onClick={() => {
          screen.askToSteer();
          // What is on the phone by now is no answer to this question.
          setTimeout(() => setAsked(true), ANSWERED_AFTER);
        }}
      >
        {t("screen.ask")}
      </Button>
      <p role="status" className="min-h-5 text-sm text-ink-soft">
        {steering === "asked" ? t("screen.asked") : refused ? t("screen.refused") : ""}
      </p>
    </div>
  );
}

/** Milliseconds until the phone has said that it is asked. */
const ANSWERED_AFTER = 1_000;

/** Off, and never on. */
function Silence({ screen, facts }: PartProps) {
  const { t } = useTranslation();
  if (facts.settings.microphone === "off") return <p className="text-sm text-ink-faint">{t("screen.mutedIt")}</p>;
  return (
    <Button size="sm" className="justify-self-start" onClick={() => screen.steer({ mute: true })}>
      <MicrophoneOffIcon />
      {t("screen.muteIt")}
    </Button>
  );
}
