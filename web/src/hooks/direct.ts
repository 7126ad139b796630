import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { type DirectRoomInfo, LocalMedia, signalingUrl } from "../core";
import { DirectReceiver, DirectSender, PhoneCamera, type RoomKey } from "../core/direct";
import { api } from "../services";

/** A phone: its devices, what can be adjusted about them, and who sees them. */
export interface Phone {
  readonly media: LocalMedia;
  readonly camera: PhoneCamera;
  readonly sender: DirectSender;
  /** Asks for the place once more after it was refused or lost to another phone. */
  readonly again: () => void;
}

/** Cameras need an encrypted page, or the computer itself. */
export const hasCameras = (): boolean => navigator.mediaDevices !== undefined;

/** How a page of a direct room is addressed: the secret stands where no server sees it. */
export function directPath(page: "phone" | "screen", { room, token }: RoomKey): string {
  return `/${page}/${encodeURIComponent(room)}${token ? `#${token}` : ""}`;
}

/** The room of the address, and its secret where it has one. */
function useOpenedKey(room: string): RoomKey {
  const [key] = useState<RoomKey>(() => ({ room, token: window.location.hash.slice(1) || undefined }));
  return key;
}

const signaling = (page: "phone" | "screen", key: RoomKey) => ({
  url: signalingUrl(),
  key,
  accessToken: (renewed: boolean) => api.token(renewed),
  // A reload has to find the room again, and a code is good once.
  onKey: (found: RoomKey) => window.history.replaceState(window.history.state, "", directPath(page, found)),
});

/** The phone's side of a room for as long as its page is open; null for the instant before, and on pages that get no camera. */
export function usePhone(room: string): Phone | null {
  const key = useOpenedKey(room);
  const [phone, setPhone] = useState<Phone | null>(null);
  useEffect(() => {
    if (!hasCameras()) return;
    const media = new LocalMedia();
    const camera = new PhoneCamera(media);
    const sender = new DirectSender(media, camera, signaling("phone", key));
    const again = () => {
      void camera.open();
      sender.again();
    };
    const stopFollowing = sender.store.subscribe(({ phase }, before) => {
      // Nobody sees or hears anything any more: the lights of the devices go out.
      if (phase === "closed" && before.phase !== "closed") camera.rest();
    });
    setPhone({ media, camera, sender, again });
    void camera.open();
    sender.start();
    return () => {
      setPhone(null);
      stopFollowing();
      sender.close();
      camera.close();
      media.close();
    };
  }, [key]);
  return phone;
}

/** The screen's side likewise. `attempt` grows to begin anew. */
export function useScreen(room: string, attempt: number): DirectReceiver | null {
  const key = useOpenedKey(room);
  const [screen, setScreen] = useState<DirectReceiver | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is a new receiver
  useEffect(() => {
    const current = window.location.hash.slice(1);
    const receiver = new DirectReceiver(signaling("screen", current ? { ...key, token: current } : key));
    setScreen(receiver);
    receiver.start();
    return () => {
      setScreen(null);
      receiver.close();
    };
  }, [key, attempt]);
  return screen;
}

export const useCameraSettings = (phone: Phone) => useStore(phone.camera.store);

/** What the maker of a room knows, and shows to the phone. */
export interface Invitation {
  readonly senderToken: string;
  readonly code: string;
  /** In the clock of `Date.now()`. */
  readonly codeEnds: number;
}

const invitationOf = (room: string) => `lyceum.invitation.${room}`;

/** Kept for a reload, in this tab alone. */
export function keepInvitation(made: DirectRoomInfo): void {
  const { senderToken, code, codeExpiresIn } = made;
  const invitation: Invitation = { senderToken, code, codeEnds: Date.now() + codeExpiresIn * 1_000 };
  sessionStorage.setItem(invitationOf(made.room), JSON.stringify(invitation));
}

/** The invitation into a room that was made in this tab; null for another's room. */
export function invitationInto(room: string): Invitation | null {
  const kept = sessionStorage.getItem(invitationOf(room));
  return kept === null ? null : (JSON.parse(kept) as Invitation);
}
