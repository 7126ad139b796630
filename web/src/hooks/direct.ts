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

/** What the address says now: the room of the page's name, or the one that was found since, and its secret where it has one. */
function keyOfAddress(room: string): RoomKey {
  const { pathname, hash } = window.location;
  const found = /^\/(?:phone|screen)\/([^/]+)/.exec(pathname)?.[1];
  return { room: found === undefined ? room : decodeURIComponent(found), token: hash.slice(1) || undefined };
}

const signaling = (page: "phone" | "screen", key: RoomKey) => ({
  url: signalingUrl(),
  key,
  accessToken: (renewed: boolean) => api.token(renewed),
  // A reload has to find the room again, and a code is good once.
  onKey: (found: RoomKey) => window.history.replaceState(window.history.state, "", directPath(page, found)),
});

/**
 * The phone's side of a room for as long as its page is open, in whatever room it finds itself meanwhile; null for the instant before, and on pages
 * that get no camera.
 */
export function usePhone(room: string): Phone | null {
  const [opened] = useState(room);
  const [phone, setPhone] = useState<Phone | null>(null);
  useEffect(() => {
    if (!hasCameras()) return;
    const media = new LocalMedia();
    const camera = new PhoneCamera(media);
    const sender = new DirectSender(media, camera, signaling("phone", keyOfAddress(opened)));
    const again = () => {
      void camera.open();
      sender.again();
    };
    const stopFollowing = sender.store.subscribe(({ phase }, before) => {
      // Nobody sees or hears anything any more: the lights of the devices go out.
      if (phase === "closed" && before.phase !== "closed") camera.rest();
    });
    // Phones take the camera away from a page that sleeps, and do not give it back by themselves.
    const wake = () => {
      const { problem } = media.store.getState().camera;
      if (document.visibilityState === "visible" && problem === "unplugged") void media.turnOn("camera");
    };
    document.addEventListener("visibilitychange", wake);
    setPhone({ media, camera, sender, again });
    void camera.open();
    sender.start();
    return () => {
      setPhone(null);
      document.removeEventListener("visibilitychange", wake);
      stopFollowing();
      sender.close();
      camera.close();
      media.close();
    };
  }, [opened]);
  return phone;
}

/** The screen's side likewise. `attempt` grows to begin anew. */
export function useScreen(room: string, attempt: number): DirectReceiver | null {
  const [opened] = useState(room);
  const [screen, setScreen] = useState<DirectReceiver | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is a new receiver
  useEffect(() => {
    const receiver = new DirectReceiver({
      ...signaling("screen", keyOfAddress(opened)),
      renew: async () => {
        const made = await api.makeDirectRoom();
        keepInvitation(made);
        const { room, receiverToken, senderToken } = made;
        return { screen: { room, token: receiverToken }, phone: { room, token: senderToken } };
      },
    });
    setScreen(receiver);
    receiver.start();
    return () => {
      setScreen(null);
      receiver.close();
    };
  }, [opened, attempt]);
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
