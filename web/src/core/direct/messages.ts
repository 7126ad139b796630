import { type Decoded, flag, list, number, optional, readerOf, record, text, withDefault, word } from "../decode";
import { iceServer } from "../messages";
import type { Vocabulary } from "../signaling";

// The words of direct rooms (docs/protocol.md): the server introduces a sender and its receivers, and hands on what they say.

export type DirectRole = "sender" | "receiver";

const peer = word("sender", "receiver");

const candidate = record({
  candidate: optional(text),
  sdpMid: optional(text),
  sdpMLineIndex: optional(number),
  usernameFragment: optional(text),
});

const decoders = {
  registered: record({
    type: word("registered"),
    role: peer,
    room: text,
    receiverId: optional(text),
    resumed: withDefault(flag, false),
    resumeToken: optional(text),
    token: optional(text),
    turnConfig: withDefault(record({ iceServers: withDefault(list(iceServer), []) }), { iceServers: [] }),
    heartbeatSeconds: withDefault(number, 10),
  }),
  "peer-connected": record({
    type: word("peer-connected"),
    peer,
    receiverId: text,
    resumed: withDefault(flag, false),
  }),
  "peer-disconnected": record({
    type: word("peer-disconnected"),
    peer,
    receiverId: text,
    away: withDefault(flag, false),
  }),
  offer: record({ type: word("offer"), sdp: text, receiverId: text }),
  answer: record({ type: word("answer"), sdp: text, receiverId: text }),
  "ice-candidate": record({ type: word("ice-candidate"), candidate: optional(candidate), receiverId: text }),
  error: record({
    type: word("error"),
    code: withDefault(text, "unknown"),
    message: withDefault(text, ""),
    requestType: optional(text),
  }),
  pong: record({ type: word("pong") }),
  draining: record({ type: word("draining") }),
} as const;

/** Every message that the server sends in a direct room. */
export type DirectMessage = { [K in keyof typeof decoders]: Decoded<(typeof decoders)[K]> }[keyof typeof decoders];

/** One kind of them. */
export type DirectMessageOf<Type extends DirectMessage["type"]> = Extract<DirectMessage, { readonly type: Type }>;

/** A candidate as it is handed on; undefined says that no more will come. */
export type HandedCandidate = Decoded<typeof candidate>;

export type DirectClientMessage =
  | { type: "offer"; sdp: string; receiverId: string }
  | { type: "answer"; sdp: string }
  | { type: "ice-candidate"; candidate: RTCIceCandidateInit | null; receiverId?: string }
  | { type: "leave" }
  | { type: "ping" };

export interface DirectRegistration {
  readonly role: DirectRole;
  readonly room: string;
  readonly token?: string | undefined;
}

export interface DirectWords extends Vocabulary {
  readonly incoming: DirectMessage;
  readonly outgoing: DirectClientMessage;
  readonly registration: DirectRegistration;
}

/** Reads one frame of the server; null where its type is not known here. */
export const parseDirectMessage: (frame: string) => DirectMessage | null = readerOf(decoders);
