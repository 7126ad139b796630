import { type Decoded, flag, MalformedMessage, number, optional, readerOf, record, text, word } from "../decode";
import { QUALITY_PRESETS, type QualityId } from "../presets";

// What phone and screen say to each other on a data channel of their own: the server has no words for it and hears none.

/** Pictures a second that may be chosen. */
export const FRAME_RATES = [15, 30, 60] as const;
export type FrameRate = (typeof FRAME_RATES)[number];

export const resolution = word(...(QUALITY_PRESETS.map((preset) => preset.id) as QualityId[]));

const frameRate = (value: unknown, path: string): FrameRate => {
  const rate = FRAME_RATES.find((each) => each === value);
  if (rate === undefined) throw new MalformedMessage(`${path}: ${FRAME_RATES.join(" or ")} expected`);
  return rate;
};

/** Only what takes the microphone off can be asked for: nobody's sound is switched on from afar. */
const yes = (value: unknown, path: string): true => {
  if (value !== true) throw new MalformedMessage(`${path}: true expected`);
  return true;
};

const wish = record({
  resolution: optional(resolution),
  framesPerSecond: optional(frameRate),
  flip: optional(yes),
  torch: optional(flag),
  zoom: optional(number),
  mute: optional(yes),
});
/** What is to change about the phone's camera. `flip` takes the next camera; `mute` takes the sound off. */
export type Wish = Decoded<typeof wish>;

/** `asked`: the screen would like to, and the phone has not said anything yet. */
const steering = word("off", "asked", "on");
export type Steering = Decoded<typeof steering>;

const settings = record({
  resolution,
  framesPerSecond: frameRate,
  facing: optional(word("user", "environment")),
  /** There is more than one camera. */
  canFlip: flag,
  /** Left out where the camera has none. */
  torch: optional(flag),
  zoom: optional(record({ value: number, min: number, max: number, step: number })),
  camera: word("on", "off"),
  microphone: word("on", "off"),
});
/** How the phone's camera stands, and what can be changed about it. */
export type CameraSettings = Decoded<typeof settings>;

const facts = record({
  type: word("facts"),
  settings,
  steering,
  /** How the phone reaches its relay; left out where it takes none. Only its owner knows a relay for what it is. */
  relay: optional(text),
});
/** What the phone tells the screen, at first and whenever it has changed. */
export type PhoneFacts = Decoded<typeof facts>;

const ask = record({ type: word("ask") });
const steer = record({ type: word("steer"), wish });

/** The server has forgotten the room that both were in; this is the one where the screen will be. */
const moved = record({ type: word("moved"), room: text, token: text });

/** How the screen reaches its relay; the transport is left out where it takes none, or none any more. */
const relay = record({ type: word("relay"), transport: optional(text) });

export type ControlMessage =
  | PhoneFacts
  | Decoded<typeof ask>
  | Decoded<typeof steer>
  | Decoded<typeof moved>
  | Decoded<typeof relay>;

const read = readerOf({ facts, ask, steer, moved, relay });

/** Label of the channel; one with another is somebody else's. */
export const CONTROL_LABEL = "lyceum-control";

/** One side of the channel between phone and screen. What is malformed or unknown is ignored. */
export class ControlChannel {
  readonly #channel: RTCDataChannel;

  constructor(channel: RTCDataChannel, listener: { opened(): void; heard(message: ControlMessage): void }) {
    this.#channel = channel;
    channel.addEventListener("open", () => listener.opened());
    channel.addEventListener("message", (event) => {
      let message: ControlMessage | null = null;
      try {
        message = read(String(event.data));
      } catch (error) {
        console.error("a message of the other side was not understood and is ignored", error);
      }
      if (message) listener.heard(message);
    });
  }

  /** Sends at once; false where the channel is not open. */
  send(message: ControlMessage): boolean {
    if (this.#channel.readyState !== "open") return false;
    this.#channel.send(JSON.stringify(message));
    return true;
  }
}
