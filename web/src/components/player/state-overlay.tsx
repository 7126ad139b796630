import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { CloseReason, PictureSource, ViewerState } from "../../core";
import { useLasting } from "../../hooks/page";
import { Button, buttonClasses } from "../button";
import { DoctorLink } from "../doctor/doctor-link";
import { Overlay } from "./overlay";

/** What the page shows: the viewer's phase, with `joining` until the first frame is there. */
export type ShownState = ViewerState["phase"];

interface StateOverlayProps {
  readonly shown: ShownState;
  readonly state: ViewerState;
  readonly onPlay: () => void;
  readonly onLookAgain: () => void;
}

/** Longer than a connection takes that comes about by itself, in ms. */
const PATIENCE = 8_000;

/** Every state of watching, in words. Live has none, unless there is something about the picture to be said. */
export function StateOverlay({ shown, state, onPlay, onLookAgain }: StateOverlayProps) {
  const { t } = useTranslation();
  const stuck = useLasting(shown, PATIENCE);
  switch (shown) {
    case "connecting":
      return <Connecting state={state} />;
    case "joining":
      return <Overlay busy title={t("watch.joining")} hint={t("watch.joiningHint")} action={stuck && <DoctorLink />} />;
    case "waiting":
      return <Overlay title={t("watch.waiting")} hint={t("watch.waitingHint")} />;
    case "ended":
      return <Overlay title={t("watch.ended")} hint={t("watch.endedHint")} />;
    case "paused":
      return (
        <Overlay
          title={t("watch.paused")}
          hint={t("watch.pausedHint")}
          action={
            <Button look="primary" size="lg" onClick={onPlay}>
              {t("watch.play")}
            </Button>
          }
        />
      );
    case "reconnecting":
      return (
        <Overlay light busy title={t("watch.reconnecting")} hint={trouble(t, state)} action={stuck && <DoctorLink />} />
      );
    case "closed":
      return <Closed reason={state.closed} onLookAgain={onLookAgain} />;
    case "live":
      return <AboutThePicture state={state} />;
  }
}

/** The server is there, and has more watchers than it can serve. */
function isFull({ signaling }: ViewerState): boolean {
  return "refused" in signaling && signaling.refused === "server-full";
}

function trouble(t: TFunction, state: ViewerState): string {
  const { signaling } = state;
  if (isFull(state)) return t("watch.serverFullHint");
  return signaling.phase === "waiting" || signaling.phase === "connecting"
    ? t("watch.reconnectingServer", { attempt: Math.max(1, signaling.attempt) })
    : t("watch.reconnectingMedia");
}

function Connecting({ state }: { state: ViewerState }) {
  const { t } = useTranslation();
  if (isFull(state)) return <Overlay busy title={t("watch.serverFull")} hint={t("watch.serverFullHint")} />;
  const failed = "attempt" in state.signaling && state.signaling.attempt > 1;
  return <Overlay busy title={t("watch.connecting")} hint={failed ? trouble(t, state) : t("watch.connectingHint")} />;
}

function AboutThePicture({ state }: { state: ViewerState }) {
  const { t } = useTranslation();
  const { room, stalled } = state;
  const [codec] = room.undecodable;
  const camera = room.tracks.find((track) => track.source === "camera");
  const screen = room.tracks.some((track) => track.source === "screen");
  if (codec) return <Overlay title={t("watch.undecodable")} hint={t("watch.undecodableHint", { codec })} />;
  if (room.tracks.length === 0) return <Overlay title={t("watch.nothing")} />;
  if (!screen && !camera) return <Overlay title={t("watch.soundOnly")} />;
  if (!screen && camera?.muted) return <Overlay title={t("watch.cameraHidden")} />;
  const pausedBy = pausedByOthers(state, screen ? "screen" : "camera");
  if (pausedBy === "network") {
    return <Overlay light title={t("watch.pausedByNetwork")} hint={t("watch.pausedByNetworkHint")} />;
  }
  if (pausedBy === "server") {
    return <Overlay light title={t("watch.pausedByServer")} hint={t("watch.pausedByServerHint")} />;
  }
  if (stalled) return <Overlay light busy title={t("watch.stalled")} hint={t("watch.stalledHint")} />;
  return null;
}

/** What keeps a picture from this watcher, unless it is their own wish; null for one that is sent. */
function pausedByOthers({ room, layers }: ViewerState, source: PictureSource): "network" | "server" | null {
  const track = room.tracks.find((it) => it.source === source);
  const layer = track && layers[track.trackId];
  if (!layer?.paused) return null;
  return layer.reason === "network" || layer.reason === "server" ? layer.reason : null;
}

/** Over the camera in a shared screen's corner: it stands still, and the large picture goes on. */
export function InsetOverlay({ state, className }: { readonly state: ViewerState; readonly className: string }) {
  const { t } = useTranslation();
  const pausedBy = pausedByOthers(state, "camera");
  if (!pausedBy) return null;
  return (
    <div
      role="status"
      data-testid="inset-paused"
      className={`grid place-content-center bg-[#101218]/65 p-1 text-center text-[0.6875rem] leading-tight font-semibold text-[#f4f2ee] sm:text-xs ${className}`}
    >
      <p>
        <span className="sr-only">{t("watch.inset")}: </span>
        {t(pausedBy === "network" ? "watch.insetPausedByNetwork" : "watch.insetPausedByServer")}
      </p>
    </div>
  );
}

function Closed({ reason, onLookAgain }: { reason: CloseReason | null; onLookAgain: () => void }) {
  const { t } = useTranslation();
  const again = (
    <Button onClick={onLookAgain} size="sm">
      {t("watch.lookAgain")}
    </Button>
  );
  if (reason?.kind !== "refused") return <Overlay title={t("watch.expelled")} action={again} />;
  switch (reason.code) {
    case "room-not-found":
      return <Overlay title={t("watch.notFound")} hint={t("watch.notFoundHint")} action={again} />;
    case "unauthorized":
    case "forbidden":
      return (
        <Overlay
          title={t("watch.private")}
          hint={t("watch.privateHint")}
          action={
            <Link to="/login" search={{ next: window.location.pathname }} className={buttonClasses("primary")}>
              {t("nav.signIn")}
            </Link>
          }
        />
      );
    case "room-full":
      return <Overlay title={t("watch.full")} hint={reason.message} action={again} />;
    default:
      return <Overlay title={t("watch.refused")} hint={reason.message} action={again} />;
  }
}
