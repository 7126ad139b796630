import { createStore, type StoreApi } from "zustand/vanilla";
import { tryWay } from "./attempt";
import { type Fault, type Finding, type Findings, HOPS, type Hop } from "./verdict";
import { findingOf, type TestPeerInfo, WAYS, type Way } from "./way";

export interface DoctorOptions {
  /** Anything that the server answers quickly. */
  readonly greet: () => Promise<unknown>;
  /** Has the server open an end for an offer. */
  readonly openTestPeer: (offer: string) => Promise<TestPeerInfo>;
  /** Of the WebSocket. */
  readonly signalingUrl: string;
  /** Of the page. */
  readonly location: Pick<Location, "origin" | "hostname" | "protocol">;
  /** Whether the browser gives the page cameras. */
  readonly secure: boolean;
}

export interface DoctorState {
  readonly findings: Findings;
}

const SOCKET_PATIENCE = 6_000;

/**
 * Tests what this visitor's browser can do with this server: every hop at once and each by itself, within some eight seconds. It is at work
 * from its making to {@link close}, or until every hop has been found to work or not.
 */
export class Doctor {
  readonly store: StoreApi<DoctorState> = createStore<DoctorState>(() => ({
    findings: Object.fromEntries(HOPS.map((hop) => [hop, { state: "running" }])) as Findings,
  }));
  readonly #options: DoctorOptions;
  readonly #stop = new AbortController();

  constructor(options: DoctorOptions) {
    this.#options = options;
    void this.#page();
    void this.#socket();
    for (const way of WAYS) void this.#way(way);
  }

  close(): void {
    this.#stop.abort();
  }

  #found(hop: Hop, finding: Finding): void {
    if (this.#stop.signal.aborted) return;
    this.store.setState(({ findings }) => ({ findings: { ...findings, [hop]: finding } }));
  }

  /** That it came at all is known; how it came, and how long an answer takes, is to be told. */
  async #page(): Promise<void> {
    const { greet, location, secure } = this.#options;
    const started = performance.now();
    const answered = await greet().then(
      () => true,
      () => false,
    );
    const millis = answered ? performance.now() - started : null;
    const target = location.origin;
    this.#found("page", secure ? { state: "works", millis, target } : { state: "fails", fault: "insecure", target });
  }

  async #socket(): Promise<void> {
    const target = this.#options.signalingUrl;
    const millis = await pingSocket(target, this.#stop.signal);
    this.#found(
      "websocket",
      millis === null ? { state: "fails", fault: "blocked", target } : { state: "works", millis, target },
    );
  }

  async #way(way: Way): Promise<void> {
    const fails = (fault: Fault) => this.#found(way.hop, { state: "fails", fault, target: "" });
    if (typeof RTCPeerConnection === "undefined") return fails("no-webrtc");
    try {
      const { peer, attempt } = await tryWay(way, this.#options.openTestPeer, this.#stop.signal);
      this.#found(way.hop, findingOf(way, peer, attempt, this.#options.location.hostname));
    } catch {
      fails("unasked");
    }
  }
}

/** How long the server takes to answer on a WebSocket; null where it does not. */
function pingSocket(url: string, stop: AbortSignal): Promise<number | null> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    let asked = 0;
    const over = (millis: number | null) => {
      clearTimeout(timer);
      socket.close();
      resolve(millis);
    };
    const timer = setTimeout(() => over(null), SOCKET_PATIENCE);
    stop.addEventListener("abort", () => over(null));
    socket.addEventListener("open", () => {
      asked = performance.now();
      // Before `register` it is answered, too, be it with an error: something comes back.
      socket.send(JSON.stringify({ type: "ping" }));
    });
    socket.addEventListener("message", () => over(performance.now() - asked));
    socket.addEventListener("error", () => over(null));
    socket.addEventListener("close", () => over(null));
  });
}
