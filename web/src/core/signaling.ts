import { pauseBefore, RECONNECT, WHILE_FULL } from "./backoff";
import { Emitter } from "./emitter";
import type { ClientMessage, Registration, ServerMessage } from "./messages";
import { onWakeup, type Wakeup } from "./wakeups";

/** Close codes with a meaning in the protocol. */
const CLOSE_LEFT = 1000;
/** Ours: this socket is given up, the participant will be back with the resume token. */
const CLOSE_GIVEN_UP = 4000;
const CLOSE_REPLACED = 4001;
const CLOSE_EXPELLED = 4003;
const CLOSE_RESUME_REFUSED = 4004;

/** How long a socket may take to open and to be registered; a server that is there needs a tenth of it. */
const REGISTER_TIMEOUT = 5_000;
/** How long the answer to a ping may take. */
const PONG_TIMEOUT = 5_000;

/** Codes of an `error` to `register` that no retry mends: the person has to do something. */
const FINAL_CODES = new Set([
  "room-not-found",
  "room-full",
  "presenter-taken",
  "forbidden",
  "not-available",
  "too-many-tries",
  "missing-field",
  "bad-field",
]);

/** What every server says when it lets someone in, in whatever shape of room. */
interface Welcome {
  readonly type: "registered";
  readonly resumed: boolean;
  readonly resumeToken?: string;
  readonly heartbeatSeconds: number;
  readonly eventId?: number;
}

interface Refusal {
  readonly type: "error";
  readonly code: string;
  readonly message: string;
}

interface Word {
  readonly type: string;
  readonly eventId?: number;
}

/** What is said and heard in one shape of rooms; `ping` and `leave`, `registered`, `error` and `pong` are words of all. */
export interface Vocabulary {
  readonly incoming: Word;
  readonly outgoing: Word;
  readonly registration: object;
}

/** The words of broadcasts. */
export interface BroadcastWords extends Vocabulary {
  readonly incoming: ServerMessage;
  readonly outgoing: ClientMessage;
  readonly registration: Registration;
}

/** One kind of what is heard. */
type Heard<W extends Vocabulary, Type extends string> = Extract<W["incoming"], { readonly type: Type }>;

/** Why a client is closed for good. */
export type CloseReason =
  | { readonly kind: "left" }
  | { readonly kind: "replaced" }
  | { readonly kind: "expelled"; readonly message: string }
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

/**
 * `waiting` is the pause before the next attempt; `retryAt` is in the clock of `Date.now()`. `refused` is the code by which the server turned
 * the last attempt away, where it did and may think better of it.
 */
export type SignalingState =
  | { readonly phase: "idle" }
  | { readonly phase: "connecting"; readonly attempt: number; readonly refused?: string }
  | { readonly phase: "registered" }
  | { readonly phase: "waiting"; readonly attempt: number; readonly retryAt: number; readonly refused?: string }
  | { readonly phase: "closed"; readonly reason: CloseReason };

/** Thrown by {@link SignalingOptions.registration} where trying again is of no use, such as when signed out. */
export class RegistrationRefused extends Error {
  override readonly name = "RegistrationRefused";
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface SignalingOptions<W extends Vocabulary = BroadcastWords> {
  /** `ws:` or `wss:` address of the server's `/ws`. */
  readonly url: string;
  /** Asked before every attempt, so that the token is fresh. `retrying` after the server refused the last token. */
  readonly registration: (context: { tokenRefused: boolean }) => W["registration"] | Promise<W["registration"]>;
  /** For tests: a stand-in for the network. */
  readonly openSocket?: (url: string) => WebSocket;
  readonly random?: () => number;
}

interface SignalingEvents<W extends Vocabulary> {
  state: SignalingState;
  registered: Heard<W, "registered">;
  message: W["incoming"];
  /** Another network or a page that woke: media paths should be looked at. */
  wakeup: Wakeup;
}

/**
 * The one connection to a room's signaling, kept for ever.
 *
 * `connect()` once; from then on the client registers, answers for its liveliness, and comes back after every loss by
 * itself: with the resume token, so that the room never noticed, or as a new participant where that is refused
 * (`registered.resumed` says which). Messages that the server replays are told once. It ends only by `leave()`, or
 * where the server says that no retry will help; then the state is `closed` with the reason.
 */
export class SignalingClient<W extends Vocabulary = BroadcastWords> {
  readonly events = new Emitter<SignalingEvents<W>>();
  readonly #read: (frame: string) => W["incoming"] | null;
  readonly #options: Required<SignalingOptions<W>>;
  #state: SignalingState = { phase: "idle" };
  #socket: WebSocket | null = null;
  #attempt = 0;
  #troubleSince: number | null = null;
  #resumeToken: string | null = null;
  #lastEventId = 0;
  #heartbeatMillis = 10_000;
  #tokenRefused = false;
  /** The code of the refusal that the last attempt ended with. */
  #refusedBy: string | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #heartbeat: ReturnType<typeof setTimeout> | undefined;
  #stopListening: () => void = () => undefined;

  /** @param read understands one frame; null for a message of a type that is not known here */
  constructor(read: (frame: string) => W["incoming"] | null, options: SignalingOptions<W>) {
    this.#read = read;
    this.#options = { openSocket: (url) => new WebSocket(url), random: Math.random, ...options };
  }

  get state(): SignalingState {
    return this.#state;
  }

  get registered(): boolean {
    return this.#state.phase === "registered";
  }

  /** Starts, once. */
  connect(): void {
    if (this.#state.phase !== "idle") return;
    this.#stopListening = onWakeup((wakeup) => this.#wake(wakeup));
    void this.#open();
  }

  /** Registers anew after the server closed for good, `pause` ms from now; for who has reason to believe in it. */
  reopen(pause: number): void {
    if (this.#state.phase !== "closed") return;
    this.#resumeToken = null;
    this.#attempt = 0;
    this.#stopListening = onWakeup((wakeup) => this.#wake(wakeup));
    this.#schedule(pause);
  }

  /**
   * Sends at once.
   *
   * @returns false where there is no registered socket; nothing is queued, since whoever negotiates starts afresh on
   *   the next `registered` anyway
   */
  send(message: W["outgoing"]): boolean {
    return this.#say(message);
  }

  #say(message: Word): boolean {
    if (!this.registered || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Drops the socket and comes back at once; for a peer that stopped making sense. */
  reconnect(): void {
    if (this.#state.phase === "registered") this.#lose();
  }

  /** The same as somebody whom nobody knows yet. */
  startAnew(): void {
    if (this.registered) {
      this.#say({ type: "leave" });
      this.#openAnew();
    }
  }

  /** Leaves the room for good. */
  leave(): void {
    if (this.#state.phase === "closed") return;
    this.#say({ type: "leave" });
    this.#finish({ kind: "left" });
  }

  async #open(): Promise<void> {
    this.#become({ phase: "connecting", attempt: this.#attempt, ...this.#refusal() });
    let registration: W["registration"];
    try {
      registration = await this.#options.registration({ tokenRefused: this.#tokenRefused });
    } catch (error) {
      if (error instanceof RegistrationRefused) {
        this.#finish({ kind: "refused", code: error.code, message: error.message });
      } else if (this.#state.phase === "connecting") {
        this.#retryLater();
      }
      return;
    }
    if (this.#state.phase !== "connecting") return;
    const socket = this.#options.openSocket(this.#options.url);
    this.#socket = socket;
    this.#deadline = setTimeout(() => this.#lose(), REGISTER_TIMEOUT);
    socket.onopen = () => {
      if (socket === this.#socket) this.#register(socket, registration);
    };
    socket.onmessage = (event) => socket === this.#socket && this.#receive(String(event.data));
    socket.onclose = (event) => socket === this.#socket && this.#closed(event.code, event.reason);
  }

  #register(socket: WebSocket, registration: W["registration"]): void {
    const resume = this.#resumeToken ? { resumeToken: this.#resumeToken, lastEventId: this.#lastEventId } : {};
    socket.send(JSON.stringify({ type: "register", ...registration, ...resume }));
  }

  #receive(frame: string): void {
    if (this.registered) this.#expectNothing();
    let message: W["incoming"] | null;
    try {
      message = this.#read(frame);
    } catch (error) {
      console.error("a message of the server was not understood and is ignored", error);
      return;
    }
    if (message === null || message.type === "pong") return;
    if (isWelcome(message)) this.#welcomed(message);
    else if (isRefusal(message) && !this.registered) this.#refused(message);
    else if (this.#isNew(message)) this.events.emit("message", message);
  }

  #isNew(message: Word): boolean {
    if (message.eventId === undefined) return true;
    if (message.eventId <= this.#lastEventId) return false;
    this.#lastEventId = message.eventId;
    return true;
  }

  #welcomed(message: Welcome & Heard<W, "registered">): void {
    clearTimeout(this.#deadline);
    this.#attempt = 0;
    this.#troubleSince = null;
    this.#tokenRefused = false;
    this.#refusedBy = undefined;
    this.#resumeToken = message.resumeToken ?? null;
    // A resumed participant's missed events follow; a new one's count begins here.
    if (!message.resumed) this.#lastEventId = message.eventId ?? 0;
    this.#heartbeatMillis = Math.max(1, message.heartbeatSeconds) * 1_000;
    this.#become({ phase: "registered" });
    this.#scheduleHeartbeat();
    this.events.emit("registered", message);
  }

  #refused(error: Refusal): void {
    if (error.code === "unauthorized" && !this.#tokenRefused) {
      this.#tokenRefused = true; // once more, with a token that is surely fresh
      this.#lose();
    } else if (error.code === "resume-refused") {
      this.#openAnew();
    } else if (error.code === "unauthorized" || FINAL_CODES.has(error.code)) {
      this.#finish({ kind: "refused", code: error.code, message: error.message });
    } else {
      this.#resumeToken = null;
      this.#lose(error.code);
    }
  }

  #closed(code: number, reason: string): void {
    if (code === CLOSE_REPLACED) this.#finish({ kind: "replaced" });
    else if (code === CLOSE_EXPELLED) this.#finish({ kind: "expelled", message: reason });
    else if (code === CLOSE_RESUME_REFUSED) this.#openAnew();
    else this.#lose();
  }

  /** The server is there and has forgotten this participant: as a new one, without a pause. */
  #openAnew(): void {
    this.#resumeToken = null;
    this.#dropSocket();
    void this.#open();
  }

  /** The socket is gone or as good as gone. */
  #lose(refusedBy?: string): void {
    const wasRegistered = this.registered;
    this.#refusedBy = refusedBy;
    this.#dropSocket();
    if (this.#state.phase === "closed") return;
    if (wasRegistered) this.#retrySoon();
    else this.#retryLater();
  }

  /** The first attempt after a loss does not wait: mostly it was only the socket. */
  #retrySoon(): void {
    this.#troubleSince = Date.now();
    this.#attempt = 1;
    this.#schedule(Math.round(this.#options.random() * 100));
  }

  #refusal(): { readonly refused?: string } {
    return this.#refusedBy === undefined ? {} : { refused: this.#refusedBy };
  }

  #retryLater(): void {
    const policy = this.#refusedBy === "server-full" ? WHILE_FULL : RECONNECT;
    const now = Date.now();
    this.#troubleSince ??= now;
    this.#attempt += 1;
    this.#schedule(pauseBefore(this.#attempt, now - this.#troubleSince, this.#options.random, policy));
  }

  #schedule(pause: number): void {
    clearTimeout(this.#retryTimer);
    this.#become({ phase: "waiting", attempt: this.#attempt, retryAt: Date.now() + pause, ...this.#refusal() });
    this.#retryTimer = setTimeout(() => void this.#open(), pause);
  }

  #scheduleHeartbeat(): void {
    clearTimeout(this.#heartbeat);
    this.#heartbeat = setTimeout(() => {
      this.#probe(PONG_TIMEOUT);
      this.#scheduleHeartbeat();
    }, this.#heartbeatMillis);
  }

  /** Asks for a sign of life; without one in time the socket is given up. */
  #probe(timeout: number): void {
    if (!this.#say({ type: "ping" })) {
      this.#lose();
      return;
    }
    this.#expectNothing();
    this.#deadline = setTimeout(() => this.#lose(), timeout);
  }

  #expectNothing(): void {
    clearTimeout(this.#deadline);
  }

  #wake(wakeup: Wakeup): void {
    if (this.#state.phase === "waiting") {
      clearTimeout(this.#retryTimer);
      void this.#open();
    } else if (this.registered && wakeup === "network") {
      this.#lose(); // a socket does not survive a change of address, and would not say so for long
    } else if (this.registered) {
      this.#probe(PONG_TIMEOUT / 2);
    }
    this.events.emit("wakeup", wakeup);
  }

  #finish(reason: CloseReason): void {
    this.#dropSocket(CLOSE_LEFT);
    clearTimeout(this.#retryTimer);
    this.#stopListening();
    this.#become({ phase: "closed", reason });
  }

  #dropSocket(code: number = CLOSE_GIVEN_UP): void {
    clearTimeout(this.#deadline);
    clearTimeout(this.#heartbeat);
    const socket = this.#socket;
    this.#socket = null;
    if (socket && socket.readyState <= WebSocket.OPEN) socket.close(code);
  }

  #become(state: SignalingState): void {
    this.#state = state;
    this.events.emit("state", state);
  }
}

const isWelcome = <M extends Word>(message: M): message is Welcome & Extract<M, { readonly type: "registered" }> =>
  message.type === "registered";

const isRefusal = (message: Word): message is Refusal => message.type === "error";

/** The signaling address of the page's own server, or of `base`. */
export function signalingUrl(base: string = window.location.href): string {
  const url = new URL("/ws", base);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
