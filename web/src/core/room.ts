import type { Participant, ServerMessage, StreamState, Track } from "./messages";

/** What is known of a room, from `registered` on. */
export interface RoomState {
  readonly title: string;
  readonly state: StreamState;
  readonly viewers: number;
  /** In the clock of `Date.now()`. */
  readonly liveSince: number | null;
  readonly participants: readonly Participant[];
  readonly tracks: readonly Track[];
  /** Codecs that this browser was found unable to decode. */
  readonly undecodable: readonly string[];
}

export const UNKNOWN_ROOM: RoomState = {
  title: "",
  state: "offline",
  viewers: 0,
  liveSince: null,
  participants: [],
  tracks: [],
  undecodable: [],
};

/** The room after `message`; the same object where the message does not concern it. Saying a thing twice is harmless. */
export function afterMessage(room: RoomState, message: ServerMessage): RoomState {
  switch (message.type) {
    case "registered":
      return {
        ...UNKNOWN_ROOM,
        title: message.title,
        state: message.state,
        viewers: message.viewers,
        liveSince: message.liveSince ?? null,
        participants: message.participants,
        tracks: message.tracks,
      };
    case "stream-state":
      return { ...room, state: message.state, viewers: message.viewers, liveSince: message.liveSince ?? null };
    case "participant-joined":
    case "participant-updated":
      return { ...room, participants: [...room.participants.filter(isNot(message.participant)), message.participant] };
    case "participant-left":
      return {
        ...room,
        participants: room.participants.filter(isNot(message)),
        tracks: room.tracks.filter(isNot(message)),
      };
    case "track-published":
      return { ...room, tracks: [...room.tracks.filter(isNoTrack(message.track)), message.track] };
    case "track-unpublished":
      return { ...room, tracks: room.tracks.filter(isNoTrack(message)) };
    case "track-muted":
      return {
        ...room,
        tracks: room.tracks.map((it) => (it.trackId === message.trackId ? { ...it, muted: message.muted } : it)),
      };
    case "track-undecodable":
      return { ...room, undecodable: [...new Set([...room.undecodable, message.codec ?? "?"])] };
    default:
      return room;
  }
}

const isNot = (one: { participantId: string }) => (other: { participantId: string }) =>
  other.participantId !== one.participantId;

const isNoTrack = (one: { trackId: string }) => (other: { trackId: string }) => other.trackId !== one.trackId;
