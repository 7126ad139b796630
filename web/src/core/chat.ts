import { createStore, type StoreApi } from "zustand/vanilla";
import type { Unsubscribe } from "./emitter";
import type { ChatLine, MessageOf, ModerationAction, ServerMessage } from "./messages";
import type { SignalingClient } from "./signaling";

/** Why something was not said: the server's reason, or that the connection broke off before it could answer. */
export type ChatProblem = MessageOf<"chat-refused">["reason"] | "lost";

/** Something of one's own that is not stored yet. */
export interface Unsaid {
  readonly requestId: string;
  readonly text: string;
  /** A guest's. */
  readonly name: string | undefined;
  /** Null while the answer is awaited. */
  readonly problem: ChatProblem | null;
  /** The server's sentence. */
  readonly message: string;
}

/** A tip that was given while one was in the room. */
export type Tip = Omit<MessageOf<"tip">, "type" | "eventId">;

export interface ChatState {
  /** The newest messages are known. */
  readonly ready: boolean;
  /** Oldest first, as many as {@link MESSAGES_KEPT}. */
  readonly messages: readonly ChatLine[];
  /** Oldest first, as many as {@link TIPS_KEPT}. */
  readonly tips: readonly Tip[];
  /** What the room has said last of what the stream collects for: null for nothing, undefined while it has said nothing. */
  readonly goal: Tip["goal"] | null;
  readonly unsaid: readonly Unsaid[];
  /** One's own id among the authors. */
  readonly authorId: string | null;
  readonly standing: MessageOf<"chat-state">["standing"];
  /** When a time-out is over; in the clock of `Date.now()`, as the next. */
  readonly timedOutUntil: number | null;
  /** When the next message may be sent, where that is not now. */
  readonly nextAt: number | null;
  readonly slowSeconds: number;
  readonly moderator: boolean;
  readonly appoints: boolean;
  /** What was reported, newest last: to those who keep order, and of one's own. */
  readonly reports: readonly { readonly messageId: number; readonly reason: string }[];
  /** The server's word where it did not do what was asked of it; null after the next wish. */
  readonly refusal: string | null;
}

/** More would only make the page slow: nobody scrolls back further in a live chat. */
export const MESSAGES_KEPT = 200;

/** As long as anybody looks back for one. */
const TIPS_KEPT = 50;

const REPORTS_KEPT = 20;

const EMPTY: ChatState = {
  ready: false,
  messages: [],
  tips: [],
  goal: undefined,
  unsaid: [],
  authorId: null,
  standing: "open",
  timedOutUntil: null,
  nextAt: null,
  slowSeconds: 0,
  moderator: false,
  appoints: false,
  reports: [],
  refusal: null,
};

/** Calls `run` before the next picture of the page, or soon where it shows none. */
type Schedule = (run: () => void) => void;

const nextFrame: Schedule = (run) => {
  if (typeof requestAnimationFrame === "function" && document.visibilityState === "visible") requestAnimationFrame(run);
  else setTimeout(run, 100);
};

/** A busy chat changes the page so often at most: nobody reads faster, and each change is work for every page. */
const CALM_MILLIS = 200;

/** At once where that has not been asked for lately, else together with what else is asked for until then. */
function calmly(schedule: Schedule): Schedule {
  let last = Number.NEGATIVE_INFINITY;
  return (run) => {
    const show = () =>
      schedule(() => {
        last = performance.now();
        run();
      });
    const wait = last + CALM_MILLIS - performance.now();
    if (wait > 0) setTimeout(show, wait);
    else show();
  };
}

/**
 * The chat of a room, as one participant has it. Whatever comes between two pictures of the page is one change of the
 * store, and so is what others say within a fifth of a second of each other.
 */
export class Chat {
  readonly store: StoreApi<ChatState> = createStore<ChatState>(() => EMPTY);
  readonly #soon: Schedule;
  readonly #calmly: Schedule;
  readonly #newId: () => string;
  #next: ChatState = EMPTY;
  readonly #scheduled = new Set<Schedule>();
  #signaling: SignalingClient | null = null;
  #stopHearing: Unsubscribe[] = [];

  constructor(schedule: Schedule = nextFrame, newId: () => string = () => crypto.randomUUID()) {
    this.#soon = schedule;
    this.#calmly = calmly(schedule);
    this.#newId = newId;
  }

  /** Hears and speaks by this connection from now on. */
  attach(signaling: SignalingClient): void {
    this.detach();
    this.#signaling = signaling;
    this.#stopHearing = [
      signaling.events.on("registered", (message) => this.#registered(message.resumed)),
      signaling.events.on("message", (message) => this.#hear(message)),
    ];
  }

  /** Hears no more; what was said stays. */
  detach(): void {
    for (const stop of this.#stopHearing) stop();
    this.#stopHearing = [];
    this.#signaling = null;
  }

  /** Says `text`; `name` is a guest's. What comes of it is in the state. */
  say(text: string, name?: string): void {
    this.#send({ requestId: this.#newId(), text, name, problem: null, message: "" });
  }

  /** Once more, as the same message: it is not said twice. */
  sayAgain(unsaid: Unsaid, name = unsaid.name): void {
    this.#send({ ...unsaid, name, problem: null, message: "" });
  }

  discard({ requestId }: Unsaid): void {
    this.#change({ unsaid: this.#next.unsaid.filter((it) => it.requestId !== requestId) });
  }

  moderate(action: ModerationAction, messageId: number, seconds?: number): boolean {
    this.#change({ refusal: null });
    return (
      this.#signaling?.send({ type: "moderate", action, messageId, ...(seconds === undefined ? {} : { seconds }) }) ??
      false
    );
  }

  report(messageId: number, reason: string): boolean {
    this.#change({ refusal: null });
    return this.#signaling?.send({ type: "report", messageId, reason }) ?? false;
  }

  #send(unsaid: Unsaid): void {
    const kept = this.#next.unsaid.filter((it) => it.requestId !== unsaid.requestId);
    this.#change({ unsaid: [...kept, this.#transmit(unsaid) ? unsaid : { ...unsaid, problem: "lost" }] });
  }

  #transmit({ requestId, text, name }: Unsaid): boolean {
    return this.#signaling?.send({ type: "chat", requestId, text, ...(name ? { name } : {}) }) ?? false;
  }

  /** A message that the old socket took with it is sent once more; where the server may have forgotten us, the person decides. */
  #registered(resumed: boolean): void {
    const awaited = this.#next.unsaid.filter((it) => it.problem === null);
    if (resumed) for (const unsaid of awaited) this.#transmit(unsaid);
    else if (awaited.length > 0) {
      this.#change({ unsaid: this.#next.unsaid.map((it) => ({ ...it, problem: it.problem ?? "lost" })) });
    }
  }

  #hear(message: ServerMessage): void {
    switch (message.type) {
      case "chat-history":
        this.#change({ ready: true, messages: message.messages });
        break;
      case "chat":
        this.#change({ messages: merged(this.#next.messages, message.messages) }, this.#calmly);
        this.#stored(message.messages);
        break;
      case "chat-deleted":
        this.#change({ messages: this.#next.messages.filter((it) => it.messageId !== message.messageId) });
        break;
      case "chat-state":
        this.#change({
          authorId: message.authorId,
          standing: message.standing,
          timedOutUntil: message.seconds === undefined ? null : Date.now() + message.seconds * 1_000,
          slowSeconds: message.slowSeconds,
          nextAt: message.slowSeconds === 0 ? null : this.#next.nextAt,
          moderator: message.moderator,
          appoints: message.appoints,
        });
        break;
      case "tip": {
        const { type: _, eventId: __, ...tip } = message;
        const others = this.#next.tips.filter((it) => it.tipId !== tip.tipId);
        const tips = [...others, tip].sort((a, b) => a.givenAt - b.givenAt);
        this.#change({ tips: tips.slice(-TIPS_KEPT), goal: tip.goal ?? null });
        break;
      }
      case "tip-goal":
        this.#change({ goal: message.goal ?? null });
        break;
      case "chat-refused":
        this.#refused(message);
        break;
      case "chat-reported": {
        const { messageId, reason } = message;
        this.#change({ reports: [...this.#next.reports, { messageId, reason }].slice(-REPORTS_KEPT) });
        break;
      }
      case "error":
        if (message.requestType === "moderate" || message.requestType === "report") {
          this.#change({ refusal: message.message });
        }
        break;
      default:
    }
  }

  #stored(lines: readonly ChatLine[]): void {
    const ids = new Set(lines.map((line) => line.requestId).filter((id) => id !== undefined));
    if (ids.size === 0) return;
    const { slowSeconds } = this.#next;
    this.#change({
      unsaid: this.#next.unsaid.filter((it) => !ids.has(it.requestId)),
      nextAt: slowSeconds > 0 ? Date.now() + slowSeconds * 1_000 : null,
    });
  }

  #refused({ requestId, reason, message, retryAfter }: MessageOf<"chat-refused">): void {
    const waits = retryAfter !== undefined && (reason === "slow-mode" || reason === "too-fast");
    this.#change({
      unsaid: this.#next.unsaid.map((it) => (it.requestId === requestId ? { ...it, problem: reason, message } : it)),
      nextAt: waits ? Date.now() + retryAfter * 1_000 : this.#next.nextAt,
    });
  }

  /** One's own doings are shown by the next picture, and whatever waits with them. */
  #change(change: Partial<ChatState>, schedule = this.#soon): void {
    this.#next = { ...this.#next, ...change };
    if (this.#scheduled.has(schedule)) return;
    this.#scheduled.add(schedule);
    schedule(() => {
      this.#scheduled.delete(schedule);
      if (this.store.getState() !== this.#next) this.store.setState(this.#next, true);
    });
  }
}

/** Messages and tips as they came about. */
export function inFlow(messages: readonly ChatLine[], tips: readonly Tip[]): readonly (ChatLine | Tip)[] {
  const flow: (ChatLine | Tip)[] = [];
  let next = 0;
  for (const line of messages) {
    for (let tip = tips[next]; tip && tip.givenAt < line.sentAt; tip = tips[++next]) flow.push(tip);
    flow.push(line);
  }
  return [...flow, ...tips.slice(next)];
}

/** Each under its id, in their order, the newest alone; mostly what comes is newer than all that is there. */
function merged(known: readonly ChatLine[], news: readonly ChatLine[]): readonly ChatLine[] {
  const last = known.at(-1)?.messageId ?? 0;
  if (news.every((line, index) => line.messageId > (news[index - 1]?.messageId ?? last))) {
    return [...known, ...news].slice(-MESSAGES_KEPT);
  }
  const byId = new Map([...known, ...news].map((line) => [line.messageId, line]));
  return [...byId.values()].sort((a, b) => a.messageId - b.messageId).slice(-MESSAGES_KEPT);
}
