// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LocalMedia } from "../capture";
import { FakeChannel, FakePeer, FakeSocket, FakeStream, fakeTrack } from "../testing";
import type { RoomKey } from "./entry";
import { PhoneCamera } from "./phone-camera";
import { DirectReceiver } from "./receiver";
import { DirectSender } from "./sender";

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.opened = [];
  FakePeer.made = [];
  vi.stubGlobal("RTCPeerConnection", FakePeer);
  vi.stubGlobal("MediaStream", FakeStream);
});

const open: { close(): void }[] = [];

afterEach(() => {
  for (const one of open.splice(0)) one.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const MOVED = "d-bbbbbbbbbbbbbbbbbbbbbb";

const settle = () => vi.advanceTimersByTimeAsync(0);

function options(key: RoomKey = { room: "d-aaaaaaaaaaaaaaaaaaaaaa", token: "secret" }) {
  const found: RoomKey[] = [];
  return {
    found,
    url: "ws://server/ws",
    openSocket: FakeSocket.open,
    random: () => 1,
    key,
    accessToken: async () => null,
    onKey: (next: RoomKey) => found.push(next),
    renew: async () => ({ screen: { room: MOVED, token: "screen's" }, phone: { room: MOVED, token: "phone's" } }),
  };
}

const greet = (fields: object = {}) => {
  FakeSocket.last.accept();
  FakeSocket.last.say({
    type: "registered",
    role: "sender",
    room: "d-aaaaaaaaaaaaaaaaaaaaaa",
    resumeToken: "rt",
    ...fields,
  });
};

/** What a browser says of the newest connection: the kinds of both candidates, and how the own relay is reached. */
const route = async (candidateType: string, remote: string, relayProtocol?: string) => {
  const report = [
    { id: "T", type: "transport", selectedCandidatePairId: "P" },
    { id: "P", type: "candidate-pair", localCandidateId: "L", remoteCandidateId: "R" },
    { id: "L", type: "local-candidate", candidateType, relayProtocol },
    { id: "R", type: "remote-candidate", candidateType: remote },
  ];
  FakePeer.last.getStats = async () => new Map(report.map((entry) => [entry.id, entry]));
  await vi.advanceTimersByTimeAsync(1_000);
};

const said = (type: string) => FakeSocket.last.sent.filter((message) => message.type === type);

describe("a sender", () => {
  async function phone() {
    const media = new LocalMedia({
      getUserMedia: async () => Object.assign(new FakeStream(), { getVideoTracks: () => [fakeTrack("video")] }),
      enumerateDevices: async () => [],
    } as unknown as MediaDevices);
    const camera = new PhoneCamera(media);
    const sender = new DirectSender(media, camera, options());
    open.push(sender, camera, media);
    sender.start();
    await settle();
    greet();
    return { media, camera, sender };
  }

  const here = async (receiverId: string, resumed = false) => {
    FakeSocket.last.say({ type: "peer-connected", peer: "receiver", receiverId, resumed });
    await settle();
  };

  const answer = async (receiverId: string) => {
    FakeSocket.last.say({ type: "answer", sdp: "answer", receiverId });
    await settle();
  };

  async function live(receiverId = "r1") {
    const all = await phone();
    await here(receiverId);
    await answer(receiverId);
    FakePeer.last.become("connected", "connected");
    return all;
  }

  const channel = () => FakePeer.last.channels[0] as FakeChannel;

  test("it waits for a screen and offers to each that comes, by a connection of its own", async () => {
    const { sender } = await phone();
    expect(sender.store.getState().phase).toBe("waiting");
    await here("r1");
    await here("r2");
    expect(FakePeer.made).toHaveLength(2);
    expect(said("offer").map((offer) => offer.receiverId)).toEqual(["r1", "r2"]);
    expect(sender.store.getState().phase).toBe("joining");
    await answer("r2");
    FakePeer.last.become("connected", "connected");
    expect(sender.store.getState()).toMatchObject({ phase: "live", screens: 1 });
  });

  test("candidates that come before the answer are kept for it", async () => {
    await phone();
    await here("r1");
    FakeSocket.last.say({ type: "ice-candidate", candidate: { candidate: "c1" }, receiverId: "r1" });
    expect(FakePeer.last.candidates).toEqual([]);
    await answer("r1");
    FakeSocket.last.say({ type: "ice-candidate", candidate: { candidate: "c2" }, receiverId: "r1" });
    expect(FakePeer.last.candidates).toEqual([{ candidate: "c1" }, { candidate: "c2" }]);
  });

  test("after its socket was lost the same connection goes on, with another ICE session", async () => {
    const { sender } = await live();
    const [peer] = FakePeer.made;
    FakeSocket.last.end(1006);
    expect(sender.store.getState().phase).toBe("live");
    await vi.advanceTimersByTimeAsync(200);
    greet({ resumed: true, resumeToken: "rt2" });
    await here("r1", true);
    expect(FakeSocket.last.sent[0]).toMatchObject({ type: "register", resumeToken: "rt" });
    expect(FakePeer.made).toEqual([peer]);
    expect(peer?.offers).toEqual([{ iceRestart: false }, { iceRestart: true }]);
    expect(said("offer")).toHaveLength(1);
  });

  test("a broken path gets an ICE restart, and another connection where that does not help", async () => {
    const { sender } = await live();
    const [peer] = FakePeer.made;
    peer?.become("disconnected", "disconnected");
    expect(sender.store.getState().phase).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(peer?.offers.at(-1)).toEqual({ iceRestart: true });
    await answer("r1");
    await vi.advanceTimersByTimeAsync(6_000);
    expect(FakePeer.made).toHaveLength(2);
    expect(peer?.closed).toBe(true);
  });

  test("an offer that nobody answers is made anew", async () => {
    await phone();
    await here("r1");
    await vi.advanceTimersByTimeAsync(8_000);
    expect(said("offer")).toHaveLength(2);
    expect(FakePeer.made).toHaveLength(2);
  });

  test("a screen that has gone for good is let go of, and the next one has to ask for itself", async () => {
    const { sender } = await live();
    sender.allowSteering(true);
    FakeSocket.last.say({ type: "peer-disconnected", peer: "receiver", receiverId: "r1", away: false });
    expect(FakePeer.last.closed).toBe(true);
    expect(sender.store.getState()).toMatchObject({ phase: "waiting", steering: "off" });
  });

  test("a screen that is away keeps its picture", async () => {
    const { sender } = await live();
    FakeSocket.last.say({ type: "peer-disconnected", peer: "receiver", receiverId: "r1", away: true });
    expect(FakePeer.last.closed).toBe(false);
    expect(sender.store.getState().phase).toBe("live");
  });

  test("nothing is adjusted from afar before somebody has agreed, and nothing any more afterwards", async () => {
    const { sender, camera } = await live();
    const steer = async (resolution: string) => {
      channel().hear({ type: "steer", wish: { resolution } });
      await settle();
      return camera.store.getState().resolution;
    };
    expect(await steer("saver")).toBe("high");
    channel().hear({ type: "ask" });
    expect(sender.store.getState().steering).toBe("asked");
    expect(await steer("saver")).toBe("high");
    sender.allowSteering(true);
    expect(await steer("saver")).toBe("saver");
    sender.allowSteering(false);
    expect(await steer("full")).toBe("saver");
  });

  test("the microphone can be switched off from afar, and never on", async () => {
    const { sender, media, camera } = await live();
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    sender.allowSteering(true);
    for (const wish of [{ mute: false }, { microphone: "on" }, { unmute: true }])
      channel().hear({ type: "steer", wish });
    await settle();
    expect(media.store.getState().microphone.status).toBe("idle");
    const track = fakeTrack("audio");
    media.store.setState((state) => ({ microphone: { ...state.microphone, status: "on", track } }));
    expect(camera.store.getState().microphone).toBe("on");
    channel().hear({ type: "steer", wish: { mute: true } });
    await settle();
    expect(media.store.getState().microphone).toMatchObject({ status: "off", track: null });
  });

  test("screens are told how the phone stands when the channel opens, and of each change", async () => {
    const { camera } = await live();
    channel().open();
    await camera.adjust({ framesPerSecond: 15 });
    const told = channel().sent.filter((message) => message.type === "facts");
    expect(told[0]).toMatchObject({ steering: "off", settings: { resolution: "high", framesPerSecond: 30 } });
    expect(told.at(-1)).toMatchObject({ settings: { framesPerSecond: 15 } });
  });

  const moved = { type: "moved", room: MOVED, token: "new" };

  /** The server has come back, and answers so. */
  const returned = async (answer: () => void) => {
    FakeSocket.last.end(4004);
    await settle();
    FakeSocket.last.accept();
    expect(FakeSocket.last.sent[0]).toMatchObject({ room: "d-aaaaaaaaaaaaaaaaaaaaaa" });
    answer();
  };

  const forget = () => FakeSocket.last.say({ type: "error", code: "room-not-found", message: "over" });

  const movesOn = async () => {
    await vi.advanceTimersByTimeAsync(100);
    FakeSocket.last.accept();
    expect(FakeSocket.last.sent[0]).toMatchObject({ room: MOVED, token: "new" });
  };

  test("it follows its screen into another room when its own is closed to it", async () => {
    const { sender } = await live();
    await returned(forget);
    expect(sender.store.getState()).toMatchObject({ phase: "live", screens: 1 });
    channel().hear(moved);
    await movesOn();
  });

  test("of another room it may hear before it knows that its own is gone, and follows then", async () => {
    const { sender } = await live();
    const phases: string[] = [];
    channel().hear(moved);
    expect(sender.store.getState().signaling.phase).toBe("registered");
    FakePeer.last.become("disconnected", "disconnected");
    sender.store.subscribe(({ phase }) => phases.push(phase));
    await returned(forget);
    await movesOn();
    expect(phases).not.toContain("closed"); // where the camera would go out
  });

  test("out of a room that lives it follows nobody, then or later", async () => {
    const { sender } = await live();
    channel().hear(moved);
    await returned(() => greet({ resumed: true }));
    await returned(forget);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(said("register").every(({ room }) => room !== MOVED)).toBe(true);
    expect(sender.store.getState().closed).toMatchObject({ code: "room-not-found" });
  });

  test("it names its path, with the relay that only the screen knows of", async () => {
    const { sender } = await live();
    const way = () => sender.store.getState().way;
    expect(way()).toBeNull();
    await route("host", "prflx");
    expect(way()).toEqual({ kind: "direct", seen: false });
    channel().hear({ type: "relay", transport: "tcp" });
    expect(way()).toEqual({ kind: "relayed", transports: ["tcp"] });
    await route("relay", "prflx", "tls");
    expect(way()).toEqual({ kind: "relayed", transports: ["tls", "tcp"] });
    channel().hear({ type: "relay" });
    expect(way()).toEqual({ kind: "relayed", transports: ["tls"] });
    FakePeer.last.become("disconnected", "disconnected");
    expect(way()).toBeNull();
  });

  test("what a screen said of its relay is not held against its next connection", async () => {
    const { sender } = await live();
    channel().hear({ type: "relay", transport: "tcp" });
    await here("r1");
    await answer("r1");
    FakePeer.last.become("connected", "connected");
    await route("host", "host");
    expect(sender.store.getState().way).toEqual({ kind: "direct", seen: false });
  });

  test("where another phone sits it asks again by itself, and says so", async () => {
    const all = await phone();
    FakeSocket.last.end(1006);
    await vi.advanceTimersByTimeAsync(200);
    FakeSocket.last.accept();
    FakeSocket.last.say({ type: "error", code: "sender-taken", message: "taken" });
    expect(all.sender.store.getState().signaling).toMatchObject({ phase: "waiting", refused: "sender-taken" });
    const tries = FakeSocket.opened.length;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(FakeSocket.opened.length).toBeGreaterThan(tries);
  });
});

describe("who comes with a code", () => {
  test("has the room's own key from then on", async () => {
    const given = options({ room: "1234-5678" });
    const receiver = new DirectReceiver(given);
    open.push(receiver);
    receiver.start();
    await settle();
    greet({ role: "receiver", token: "secret" });
    expect(FakeSocket.last.sent[0]).toEqual({ type: "register", role: "receiver", room: "1234-5678" });
    expect(given.found).toEqual([{ room: "d-aaaaaaaaaaaaaaaaaaaaaa", token: "secret" }]);
    FakeSocket.last.end(4004);
    await settle();
    FakeSocket.last.accept();
    expect(FakeSocket.last.sent[0]).toEqual({
      type: "register",
      role: "receiver",
      room: "d-aaaaaaaaaaaaaaaaaaaaaa",
      token: "secret",
    });
  });

  test.each(["room-not-found", "too-many-tries"])("is not let in again after %s", async (code) => {
    const receiver = new DirectReceiver(options({ room: "1234-5678" }));
    open.push(receiver);
    receiver.start();
    await settle();
    FakeSocket.last.accept();
    FakeSocket.last.say({ type: "error", code, message: "no" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.opened).toHaveLength(1);
    expect(receiver.store.getState()).toMatchObject({ phase: "closed", closed: { kind: "refused", code } });
  });
});

describe("a receiver", () => {
  async function screen(more: Partial<ReturnType<typeof options>> = {}) {
    const receiver = new DirectReceiver({ ...options(), ...more });
    open.push(receiver);
    receiver.start();
    await settle();
    greet({ role: "receiver", receiverId: "r1" });
    return receiver;
  }

  const offer = async (session: string) => {
    FakeSocket.last.say({ type: "offer", sdp: `v=0\r\no=- ${session} 2 IN IP4 127.0.0.1\r\n`, receiverId: "r1" });
    await settle();
  };

  const sender = (type: "peer-connected" | "peer-disconnected", fields: object = {}) =>
    FakeSocket.last.say({ type, peer: "sender", receiverId: "r1", ...fields });

  async function live(more: Partial<ReturnType<typeof options>> = {}) {
    const receiver = await screen(more);
    sender("peer-connected");
    await offer("77");
    FakePeer.last.dispatchEvent(Object.assign(new Event("track"), { track: fakeTrack("video") }));
    FakePeer.last.become("connected", "connected");
    return receiver;
  }

  const phase = (receiver: DirectReceiver) => receiver.store.getState().phase;

  test("it waits for the phone, joins it and shows it", async () => {
    const receiver = await screen();
    expect(phase(receiver)).toBe("waiting");
    sender("peer-connected");
    expect(phase(receiver)).toBe("joining");
    await offer("77");
    expect(said("answer")).toEqual([{ type: "answer", sdp: "answer" }]);
    FakePeer.last.become("connected", "connected");
    expect(phase(receiver)).toBe("live");
  });

  test("an offer of the same connection continues it, and one of another replaces it; the stream stays", async () => {
    const receiver = await live();
    const { stream } = receiver.store.getState();
    await offer("77");
    expect(FakePeer.made).toHaveLength(1);
    await offer("78");
    expect(FakePeer.made).toHaveLength(2);
    expect(FakePeer.made[0]?.closed).toBe(true);
    const track = fakeTrack("video");
    FakePeer.last.dispatchEvent(Object.assign(new Event("track"), { track }));
    expect(receiver.store.getState().stream).toBe(stream);
    expect(stream?.getTracks()).toEqual([track]);
  });

  test("a phone that is away goes on being seen; one that has left is waited for", async () => {
    const receiver = await live();
    sender("peer-disconnected", { away: true });
    expect(phase(receiver)).toBe("live");
    sender("peer-connected", { resumed: true });
    sender("peer-disconnected", { away: false });
    expect(phase(receiver)).toBe("left");
    expect(FakePeer.last.closed).toBe(true);
  });

  test("a path that the phone cannot mend is given up: it comes as a new receiver", async () => {
    const receiver = await live();
    FakePeer.last.become("failed", "failed");
    expect(phase(receiver)).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(6_000);
    expect(FakeSocket.opened).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(said("register")).toEqual([]);
    expect(FakeSocket.opened).toHaveLength(2);
    FakeSocket.last.accept();
    expect(FakeSocket.last.sent[0]).not.toHaveProperty("resumeToken");
  });

  /** The phone's channel. */
  const control = () => {
    const channel = new FakeChannel("lyceum-control");
    FakePeer.last.dispatchEvent(Object.assign(new Event("datachannel"), { channel }));
    return channel;
  };

  const arrives = async () => {
    await vi.advanceTimersByTimeAsync(100);
    FakeSocket.last.accept();
    expect(FakeSocket.last.sent).toEqual([{ type: "register", role: "receiver", room: MOVED, token: "screen's" }]);
  };

  const refuse = async () => {
    FakeSocket.last.end(1006);
    await vi.advanceTimersByTimeAsync(200);
    FakeSocket.last.accept();
    FakeSocket.last.end(4004);
    await settle();
    FakeSocket.last.accept();
    FakeSocket.last.say({ type: "error", code: "room-not-found", message: "over" });
    await settle();
  };

  test("where the server has forgotten the room it makes another, and the phone hears of it by their own way", async () => {
    const receiver = await live();
    const channel = control();
    channel.open();
    await refuse();
    expect(phase(receiver)).toBe("live");
    expect(channel.sent).toEqual([{ type: "moved", room: MOVED, token: "phone's" }]);
    await arrives();
  });

  test("a server that has no room to give yet is asked again", async () => {
    const { renew } = options();
    let asked = 0;
    const receiver = await live({
      renew: () => (++asked < 4 ? Promise.reject(new Error("still starting")) : renew()),
    });
    const channel = control();
    channel.open();
    await refuse();
    expect(asked).toBe(1);
    await vi.advanceTimersByTimeAsync(250 + 500 + 1_000);
    expect(asked).toBe(4);
    expect(phase(receiver)).toBe("live");
    expect(channel.sent).toEqual([{ type: "moved", room: MOVED, token: "phone's" }]);
    await arrives();
  });

  test("a phone that cannot be told is told later, of the same room", async () => {
    const { renew } = options();
    let asked = 0;
    await live({
      renew: () => {
        asked++;
        return renew();
      },
    });
    const channel = control();
    await refuse();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(channel.sent).toEqual([]);
    channel.open();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(channel.sent).toEqual([{ type: "moved", room: MOVED, token: "phone's" }]);
    expect(asked).toBe(1);
    await arrives();
  });

  test("without a way to the phone no more rooms are asked for", async () => {
    let asked = 0;
    const refusing = () => {
      asked++;
      return Promise.reject(new Error("still starting"));
    };
    const receiver = await live({ renew: refusing });
    await refuse();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toBeGreaterThan(1);
    FakePeer.last.become("disconnected", "disconnected");
    expect(phase(receiver)).toBe("closed");
    const until = asked;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(until);
  });

  test("where nothing can be said to the phone the picture goes on for as long as it lasts", async () => {
    const receiver = await live();
    await refuse();
    expect(receiver.store.getState()).toMatchObject({ phase: "live", closed: { code: "room-not-found" } });
    FakePeer.last.become("disconnected", "disconnected");
    expect(phase(receiver)).toBe("closed");
    expect(FakePeer.last.closed).toBe(true);
  });

  test("it asks before it steers, on the phone's own channel", async () => {
    const receiver = await live();
    const channel = control();
    channel.open();
    const settings = { resolution: "high", framesPerSecond: 30, canFlip: false, camera: "on", microphone: "off" };
    channel.hear({ type: "facts", settings, steering: "off" });
    expect(receiver.store.getState().facts).toEqual({ type: "facts", settings, steering: "off" });
    receiver.askToSteer();
    receiver.steer({ torch: true });
    expect(channel.sent).toEqual([{ type: "ask" }, { type: "steer", wish: { torch: true } }]);
  });

  test("the phone hears of a relay that only this side knows of, and when there is none any more", async () => {
    await live();
    const channel = control();
    await route("relay", "prflx", "tcp");
    expect(channel.sent).toEqual([]);
    channel.open();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(channel.sent).toEqual([{ type: "relay", transport: "tcp" }]);
    await route("host", "prflx");
    expect(channel.sent.slice(1)).toEqual([{ type: "relay" }]);
  });
});
