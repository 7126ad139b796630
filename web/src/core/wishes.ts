import type { Unsubscribe } from "./emitter";
import type { LayerChoice, Source, Track, TrackLayer } from "./messages";
import type { SignalingClient } from "./signaling";

/** Sources that a page shows. */
export type PictureSource = Extract<Source, "camera" | "screen">;

/** How a picture is on show at the moment. */
export interface PictureView {
  /** In device pixels, rounded; 0 where it is not known. */
  readonly height: number;
  /** Whether anybody can see it: false while the tab is in the background, unless the picture floats above it. */
  readonly visible: boolean;
}

/** How high a picture is, in pixels; 0 where it is not known. */
export interface PictureHeights {
  /** In its place on the page, in device pixels. */
  readonly shown: number;
  /** As it comes. */
  readonly received: number;
}

const STEPS = { low: 0, medium: 1, high: 2 } as const;

/**
 * Whether less of a picture comes than this page asked for. What was picked is all that was asked for; where nothing was,
 * what fills the picture's place is. Of a shared screen that has no say: what is less of it has fewer pictures, not fewer pixels.
 */
export function fallsShort(
  source: PictureSource,
  { layer }: TrackLayer,
  choice: LayerChoice,
  heights: PictureHeights | undefined,
): boolean {
  if (!layer || layer === "high") return false;
  if (choice !== "auto") return STEPS[layer] < STEPS[choice];
  const fills = heights !== undefined && heights.shown > 0 && heights.received >= heights.shown;
  return source === "screen" || !fills;
}

/** While a window is being dragged its sizes are passed over. */
const SETTLED_AFTER = 400;
/** A look into another tab costs no key frame. */
const HIDDEN_AFTER = 3_000;

type Preference = Extract<Parameters<SignalingClient["send"]>[0], { type: "layer-preference" }>;

/**
 * Tells the server what this page can make use of: no more pixels than are shown, the layer that the person picked, nothing while
 * nobody looks. What was told is told again to a server that has forgotten it or may not have heard.
 */
export class LayerWishes {
  readonly #signaling: SignalingClient;
  readonly #tracks: () => readonly Track[];
  readonly #views = new Map<PictureSource, PictureView>();
  readonly #timers = new Map<PictureSource, ReturnType<typeof setTimeout>>();
  readonly #told = new Map<string, string>();
  readonly #unsubscribe: Unsubscribe;
  #choice: LayerChoice = "auto";

  /** @param tracks those of the room, as they are known now */
  constructor(signaling: SignalingClient, tracks: () => readonly Track[]) {
    this.#signaling = signaling;
    this.#tracks = tracks;
    this.#unsubscribe = signaling.events.on("registered", () => this.#told.clear());
  }

  /** Whether this page has asked that nothing of the source be sent. */
  isPaused(source: PictureSource): boolean {
    return this.#views.get(source)?.visible === false && !this.#timers.has(source);
  }

  /** The picture is on show like this from now on. */
  show(source: PictureSource, view: PictureView): void {
    const before = this.#views.get(source);
    if (before?.height === view.height && before.visible === view.visible) return;
    this.#views.set(source, view);
    clearTimeout(this.#timers.get(source));
    this.#timers.delete(source);
    const appears = view.visible && !before?.visible;
    if (appears) this.tell();
    else this.#tellLater(source, view.visible ? SETTLED_AFTER : HIDDEN_AFTER);
  }

  /** The person picked a quality, for all pictures. */
  choose(choice: LayerChoice): void {
    this.#choice = choice;
    this.tell();
  }

  /** Tells what has not been told; to be called when tracks come, too. */
  tell(): void {
    if (!this.#signaling.registered) return;
    const tracks = this.#tracks();
    for (const trackId of this.#told.keys()) {
      // What was told of it last may have come when it was gone already, and been refused.
      if (!tracks.some((track) => track.trackId === trackId)) this.#told.delete(trackId);
    }
    for (const track of tracks) {
      const { source, trackId } = track;
      if (source !== "camera" && source !== "screen") continue;
      const preference = this.#preference(source, trackId);
      const text = JSON.stringify(preference);
      if (!preference || this.#told.get(trackId) === text) continue;
      if (this.#signaling.send(preference)) this.#told.set(trackId, text);
    }
  }

  close(): void {
    this.#unsubscribe();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #tellLater(source: PictureSource, millis: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(source);
      this.tell();
    }, millis);
    this.#timers.set(source, timer);
  }

  /** Null while nothing is to be wished: the picture is not on show yet, or is about to change its size. */
  #preference(source: PictureSource, trackId: string): Preference | null {
    const view = this.#views.get(source);
    if (!view || this.#timers.has(source)) return null;
    const height = Math.min(16_384, Math.round(view.height));
    return {
      type: "layer-preference",
      trackId,
      ...(height > 0 ? { maxHeight: height } : {}),
      layer: this.#choice,
      paused: !view.visible,
    };
  }
}

/**
 * How many device pixels high a picture is in a box that it fills without being cut (`object-fit: contain`).
 *
 * @param picture its own size; 16 to 9 where it is not known yet
 */
export function shownHeight(
  box: { readonly width: number; readonly height: number },
  picture: { readonly width: number; readonly height: number },
  pixelRatio: number,
): number {
  const ratio = picture.width > 0 && picture.height > 0 ? picture.height / picture.width : 9 / 16;
  return Math.round(Math.min(box.height, box.width * ratio) * pixelRatio);
}
