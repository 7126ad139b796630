import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { CaptureProblem, DeviceKind, StreamInfo } from "../../core";
import { type Studio, useBroadcast, useCapture } from "../../hooks/studio";
import { Button, buttonClasses } from "../button";
import { Notice } from "../notice";
import { SecureAddress } from "../secure-address";

/** Everything that is in the way, each with whose side it is on and what to do. */
export function StudioNotices(props: { studio: Studio; stream: StreamInfo; onEnd: () => void }) {
  const { studio, stream, onEnd } = props;
  const { t } = useTranslation();
  const { camera, microphone } = useCapture(studio);
  const phase = useBroadcast(studio, (state) => state.phase);
  const insecure = camera.problem === "insecure";
  return (
    <>
      {phase === "preview" && stream.status === "live" && !studio.returning && (
        <Notice
          title={t("studio.elsewhere")}
          action={
            <Button size="sm" onClick={onEnd}>
              {t("studio.end")}
            </Button>
          }
        >
          {t("studio.elsewhereHint")}
        </Notice>
      )}
      <ClosedNotice studio={studio} />
      {camera.problem && <DeviceNotice studio={studio} kind="camera" problem={camera.problem} />}
      {microphone.problem && !insecure && (
        <DeviceNotice studio={studio} kind="microphone" problem={microphone.problem} />
      )}
    </>
  );
}

function DeviceNotice({ studio, kind, problem }: { studio: Studio; kind: DeviceKind; problem: CaptureProblem }) {
  const { t } = useTranslation();
  const retriable = problem !== "insecure";
  return (
    <div data-testid={`${kind}-problem`} data-problem={problem}>
      <Notice
        tone="problem"
        title={t(`capture.${kind}.${problem}.title`)}
        action={
          retriable && (
            <Button size="sm" onClick={() => void studio.media.turnOn(kind)}>
              {t("common.tryAgain")}
            </Button>
          )
        }
      >
        {t(`capture.${kind}.${problem}.hint`)}
        {problem === "insecure" && <SecureAddress />}
      </Notice>
    </div>
  );
}

function ClosedNotice({ studio }: { studio: Studio }) {
  const { t } = useTranslation();
  const closed = useBroadcast(studio, (state) => state.closed);
  const refusal = useBroadcast(studio, (state) => state.refusal);
  if (refusal) {
    return (
      <Notice tone="problem" title={t("studio.offerRefused")}>
        {refusal}
      </Notice>
    );
  }
  switch (closed?.kind) {
    case "replaced":
      return <Notice title={t("studio.replaced")}>{t("studio.replacedHint")}</Notice>;
    case "expelled":
      return <Notice title={t("studio.cut")}>{t("studio.cutHint")}</Notice>;
    case "refused":
      return (
        <Notice
          tone="problem"
          title={t("studio.refused")}
          action={
            (closed.code === "signed-out" || closed.code === "unauthorized") && (
              <Link
                to="/login"
                search={{ next: window.location.pathname }}
                className={buttonClasses("secondary", "sm")}
              >
                {t("nav.signIn")}
              </Link>
            )
          }
        >
          {closed.message}
        </Notice>
      );
    default:
      return null;
  }
}
