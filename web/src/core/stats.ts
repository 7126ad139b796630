/** One look at a connection, against the look before. Rates in bit/s, times in milliseconds, loss in percent. */
export interface StatsSample {
  /** When, in the clock of `Date.now()`. */
  readonly at: number;
  readonly bitrate: number;
  readonly roundTrip: number | null;
  readonly loss: number | null;
  readonly video: VideoSample | null;
  /** Sending: each simulcast encoding of each picture, the largest first. */
  readonly layers: readonly LayerSample[];
  /** What the path is made of: `udp` or `tcp`. */
  readonly protocol: string | null;
  /** Between which kinds of addresses; null before there is a path. */
  readonly route: Route | null;
  /** Sending: what congestion control believes to be possible. */
  readonly available: number | null;
  /** Receiving: how unevenly the picture's packets come (RFC 3550, 6.4.1). */
  readonly jitter: number | null;
  /** Receiving: how long media waits to be smooth. */
  readonly jitterBuffer: number | null;
  /** Receiving: half the round trip, the buffer and the decoder, which is the way from whoever sends to the screen. */
  readonly delay: number | null;
}

/** The candidates of the pair in use, as this side knows them (RFC 8445, 5.1.1): `host`, `srflx`, `prflx` or `relay`. */
export interface Route {
  readonly local: string;
  readonly remote: string;
  /** How this side reaches its relay, `udp`, `tcp` or `tls`; null where it takes none. */
  readonly relayProtocol: string | null;
}

export interface VideoSample {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly codec: string | null;
  /** Frames encoded or decoded since the connection began. */
  readonly frames: number;
  readonly freezes: number;
  /** Sending: why the picture is smaller than asked for; `none`, `cpu`, `bandwidth` or `other`. */
  readonly limitedBy: string | null;
}

export interface LayerSample {
  /** Its m-line. */
  readonly mid: string | null;
  /** Of a shared screen, as far as the browser says so. */
  readonly screen: boolean;
  readonly rid: string | null;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly bitrate: number;
  /** Pictures went out in it; else it is switched off, nobody needs it, or there are too few bits for it. */
  readonly active: boolean;
}

/** The fields that are read; browsers leave out what they do not know. */
export interface Entry {
  readonly id: string;
  readonly type: string;
  readonly timestamp: number;
  readonly [field: string]: unknown;
}

export type Report = ReadonlyMap<string, Entry>;

export const numberOf = (entry: Entry | undefined, field: string): number | null => {
  const value = entry?.[field];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
};

const textOf = (entry: Entry | undefined, field: string): string | null => {
  const value = entry?.[field];
  return typeof value === "string" ? value : null;
};

/** Difference of a counter between two looks; 0 where it is new or began anew. */
export function growth(now: Entry | undefined, before: Entry | undefined, field: string): number {
  return Math.max(0, (numberOf(now, field) ?? 0) - (numberOf(before, field) ?? numberOf(now, field) ?? 0));
}

const toMillis = (seconds: number | null): number | null => (seconds === null ? null : seconds * 1_000);

/**
 * Reads two reports of the same connection.
 *
 * @param direction whether it sends (a presenter's) or receives (a watcher's)
 * @param before the report of the look before; null for the first, which has no rates yet
 */
export function summarize(
  direction: "send" | "receive",
  now: Report,
  before: Report | null,
  at: number = Date.now(),
): StatsSample {
  const entries = [...now.values()];
  const streams = entries.filter((it) => it.type === (direction === "send" ? "outbound-rtp" : "inbound-rtp"));
  const bytes = direction === "send" ? "bytesSent" : "bytesReceived";
  const pair = selectedPair(entries);
  const videos = streams.filter((it) => it.kind === "video");
  const main = videos.reduce<Entry | undefined>((a, b) => (pixels(b) > pixels(a) ? b : a), undefined) ?? videos[0];
  const bitrate = streams.reduce((sum, it) => sum + rate(it, before?.get(it.id), bytes) * 8, 0);
  const roundTrip = toMillis(numberOf(pair, "currentRoundTripTime"));
  const jitterBuffer = direction === "receive" ? bufferDelay(main ?? streams[0], before) : null;
  return {
    at,
    bitrate: Math.round(bitrate),
    roundTrip,
    loss: direction === "send" ? sentLoss(entries, before) : receivedLoss(streams, before),
    video: main ? videoSample(direction, main, before?.get(main.id), now) : null,
    layers: direction === "send" ? videos.map((it) => layerSample(it, before)).sort((a, b) => area(b) - area(a)) : [],
    protocol: textOf(now.get(textOf(pair, "localCandidateId") ?? ""), "protocol"),
    route: routeOf(pair, now),
    available: numberOf(pair, "availableOutgoingBitrate"),
    jitter: direction === "receive" ? toMillis(numberOf(main ?? streams[0], "jitter")) : null,
    jitterBuffer,
    delay: direction === "receive" ? delay(main, before, roundTrip, jitterBuffer) : null,
  };
}

const area = ({ width, height }: LayerSample): number => width * height;

function layerSample(entry: Entry, before: Report | null): LayerSample {
  const bitrate = rate(entry, before?.get(entry.id), "bytesSent") * 8;
  return {
    mid: textOf(entry, "mid"),
    screen: textOf(entry, "contentType") === "screenshare",
    rid: textOf(entry, "rid"),
    width: numberOf(entry, "frameWidth") ?? 0,
    height: numberOf(entry, "frameHeight") ?? 0,
    framesPerSecond: numberOf(entry, "framesPerSecond") ?? 0,
    bitrate,
    active: entry.active !== false && (growthOf(entry, before, "framesEncoded") ?? bitrate) > 0,
  };
}

/** The same as {@link growth}; null where the browser does not count that. */
function growthOf(now: Entry, before: Report | null, field: string): number | null {
  return numberOf(now, field) === null ? null : growth(now, before?.get(now.id), field);
}

/**
 * How many pixels high the largest picture is that goes out now; 0 where none does.
 *
 * @param screen whether of the shared screen or of the camera
 */
export function sentHeight({ layers }: StatsSample, screen: boolean): number {
  return Math.max(0, ...layers.map((it) => (it.active && it.screen === screen ? it.height : 0)));
}

/** Of what is sent or comes now: an encoding that is switched off keeps the size that it had. */
const pixels = (entry: Entry | undefined): number =>
  entry?.active === false ? 0 : (numberOf(entry, "frameWidth") ?? 0) * (numberOf(entry, "frameHeight") ?? 0);

function rate(now: Entry, before: Entry | undefined, field: string): number {
  const elapsed = before ? (now.timestamp - before.timestamp) / 1_000 : 0;
  return elapsed > 0 ? growth(now, before, field) / elapsed : 0;
}

function selectedPair(entries: readonly Entry[]): Entry | undefined {
  const transport = entries.find((it) => it.type === "transport" && textOf(it, "selectedCandidatePairId"));
  const id = textOf(transport, "selectedCandidatePairId");
  if (id) return entries.find((it) => it.id === id);
  return entries.find((it) => it.type === "candidate-pair" && it.nominated === true && it.state === "succeeded");
}

function routeOf(pair: Entry | undefined, report: Report): Route | null {
  const local = report.get(textOf(pair, "localCandidateId") ?? "");
  const remote = report.get(textOf(pair, "remoteCandidateId") ?? "");
  const localType = textOf(local, "candidateType");
  const remoteType = textOf(remote, "candidateType");
  if (!localType || !remoteType) return null;
  return {
    local: localType,
    remote: remoteType,
    relayProtocol: localType === "relay" ? textOf(local, "relayProtocol") : null,
  };
}

function videoSample(
  direction: "send" | "receive",
  main: Entry,
  before: Entry | undefined,
  report: Report,
): VideoSample {
  const frames = direction === "send" ? "framesEncoded" : "framesDecoded";
  const mimeType = textOf(report.get(textOf(main, "codecId") ?? ""), "mimeType");
  return {
    width: numberOf(main, "frameWidth") ?? 0,
    height: numberOf(main, "frameHeight") ?? 0,
    framesPerSecond: numberOf(main, "framesPerSecond") ?? rate(main, before, frames),
    codec: mimeType?.split("/")[1] ?? null,
    frames: numberOf(main, frames) ?? 0,
    freezes: numberOf(main, "freezeCount") ?? 0,
    limitedBy: textOf(main, "qualityLimitationReason"),
  };
}

/** The receiver's reports say which share was lost since the report before (RFC 3550, 6.4.1). */
function sentLoss(entries: readonly Entry[], before: Report | null): number | null {
  const reports = entries.filter((it) => it.type === "remote-inbound-rtp");
  if (reports.length === 0) return null;
  let lost = 0;
  let sent = 0;
  for (const report of reports) {
    const outbound = entries.find((it) => it.id === textOf(report, "localId"));
    lost += growth(report, before?.get(report.id), "packetsLost");
    sent += outbound ? growth(outbound, before?.get(outbound.id), "packetsSent") : 0;
  }
  return percentage(lost, sent);
}

function receivedLoss(streams: readonly Entry[], before: Report | null): number | null {
  let lost = 0;
  let received = 0;
  for (const stream of streams) {
    lost += growth(stream, before?.get(stream.id), "packetsLost");
    received += growth(stream, before?.get(stream.id), "packetsReceived");
  }
  return streams.length === 0 ? null : percentage(lost, lost + received);
}

const percentage = (part: number, whole: number): number => (whole > 0 ? Math.min(100, (part / whole) * 100) : 0);

function bufferDelay(stream: Entry | undefined, before: Report | null): number | null {
  return stream ? perUnit(stream, before, "jitterBufferDelay", "jitterBufferEmittedCount") : null;
}

function delay(
  video: Entry | undefined,
  before: Report | null,
  roundTrip: number | null,
  jitterBuffer: number | null,
): number | null {
  if (roundTrip === null || jitterBuffer === null) return null;
  const decoding = video ? (perUnit(video, before, "totalDecodeTime", "framesDecoded") ?? 0) : 0;
  return roundTrip / 2 + jitterBuffer + decoding;
}

/** Milliseconds for each of what was counted since the look before. */
function perUnit(now: Entry, before: Report | null, total: string, units: string): number | null {
  const earlier = before?.get(now.id);
  const counted = growth(now, earlier, units);
  return earlier && counted > 0 ? (growth(now, earlier, total) * 1_000) / counted : null;
}

/**
 * Looks at a connection once a second and tells what it saw, until stopped. The connection may change in between;
 * `connection` is asked each time.
 */
export class StatsSampler {
  readonly #timer: ReturnType<typeof setInterval>;
  #last: { connection: RTCPeerConnection; report: Report } | null = null;

  constructor(
    direction: "send" | "receive",
    connection: () => RTCPeerConnection | null,
    listener: (sample: StatsSample) => void,
    intervalMillis = 1_000,
  ) {
    this.#timer = setInterval(() => {
      const current = connection();
      if (current) void this.#look(direction, current, listener);
    }, intervalMillis);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(
    direction: "send" | "receive",
    connection: RTCPeerConnection,
    listener: (sample: StatsSample) => void,
  ): Promise<void> {
    const report = (await connection.getStats()) as unknown as Report;
    const before = this.#last?.connection === connection ? this.#last.report : null;
    this.#last = { connection, report };
    listener(summarize(direction, report, before));
  }
}
