import { type Entry, growth, numberOf, type Report } from "./stats";

/** Milliseconds between two looks: a freeze that is shorter than one of them may be missed. */
const LOOK_INTERVAL = 250;

/** Pictures that the mean time between two of them is taken over, and how many there must have been to know it. */
const AVERAGED = 30;
const LEAST = 5;

interface Moment {
  /** In the clock of the reports, milliseconds. */
  readonly at: number;
  /** Pictures that the camera had given; null where the browser does not count them. */
  readonly given: number | null;
}

/**
 * Counts how often a camera's picture stands still on its way out, by the measure that browsers have for what they show
 * (`freezeCount` in webrtc-stats): no picture for three times as long as usual, and for at least 150 ms more than that.
 *
 * Encoders do not say when they made a picture, so that it is looked for in the reports of a sender, several a second. A
 * freeze is counted as soon as it is certain, and not when it is over: a connection that is lost never brings the end.
 * Where the camera itself gave nothing meanwhile, there was nothing to send and nothing froze. Of simulcast encodings the
 * liveliest counts: where it goes on, watchers have a picture.
 */
export class SentFreezes {
  #before: Report | null = null;
  /** The look that found the newest picture; the picture may be older, never newer. */
  #moved: Moment | null = null;
  #pace: { millis: number; pictures: number }[] = [];
  #frozen = false;
  #count = 0;

  /** How many there were since the beginning. */
  get count(): number {
    return this.#count;
  }

  /** @param report of the camera's sender; null where no picture is to go out, after which everything begins anew */
  look(report: Report | null): void {
    const encodings = report ? [...report.values()].filter(isVideoSent) : [];
    const known = encodings.some((it) => this.#before?.has(it.id));
    const pictures = Math.max(0, ...encodings.map((it) => growth(it, this.#before?.get(it.id), "framesEncoded")));
    this.#before = report;
    const at = encodings[0]?.timestamp;
    if (!report || at === undefined || !known) this.#beginAnew();
    else if (pictures > 0) this.#goOn({ at, given: picturesGiven(report) }, pictures);
    else if (this.#moved) this.#wait(this.#moved, { at, given: picturesGiven(report) });
  }

  #beginAnew(): void {
    this.#moved = null;
    this.#pace = [];
    this.#frozen = false;
  }

  #goOn(now: Moment, pictures: number): void {
    if (this.#moved) this.#pace.push({ millis: now.at - this.#moved.at, pictures });
    while (this.#picturesSeen() - (this.#pace[0]?.pictures ?? 0) >= AVERAGED) this.#pace.shift();
    this.#moved = now;
    this.#frozen = false;
  }

  #wait(moved: Moment, now: Moment): void {
    const pictures = this.#picturesSeen();
    // One that the camera gave may be with the encoder yet.
    const idle = now.given !== null && moved.given !== null && now.given - moved.given < 2;
    if (this.#frozen || idle || pictures < LEAST) return;
    const usual = this.#pace.reduce((sum, it) => sum + it.millis, 0) / pictures;
    if (now.at - moved.at < Math.max(3 * usual, usual + 150)) return;
    this.#frozen = true;
    this.#count++;
  }

  #picturesSeen(): number {
    return this.#pace.reduce((sum, it) => sum + it.pictures, 0);
  }
}

const isVideoSent = (entry: Entry): boolean => entry.type === "outbound-rtp" && entry.kind === "video";

function picturesGiven(report: Report): number | null {
  const source = [...report.values()].find((it) => it.type === "media-source" && it.kind === "video");
  return numberOf(source, "frames");
}

/** Looks at a camera's sender several times a second, until stopped. */
export class FreezeWatch {
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #freezes = new SentFreezes();
  readonly #sender: () => RTCRtpSender | null;
  #taken = 0;
  #looking = false;

  /** @param sender that a picture is to go out by at the moment; null where none is */
  constructor(sender: () => RTCRtpSender | null) {
    this.#sender = sender;
    this.#timer = setInterval(() => void this.#look(), LOOK_INTERVAL);
  }

  /** How often the picture stood still since this was asked before; null where none is to go out. */
  take(): number | null {
    const news = this.#freezes.count - this.#taken;
    this.#taken = this.#freezes.count;
    return news > 0 || this.#sender() ? news : null;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      this.#freezes.look(((await this.#sender()?.getStats()) ?? null) as Report | null);
    } finally {
      this.#looking = false;
    }
  }
}
