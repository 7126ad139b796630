import type { StatsSample } from "./stats";

/** Percent lost from which on media is held, and from which on it is held for further repetitions too. */
const SOME_LOSS = 0.5;
const MUCH_LOSS = 4;

/** Milliseconds: until a gap is noticed and asked for, beside the round trip. */
const NOTICED = 20;
const MOST = 500;
const STEP = 10;

/** Looks, of one a second, without need before it is held less: losses come in bunches. */
const PATIENCE = 20;

/**
 * How many milliseconds media has to wait so that what was lost is there in time, having been sent again; 0 where little is
 * lost. Of a picture in temporal layers a browser skips what is late instead of waiting for it.
 */
export function holdFor(loss: number | null, roundTrip: number | null): number {
  if (loss === null || roundTrip === null || loss < SOME_LOSS) return 0;
  const hold = (roundTrip + NOTICED) * (loss < MUCH_LOSS ? 3 : 4.5);
  return Math.min(MOST, Math.ceil(hold / STEP) * STEP);
}

/** Holds the media of one connection after another as long as their networks need it, and no longer. */
export class PlayoutHold {
  #connection: RTCPeerConnection | null = null;
  #hold = 0;
  #looks = 0;

  /** Called with each look at the connection. */
  follow(connection: RTCPeerConnection | null, sample: Pick<StatsSample, "loss" | "roundTrip">): void {
    if (connection !== this.#connection) {
      this.#connection = connection;
      this.#hold = 0;
      this.#looks = 0;
    }
    const needed = holdFor(sample.loss, sample.roundTrip);
    if (needed >= this.#hold || ++this.#looks >= PATIENCE) {
      this.#looks = 0;
      this.#hold = needed;
    }
    const target = this.#hold === 0 ? null : this.#hold;
    for (const receiver of connection?.getReceivers() ?? []) {
      // Sound and picture alike, or lips and words would part; and what came after the last change, too.
      if ("jitterBufferTarget" in receiver && receiver.jitterBufferTarget !== target) {
        receiver.jitterBufferTarget = target;
      }
    }
  }
}
