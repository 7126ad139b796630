import { createStore, type StoreApi } from "zustand/vanilla";
import {
  count,
  type Decoded,
  type Decoder,
  flag,
  list,
  number,
  optional,
  record,
  text,
  withDefault,
  word,
} from "./decode";
import { type TestPeerInfo, testPeerInfo } from "./doctor/way";

const user = record({
  id: text,
  email: withDefault(text, ""),
  displayName: text,
  roles: withDefault(list(text), []),
});
export type User = Decoded<typeof user>;

const session = record({ user, accessToken: text, expiresIn: withDefault(number, 900) });
type Session = Decoded<typeof session>;

const streamInfo = record({
  id: text,
  title: text,
  category: withDefault(text, ""),
  description: withDefault(text, ""),
  visibility: withDefault(text, "public"),
  scheduledAt: optional(text),
  pricePerMinute: withDefault(count, 0),
  previewSeconds: withDefault(count, 0),
  guestsChat: withDefault(flag, false),
  slowSeconds: withDefault(count, 0),
  status: word("offline", "live", "ended"),
  creator: withDefault(record({ id: text, displayName: text }), { id: "", displayName: "" }),
  viewers: withDefault(count, 0),
  liveSince: optional(text),
  createdAt: optional(text),
  watchUrl: optional(text),
  whepUrl: optional(text),
  whipUrl: optional(text),
  /** Only in the answers to creating a stream and to replacing its key. */
  streamKey: optional(text),
});
/** A stream as the server tells of it. */
export type StreamInfo = Decoded<typeof streamInfo>;

const invitation = record({ userId: text, displayName: text });
/** Someone who may watch a private stream. */
export type Invitation = Decoded<typeof invitation>;

const invitations = record({ invitations: list(invitation) });

/** What an owner may change of a stream; what is left out stays. */
export interface StreamEdit {
  readonly title?: string;
  readonly category?: string;
  readonly description?: string;
  readonly visibility?: Visibility;
  readonly scheduledAt?: string | null;
  readonly pricePerMinute?: number;
  readonly previewSeconds?: number;
  readonly guestsChat?: boolean;
  readonly slowSeconds?: number;
}

export type Visibility = "public" | "unlisted" | "private";

const serverConfig = record({
  registration: withDefault(word("open", "closed"), "open"),
  httpsPort: optional(count),
  version: withDefault(text, ""),
  lanUrls: withDefault(list(text), []),
  currency: withDefault(text, "credits"),
  decimals: withDefault(count, 2),
});
export type ServerConfig = Decoded<typeof serverConfig>;

const directRoom = record({
  room: text,
  /** `1234-5678`: lets one in, once. */
  code: text,
  /** Seconds. */
  codeExpiresIn: number,
  senderToken: text,
  receiverToken: text,
});
/** A room in which a phone and a screen meet; told to its maker only. */
export type DirectRoomInfo = Decoded<typeof directRoom>;

const nothing: Decoder<void> = () => undefined;

const problem = record({
  title: withDefault(text, ""),
  detail: withDefault(text, ""),
  code: withDefault(text, "unknown"),
  balance: optional(number),
});

/** The server said no: `code` is stable, `message` a sentence in English, `balance` what there is where there is too little. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly balance?: number,
  ) {
    super(message);
  }
}

/** The server could not be asked, or what came back was not from it. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

export interface SessionState {
  /** `unknown` until the first answer; then someone or nobody. */
  readonly status: "unknown" | "signed-in" | "signed-out";
  readonly user: User | null;
}

interface Token {
  readonly value: string;
  readonly expiresAt: number;
}

/** A token is renewed when it has less than this left. */
const RENEW_BEFORE = 60_000;
/** Set while someone is signed in, so that a visitor's page need not ask in vain. */
const SIGNED_IN_FLAG = "lyceum.signed-in";

type Told = { readonly kind: "session"; readonly session: Session } | { readonly kind: "signed-out" };

export interface ApiOptions {
  /** The server's origin; the page's own by default. */
  readonly base?: string;
  readonly fetch?: typeof fetch;
  readonly now?: () => number;
  readonly locks?: Pick<LockManager, "request"> | undefined;
  readonly channel?: BroadcastChannel | undefined;
  readonly storage?: Pick<Storage, "getItem" | "setItem" | "removeItem"> | undefined;
}

/**
 * The server's HTTP API, and who is signed in.
 *
 * The access token is only in memory. It is renewed by the refresh cookie before it runs out or when the server refuses
 * it, by one tab at a time; the others take over what that tab was given. Calls throw {@link ApiError} where the server
 * refuses and {@link UnreachableError} where it cannot be asked.
 */
export class ApiClient {
  readonly session: StoreApi<SessionState> = createStore<SessionState>(() => ({ status: "unknown", user: null }));
  readonly #options: ApiOptions;
  readonly #fetch: typeof fetch;
  readonly #now: () => number;
  #token: Token | null = null;
  #renewing: Promise<boolean> | null = null;

  constructor(options: ApiOptions = {}) {
    this.#options = options;
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.#now = options.now ?? Date.now;
    options.channel?.addEventListener("message", (event: MessageEvent<Told>) => this.#hear(event.data));
  }

  /** Finds out who is signed in. Call once when the page starts. */
  async restore(): Promise<void> {
    if (this.#options.storage?.getItem(SIGNED_IN_FLAG) === null) return this.#signedOut();
    try {
      await this.#renew();
    } catch {
      // The server is away; whoever needs the token asks again.
      this.session.setState({ status: "signed-out", user: null });
    }
  }

  async register(email: string, password: string, displayName: string): Promise<User> {
    return this.#enter("/api/auth/register", { email, password, displayName });
  }

  /** By the secret of the link that a new server shows to whoever started it. */
  async claimFirstAdmin(secret: string, email: string, password: string, displayName: string): Promise<User> {
    return this.#enter("/api/auth/first-admin", { secret, email, password, displayName });
  }

  async login(email: string, password: string): Promise<User> {
    return this.#enter("/api/auth/login", { email, password });
  }

  async logout(): Promise<void> {
    await this.#send("POST", "/api/auth/logout", undefined, await this.token().catch(() => null));
    this.#left();
  }

  /** Ends this login and all others of the account. */
  async logoutEverywhere(): Promise<void> {
    await this.call("POST", "/api/auth/logout-everywhere", nothing, {});
    this.#left();
  }

  /** All other logins of the account end; this one goes on. */
  async changePassword(password: string, newPassword: string): Promise<void> {
    await this.call("POST", "/api/me/password", nothing, { password, newPassword });
  }

  async changeEmail(password: string, email: string): Promise<void> {
    const changed = await this.call("POST", "/api/me/email", user, { password, email });
    this.session.setState({ status: "signed-in", user: changed });
  }

  /** All that the server knows of this person, as the file that it is. */
  async exportData(): Promise<Blob> {
    const all = await this.call("GET", "/api/me/export", (value) => value);
    return new Blob([JSON.stringify(all, null, 2)], { type: "application/json" });
  }

  /** For good. */
  async deleteAccount(password: string): Promise<void> {
    await this.call("POST", "/api/me/delete", nothing, { password });
    this.#left();
  }

  /**
   * A token that is good for a while yet.
   *
   * @param renewed pass true when the server has just refused the last one
   * @returns null where nobody is signed in
   */
  async token(renewed = false): Promise<string | null> {
    if (!renewed && this.#token && this.#token.expiresAt - this.#now() > RENEW_BEFORE) return this.#token.value;
    if (!this.#token && this.session.getState().status === "signed-out") return null;
    return (await this.#renew()) ? (this.#token?.value ?? null) : null;
  }

  config(): Promise<ServerConfig> {
    return this.call("GET", "/api/config", serverConfig);
  }

  async streams(): Promise<readonly StreamInfo[]> {
    return (await this.call("GET", "/api/streams", record({ streams: list(streamInfo) }))).streams;
  }

  async myStreams(): Promise<readonly StreamInfo[]> {
    return (await this.call("GET", "/api/streams?mine=true", record({ streams: list(streamInfo) }))).streams;
  }

  stream(id: string): Promise<StreamInfo> {
    return this.call("GET", `/api/streams/${encodeURIComponent(id)}`, streamInfo);
  }

  createStream(stream: { title: string; category?: string; visibility?: Visibility }): Promise<StreamInfo> {
    return this.call("POST", "/api/streams", streamInfo, stream);
  }

  editStream(id: string, edit: StreamEdit): Promise<StreamInfo> {
    return this.call("PATCH", `/api/streams/${encodeURIComponent(id)}`, streamInfo, edit);
  }

  async invitations(id: string): Promise<readonly Invitation[]> {
    return (await this.call("GET", `/api/streams/${encodeURIComponent(id)}/invitations`, invitations)).invitations;
  }

  /** Lets someone who signs in by this address watch a private stream. */
  async invite(id: string, email: string): Promise<readonly Invitation[]> {
    const path = `/api/streams/${encodeURIComponent(id)}/invitations`;
    return (await this.call("POST", path, invitations, { email })).invitations;
  }

  async uninvite(id: string, userId: string): Promise<void> {
    const path = `/api/streams/${encodeURIComponent(id)}/invitations/${encodeURIComponent(userId)}`;
    await this.call("DELETE", path, nothing);
  }

  /** Makes a new stream key; the old one is dead at once. */
  replaceKey(id: string): Promise<StreamInfo> {
    return this.call("POST", `/api/streams/${encodeURIComponent(id)}/key`, streamInfo, {});
  }

  async endStream(id: string): Promise<void> {
    await this.call("POST", `/api/streams/${encodeURIComponent(id)}/end`, (value) => value, {});
  }

  /** Makes a room in which a phone and a screen meet. */
  makeDirectRoom(): Promise<DirectRoomInfo> {
    return this.call("POST", "/api/direct-rooms", directRoom, {});
  }

  /** Has the server open an end that this browser tries to reach. */
  openTestPeer(offer: string): Promise<TestPeerInfo> {
    return this.call("POST", "/api/doctor", testPeerInfo, { offer });
  }

  async #enter(path: string, body: object): Promise<User> {
    const entered = await this.#read(await this.#send("POST", path, body, null), session);
    this.#accept(entered);
    this.#tell({ kind: "session", session: entered });
    return entered.user;
  }

  /**
   * Calls as whoever is signed in: for the parts of the API that have classes of their own.
   *
   * @param onceKey the `Idempotency-Key`, for what must not be done twice
   */
  async call<T>(method: string, path: string, decoder: Decoder<T>, body?: object, onceKey?: string): Promise<T> {
    return this.#read(await this.#ask(method, path, body, onceKey), decoder);
  }

  /** What is to be kept as a file, as whoever is signed in. */
  async file(path: string): Promise<Blob> {
    const response = await this.#ask("GET", path);
    return response.ok ? response.blob() : this.#read(response, () => new Blob());
  }

  async #ask(method: string, path: string, body?: object, onceKey?: string): Promise<Response> {
    const token = await this.token();
    const response = await this.#send(method, path, body, token, onceKey);
    const fresh = response.status === 401 && token ? await this.token(true) : null;
    return fresh ? this.#send(method, path, body, fresh, onceKey) : response;
  }

  async #send(
    method: string,
    path: string,
    body: object | undefined,
    token: string | null,
    onceKey?: string,
  ): Promise<Response> {
    const headers = new Headers({ Accept: "application/json" });
    if (onceKey) headers.set("Idempotency-Key", onceKey);
    if (token) headers.set("Authorization", `Bearer ${token}`);
    if (body) headers.set("Content-Type", "application/json");
    try {
      return await this.#fetch((this.#options.base ?? "") + path, {
        method,
        headers,
        credentials: "same-origin",
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    } catch (error) {
      throw new UnreachableError("the server cannot be reached", { cause: error });
    }
  }

  async #read<T>(response: Response, decoder: Decoder<T>): Promise<T> {
    if (response.status === 204) return decoder(undefined, "response");
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) {
      const said = body === undefined ? null : problem(body, "problem");
      const sentence = said?.detail || said?.title || response.statusText;
      throw new ApiError(response.status, said?.code ?? "unknown", sentence, said?.balance);
    }
    try {
      return decoder(body, "response");
    } catch (error) {
      throw new UnreachableError("the answer was not understood", { cause: error });
    }
  }

  /** One renewal at once in this page; and by the lock one in all pages of this browser. */
  #renew(): Promise<boolean> {
    this.#renewing ??= this.#renewLocked().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #renewLocked(): Promise<boolean> {
    const had = this.#token?.value;
    const renew = async () => {
      // Another tab may have renewed while this one waited for the lock.
      if (this.#token && this.#token.value !== had) return true;
      const response = await this.#send("POST", "/api/auth/refresh", undefined, null);
      if (response.status === 401 || response.status === 403) {
        this.#signedOut();
        return false;
      }
      const renewed = await this.#read(response, session);
      this.#accept(renewed);
      this.#tell({ kind: "session", session: renewed });
      return true;
    };
    const { locks } = this.#options;
    return locks ? locks.request("lyceum.refresh", renew) : renew();
  }

  #accept({ user, accessToken, expiresIn }: Session): void {
    this.#token = { value: accessToken, expiresAt: this.#now() + expiresIn * 1_000 };
    this.#options.storage?.setItem(SIGNED_IN_FLAG, "1");
    this.session.setState({ status: "signed-in", user });
  }

  #signedOut(): void {
    this.#token = null;
    this.#options.storage?.removeItem(SIGNED_IN_FLAG);
    this.session.setState({ status: "signed-out", user: null });
  }

  /** This person is signed out by their own word: in all tabs. */
  #left(): void {
    this.#signedOut();
    this.#tell({ kind: "signed-out" });
  }

  #tell(told: Told): void {
    this.#options.channel?.postMessage(told);
  }

  #hear(told: Told): void {
    if (told.kind === "session") this.#accept(told.session);
    else this.#signedOut();
  }
}
