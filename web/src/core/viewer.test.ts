// @vitest-environment happy-dom
import { describe, expect, test, vi } from "vitest";
import { FakePeer, FakeSocket } from "./testing";
import { fakeBrowser, offer, settle } from "./testing-peers";
import { Viewer } from "./viewer";

fakeBrowser();

test("a viewer knows what watching costs until the server has forgotten them, and agrees to it", async () => {
  const viewer = new Viewer({
    url: "ws://server/ws",
    registration: () => ({ role: "watcher", room: "r" }),
    openSocket: FakeSocket.open,
  });
  viewer.start();
  await settle();
  FakeSocket.last.welcome({ state: "live" });
  const balance = { state: "agree", pricePerMinute: 300, previewLeft: 0, seconds: 0, charged: 0 };
  FakeSocket.last.say({ type: "balance", eventId: 1, ...balance, currency: "credits", decimals: 2 });
  expect(viewer.store.getState().meter).toMatchObject(balance);

  viewer.agree(300, 1_000);
  viewer.agree(300, null);
  expect(FakeSocket.last.sent.slice(-2)).toEqual([
    { type: "agree-price", pricePerMinute: 300, spendingCap: 1_000 },
    { type: "agree-price", pricePerMinute: 300 },
  ]);
  FakeSocket.last.say({ type: "error", code: "bad-field", message: "another price", requestType: "agree-price" });
  expect(viewer.store.getState().agreeRefusal).toBe("another price");

  FakeSocket.last.welcome({ state: "live", resumed: true });
  expect(viewer.store.getState().meter).toMatchObject(balance);
  FakeSocket.last.welcome({ state: "live", resumed: false });
  expect(viewer.store.getState().meter).toBeNull();
  viewer.close();
});

describe("a viewer's phases", () => {
  async function viewing(room: object) {
    const viewer = new Viewer({
      url: "ws://server/ws",
      registration: () => ({ role: "watcher", room: "r" }),
      openSocket: FakeSocket.open,
      random: () => 1,
    });
    viewer.start();
    await settle();
    FakeSocket.last.welcome(room);
    await settle();
    return viewer;
  }

  const track = { trackId: "camera", participantId: "p", source: "camera", kind: "video", muted: false };

  test("offline waits, and comes alive by itself", async () => {
    const viewer = await viewing({ state: "offline" });
    expect(viewer.store.getState().phase).toBe("waiting");
    FakeSocket.last.say({ type: "track-published", eventId: 1, track });
    FakeSocket.last.say({ type: "stream-state", eventId: 2, state: "live", viewers: 1 });
    expect(viewer.store.getState().phase).toBe("joining");
    offer("o1", "camera");
    await settle();
    FakePeer.last.become("connected", "connected");
    expect(viewer.store.getState().phase).toBe("live");
    viewer.close();
  });

  test("a lost server is reconnecting only when the picture is lost too", async () => {
    const viewer = await viewing({ state: "live", tracks: [track] });
    offer("o1", "camera");
    await settle();
    FakePeer.last.become("connected", "connected");
    FakeSocket.last.end(1006);
    expect(viewer.store.getState().phase).toBe("live");
    FakePeer.last.become("disconnected", "disconnected");
    expect(viewer.store.getState().phase).toBe("reconnecting");
    viewer.close();
  });

  test("who is put out because the stream ended comes back for the next one", async () => {
    const viewer = await viewing({ state: "live", tracks: [track] });
    FakeSocket.last.say({ type: "stream-state", eventId: 1, state: "ended", viewers: 1 });
    FakeSocket.last.end(4003, "The stream was ended.");
    expect(viewer.store.getState().phase).toBe("ended");
    await vi.advanceTimersByTimeAsync(4_000);
    expect(FakeSocket.opened).toHaveLength(2);
    FakeSocket.last.welcome({ state: "ended" });
    expect(viewer.store.getState().phase).toBe("ended");
    FakeSocket.last.say({ type: "stream-state", eventId: 1, state: "live", viewers: 1 });
    expect(viewer.store.getState().phase).toBe("joining");
    viewer.close();
  });

  test("who is put out of a stream that goes on is told so", async () => {
    const viewer = await viewing({ state: "live", tracks: [track] });
    FakeSocket.last.end(4003, "You were signed out.");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(viewer.store.getState().phase).toBe("closed");
    expect(FakeSocket.opened).toHaveLength(1);
    viewer.close();
  });

  test("pause and play", async () => {
    const viewer = await viewing({ state: "live", tracks: [track] });
    viewer.pause();
    expect(viewer.store.getState().phase).toBe("paused");
    viewer.play();
    expect(viewer.store.getState().phase).toBe("joining");
    viewer.close();
  });
});
