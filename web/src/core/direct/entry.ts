import { SignalingClient, type SignalingOptions } from "../signaling";
import { type DirectRole, type DirectWords, parseDirectMessage } from "./messages";
import { spokenCode } from "./spoken-code";

/** What opens a direct room. */
export interface RoomKey {
  /** The room's name, or a code that was said. */
  readonly room: string;
  /** The secret of a room that was made. */
  readonly token?: string | undefined;
}

const MADE = /^d-[\w-]{22}$/;

/** Whether the room is opened by a secret of its own, and not by who asks. */
const hasSecret = ({ room }: RoomKey) => MADE.test(room) || spokenCode(room) !== null;

export interface DirectOptions extends Pick<SignalingOptions<DirectWords>, "url" | "openSocket" | "random"> {
  readonly key: RoomKey;
  /** For rooms that are known by name: lets in those who are not near, where they are signed in. */
  readonly accessToken: (renewed: boolean) => Promise<string | null>;
  /** A code is good once: what opens the room from now on. */
  readonly onKey?: (key: RoomKey) => void;
}

/** A way into one direct room after another. */
export interface Entrance {
  readonly signaling: SignalingClient<DirectWords>;
  /** From the next registration on this room is meant; which comes at once where the server has closed the door of the other. */
  moveTo(key: RoomKey): void;
}

/** Signaling in a direct room, which comes back with the room's own key where a code let it in. */
export function enterDirectRoom(role: DirectRole, options: DirectOptions): Entrance {
  let { key } = options;
  const found = (next: RoomKey) => {
    key = next;
    options.onKey?.(next);
  };
  const signaling = new SignalingClient<DirectWords>(parseDirectMessage, {
    url: options.url,
    ...(options.openSocket ? { openSocket: options.openSocket } : {}),
    ...(options.random ? { random: options.random } : {}),
    registration: async ({ tokenRefused }) => {
      const token = hasSecret(key) ? key.token : await options.accessToken(tokenRefused);
      return { role, room: key.room, ...(token ? { token } : {}) };
    },
  });
  signaling.events.on("registered", ({ room, token }) => {
    if (room !== key.room || (token && token !== key.token)) found({ room, token });
  });
  return {
    signaling,
    moveTo: (next) => {
      found(next);
      signaling.reopen(0);
    },
  };
}
