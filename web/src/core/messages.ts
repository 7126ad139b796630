import {
  count,
  type Decoded,
  type Decoder,
  flag,
  list,
  number,
  optional,
  readerOf,
  record,
  text,
  withDefault,
  word,
} from "./decode";

// The messages of /ws (docs/protocol.md). What comes in is checked here, once; the rest of the client trusts its types.

export const SOURCES = ["camera", "microphone", "screen", "screen-audio"] as const;

/** What a track shows or carries. */
export type Source = (typeof SOURCES)[number];

/** Which of a participant's two peer connections. */
export type PeerConnectionName = "publish" | "subscribe";

export type Role = "presenter" | "watcher";

const source = word(...SOURCES);
const kind = word("audio", "video");
const peerConnection = word("publish", "subscribe");

const participant = record({ participantId: text, role: text, name: optional(text) });
export type Participant = Decoded<typeof participant>;

const track = record({
  trackId: text,
  participantId: text,
  source,
  kind,
  muted: withDefault(flag, false),
  codec: optional(text),
});
/** One published source, as the room knows it. */
export type Track = Decoded<typeof track>;

const boundTrack = record({ mid: text, source, trackId: text, participantId: text });
/** A track and the m-line that carries it. */
export type BoundTrack = Decoded<typeof boundTrack>;

const streamState = word("offline", "live", "ended");
export type StreamState = Decoded<typeof streamState>;

/** A server of an RTCConfiguration. */
export const iceServer = record({
  urls: (value: unknown, path: string): string[] =>
    typeof value === "string" ? [value] : [...list(text)(value, path)],
  username: optional(text),
  credential: optional(text),
});

/** `auto` is a choice; the others are choices, and what a watcher gets. */
export const LAYER_CHOICES = ["auto", "high", "medium", "low"] as const;
export type LayerChoice = (typeof LAYER_CHOICES)[number];

const level = word("good", "fair", "poor", "lost");
/** How a connection does, in a word. */
export type QualityLevel = Decoded<typeof level>;

const eventId = optional(count);
/** ISO 8601 text or milliseconds since 1970, to milliseconds. */
const instant: Decoder<number> = (value, path) => {
  const millis = typeof value === "string" ? Date.parse(value) : value;
  return number(Number.isNaN(millis) ? undefined : millis, path);
};

export const BADGES = ["creator", "moderator", "member", "guest"] as const;

const chatLine = record({
  messageId: count,
  authorId: text,
  name: text,
  badge: withDefault(word(...BADGES), "member"),
  text,
  sentAt: instant,
  requestId: optional(text),
});
/** One message of the chat, as the server has stored it. */
export type ChatLine = Decoded<typeof chatLine>;

const tipGoal = record({ title: text, target: number, raised: number });

const CHAT_REFUSALS = [
  "sign-in",
  "name",
  "text",
  "slow-mode",
  "too-fast",
  "timed-out",
  "banned",
  "not-stored",
] as const;

export type ModerationAction = "delete" | "restore" | "time-out" | "ban" | "pardon" | "appoint" | "dismiss";

const BALANCE_STATES = ["free", "preview", "agree", "paying", "sound-only", "stopped"] as const;
const STOP_REASONS = ["empty", "cap", "silent", "signed-out", "unavailable"] as const;

const decoders = {
  registered: record({
    type: word("registered"),
    eventId,
    participantId: text,
    role: text,
    room: text,
    resumed: withDefault(flag, false),
    resumeToken: optional(text),
    participants: withDefault(list(participant), []),
    tracks: withDefault(list(track), []),
    state: withDefault(streamState, "offline"),
    viewers: withDefault(count, 0),
    liveSince: optional(instant),
    title: withDefault(text, ""),
    turnConfig: withDefault(record({ iceServers: withDefault(list(iceServer), []) }), { iceServers: [] }),
    heartbeatSeconds: withDefault(number, 10),
  }),
  offer: record({
    type: word("offer"),
    eventId,
    pc: peerConnection,
    offerId: text,
    sdp: text,
    tracks: withDefault(list(boundTrack), []),
  }),
  answer: record({
    type: word("answer"),
    eventId,
    pc: peerConnection,
    sdp: text,
    tracks: withDefault(list(boundTrack), []),
  }),
  "participant-joined": record({ type: word("participant-joined"), eventId, participant }),
  "participant-updated": record({ type: word("participant-updated"), eventId, participant }),
  "participant-left": record({ type: word("participant-left"), eventId, participantId: text, reason: optional(text) }),
  "track-published": record({ type: word("track-published"), eventId, track }),
  "track-unpublished": record({ type: word("track-unpublished"), eventId, trackId: text }),
  "track-muted": record({ type: word("track-muted"), eventId, trackId: text, muted: flag }),
  "track-undecodable": record({ type: word("track-undecodable"), eventId, trackId: text, codec: optional(text) }),
  "layers-wanted": record({
    type: word("layers-wanted"),
    eventId,
    trackId: text,
    mid: text,
    layers: list(record({ rid: optional(text), spatial: optional(count), wanted: flag })),
  }),
  "track-layer": record({
    type: word("track-layer"),
    eventId,
    trackId: text,
    layer: optional(word("high", "medium", "low")),
    paused: flag,
    reason: optional(text),
  }),
  "connection-quality": record({
    type: word("connection-quality"),
    eventId,
    participantId: text,
    level,
    network: record({
      level,
      bitrate: number,
      estimate: optional(number),
      roundTrip: optional(number),
      queueingDelay: optional(number),
      loss: number,
      limitedBy: optional(text),
    }),
    upload: optional(record({ participantId: text, level, bitrate: number, loss: number, jitter: number })),
    server: record({ level, delay: number }),
    watchers: optional(record({ good: count, fair: count, poor: count, lost: count })),
  }),
  "stream-state": record({
    type: word("stream-state"),
    eventId,
    state: streamState,
    viewers: withDefault(count, 0),
    liveSince: optional(instant),
  }),
  "tip-goal": record({ type: word("tip-goal"), eventId, goal: optional(tipGoal) }),
  tip: record({
    type: word("tip"),
    eventId,
    tipId: text,
    name: text,
    amount: number,
    message: withDefault(text, ""),
    givenAt: instant,
    goal: optional(tipGoal),
  }),
  balance: record({
    type: word("balance"),
    eventId,
    state: word(...BALANCE_STATES),
    reason: optional(word(...STOP_REASONS)),
    balance: optional(count),
    pricePerMinute: count,
    secondsLeft: optional(count),
    previewLeft: count,
    seconds: count,
    charged: count,
    currency: text,
    decimals: count,
  }),
  "peer-state": record({
    type: word("peer-state"),
    eventId,
    pc: peerConnection,
    state: text,
    reason: optional(text),
  }),
  "chat-history": record({ type: word("chat-history"), messages: withDefault(list(chatLine), []) }),
  chat: record({ type: word("chat"), eventId, messages: list(chatLine) }),
  "chat-deleted": record({ type: word("chat-deleted"), eventId, messageId: count }),
  "chat-state": record({
    type: word("chat-state"),
    eventId,
    authorId: text,
    standing: word("open", "sign-in", "timed-out", "banned"),
    seconds: optional(count),
    slowSeconds: withDefault(count, 0),
    moderator: withDefault(flag, false),
    appoints: withDefault(flag, false),
  }),
  "chat-refused": record({
    type: word("chat-refused"),
    requestId: text,
    reason: withDefault(word(...CHAT_REFUSALS), "not-stored"),
    message: withDefault(text, ""),
    retryAfter: optional(count),
  }),
  "chat-reported": record({
    type: word("chat-reported"),
    eventId,
    messageId: count,
    reason: withDefault(text, ""),
  }),
  error: record({
    type: word("error"),
    eventId,
    code: withDefault(text, "unknown"),
    message: withDefault(text, ""),
    requestType: optional(text),
  }),
  pong: record({ type: word("pong") }),
  draining: record({ type: word("draining"), eventId }),
} as const;

/** Every message that the server sends and this client understands. */
export type ServerMessage = { [K in keyof typeof decoders]: Decoded<(typeof decoders)[K]> }[keyof typeof decoders];

/** One kind of server message. */
export type MessageOf<Type extends ServerMessage["type"]> = Extract<ServerMessage, { readonly type: Type }>;

/** What a watcher gets of a track. */
export type TrackLayer = Omit<MessageOf<"track-layer">, "type" | "eventId" | "trackId">;

/** How things stand: the way to this client, the presenter's way to the server, the server itself. */
export type ConnectionQuality = MessageOf<"connection-quality">;

/** How a watcher of a stream that costs something stands. Amounts are in the smallest unit. */
export type Balance = Omit<MessageOf<"balance">, "type" | "eventId">;

/** What this client sends after it has registered. */
export type ClientMessage =
  | {
      type: "offer";
      pc: "publish";
      sdp: string;
      tracks: readonly { mid: string; source: Source }[];
    }
  | { type: "answer"; pc: "subscribe"; offerId: string; sdp: string }
  | { type: "ice-restart"; pc: "subscribe" }
  | { type: "subscribe" }
  | { type: "unsubscribe" }
  | { type: "track-muted"; trackId: string; muted: boolean }
  | { type: "layer-preference"; trackId: string; maxHeight?: number; layer: LayerChoice; paused: boolean }
  | { type: "chat"; requestId: string; text: string; name?: string }
  | { type: "moderate"; action: ModerationAction; messageId: number; seconds?: number }
  | { type: "report"; messageId: number; reason: string }
  | { type: "agree-price"; pricePerMinute: number; spendingCap?: number }
  | { type: "leave" }
  | { type: "ping" };

/** The first message on a socket. */
export interface Registration {
  readonly role: Role;
  readonly room: string;
  readonly token?: string | undefined;
  readonly name?: string | undefined;
}

/**
 * Reads one frame of the server.
 *
 * @returns the message, or null where its type is not known here (a newer server's; to be ignored)
 * @throws MalformedMessage where it is no JSON object or a field is not what the protocol says
 */
export const parseServerMessage: (frame: string) => ServerMessage | null = readerOf(decoders);
