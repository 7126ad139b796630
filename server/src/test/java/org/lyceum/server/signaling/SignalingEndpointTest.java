package org.lyceum.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.net.RoomListener;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.sfu.TrackId;
import tools.jackson.databind.JsonNode;

class SignalingEndpointTest {
    private static final SignalingLimits LIMITS =
            new SignalingLimits(20, 10, Duration.ofSeconds(30), 50, 5, Duration.ofMillis(300));

    @TempDir
    Path data;

    private SignalingHouse house;

    @BeforeEach
    void start() {
        house = new SignalingHouse(data, LIMITS);
    }

    @AfterEach
    void stop() {
        house.close();
    }

    @Test
    void aBroadcastIsNegotiatedFromBothSides() {
        SocketClient watcher = house.watcher();
        SocketClient presenter = house.presenter();
        presenter.publish("chromium-publish");
        JsonNode answer = presenter.await("answer");
        assertThat(answer.get("pc").stringValue()).isEqualTo("publish");
        assertThat(answer.get("sdp").stringValue()).contains("a=recvonly");
        assertThat(answer.get("tracks")).hasSize(2);

        watcher.send("{'type':'subscribe'}");
        JsonNode offer = watcher.answerOffer(house.plane);
        assertThat(offer.get("tracks")).hasSize(2);
        await().until(() -> house.plane.calls.size() >= 4);
        house.plane.peer(1).listener.connected();

        JsonNode state = watcher.await("peer-state");
        assertThat(state.get("state").stringValue()).isEqualTo("connected");
        house.plane.peer(0).listener.connected();
        room().trackFlowing(new TrackId("camera"), new Codec(CodecType.VP8, ""));
        JsonNode live = watcher.await("stream-state");
        assertThat(live.get("state").stringValue()).isEqualTo("live");
        assertThat(live.get("liveSince").stringValue()).endsWith("Z");
        assertThat(house.platform
                        .streams()
                        .find(house.stream.id())
                        .orElseThrow()
                        .liveSince())
                .isNotNull();
    }

    @Test
    void theRootTakesUpgradesToo() {
        SocketClient client = house.connect("/", Map.of());
        client.send("{'type':'register','role':'watcher','room':'%s'}".formatted(house.stream.id()));

        JsonNode registered = client.await("registered");
        assertThat(registered.get("shape").stringValue()).isEqualTo("broadcast");
        assertThat(registered.get("state").stringValue()).isEqualTo("offline");
        assertThat(registered.get("title").stringValue()).isEqualTo("Morning");
        assertThat(registered.get("heartbeatSeconds").intValue()).isEqualTo(10);
        JsonNode relay = registered.get("turnConfig").get("iceServers").get(0);
        assertThat(relay.get("urls").get(0).asString()).isEqualTo("turn:turn.example.org:3478");
        assertThat(relay.get("username").asString())
                .matches("\\d+:" + registered.get("participantId").asString());
        assertThat(relay.get("credential").asString()).hasSize(28);
        await().until(() -> house.rows().contains(house.stream.id()));
    }

    @Test
    void whoMayNotComeInIsToldWhyAndMayTryAgain() {
        String open = house.stream.id();
        String closed = house.secret.id();
        SocketClient client = house.connect();
        refused(client, "not-available", "'role':'teacher','room':'%s'".formatted(open));
        refused(client, "missing-field", "'role':'watcher'");
        refused(client, "room-not-found", "'role':'watcher','room':'nowhere'");
        refused(client, "unauthorized", "'role':'presenter','room':'%s'".formatted(open));
        SocketClient other = house.connect();
        refused(other, "unauthorized", "'role':'watcher','room':'%s','token':'forged'".formatted(open));
        refused(other, "unauthorized", "'role':'watcher','room':'%s'".formatted(closed));
        refused(
                other,
                "forbidden",
                "'role':'presenter','room':'%s','token':'%s'".formatted(open, house.bob.accessToken()));

        other.send("{'type':'register','role':'watcher','room':'%s','token':'%s'}"
                .formatted(closed, house.bob.accessToken()));

        other.await("registered");
    }

    @Test
    void aServerThatShedsTurnsNewWatchersAwayAndNobodyElse() {
        SocketClient inside = house.watcher();
        house.plane.full = true;

        SocketClient late = house.connect();
        String register = "{'type':'register','role':'watcher','room':'%s'}".formatted(house.stream.id());
        late.send(register);
        assertThat(late.await("error").required("code").stringValue()).isEqualTo("server-full");
        assertThat(house.rooms.refused()).isEqualTo(1);
        inside.send("{'type':'ping'}");
        inside.await("pong");
        SocketClient presenter = house.connect();
        presenter.send("{'type':'register','role':'presenter','room':'%s','token':'%s'}"
                .formatted(house.stream.id(), house.ann.accessToken()));
        presenter.await("registered");

        house.plane.full = false;
        late.send(register);
        late.await("registered");
    }

    @Test
    void nonsenseIsAnsweredAndTheConnectionLives() {
        SocketClient client = house.connect();
        client.send("{'type':'subscribe'}");
        assertThat(client.awaitError()).isEqualTo("not-registered");
        client.send("hello");
        assertThat(client.awaitError()).isEqualTo("bad-json");
        client.send("{'type':'hello'}");
        assertThat(client.awaitError()).isEqualTo("unknown-type");
        client.send("{'type':'register','role':'watcher','room':'%s'}".formatted(house.stream.id()));
        client.await("registered");
        client.send("{'type':'register','role':'watcher','room':'%s'}".formatted(house.stream.id()));
        assertThat(client.awaitError()).isEqualTo("already-registered");

        client.send("{'type':'ping'}");

        client.await("pong");
    }

    @Test
    void tooManyErrorsCloseTheSocket() {
        SocketClient client = house.watcher();
        for (int i = 0; i < 10; i++) {
            client.sendEvenIfRefused("{'type':'track-muted','trackId':'camera','muted':true}");
        }

        assertThat(client.awaitClose()).isEqualTo(1008);
        assertThat(client.messages.getLast().get("code").stringValue()).isEqualTo("flood");
    }

    @Test
    void aFloodOfGoodMessagesClosesTheSocket() {
        SocketClient client = house.watcher();
        // Each is answered before the next goes: who still sends while the server closes may lose the close frame.
        for (int i = 0; i < 300 && !isRefused(client); i++) {
            int before = client.messages.size();
            client.sendEvenIfRefused("{'type':'ping'}");
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(SocketClient.PATIENCE)
                    .until(() -> client.messages.size() > before);
        }

        assertThat(client.awaitClose()).isEqualTo(1008);
        assertThat(house.watcher().closed).isNotDone();
    }

    private static boolean isRefused(SocketClient client) {
        return client.messages.stream()
                .anyMatch(message -> "error".equals(message.get("type").stringValue()));
    }

    @Test
    void anOversizedMessageClosesTheSocketWithItsCode() {
        SocketClient client = house.connect();
        client.sendEvenIfRefused("{'type':'ping','a':'" + "x".repeat(70_000) + "'}");

        assertThat(client.awaitClose()).isEqualTo(1009);
    }

    @Test
    void binaryMessagesAreNotUnderstood() {
        SocketClient client = house.connect();
        client.sendBinary();

        assertThat(client.awaitClose()).isEqualTo(1003);
    }

    @Test
    void pagesOfStrangersMayNotConnect() {
        assertThatThrownBy(() -> house.connect("/ws", Map.of("Origin", "https://evil.example")))
                .hasStackTraceContaining("403");
        assertThatThrownBy(() -> house.connect("/", Map.of("Origin", "null"))).hasStackTraceContaining("403");
        house.connect("/ws", Map.of("Origin", "https://friend.example"));
        house.connect("/ws", Map.of("Origin", "http://127.0.0.1:" + house.port()));
    }

    @Test
    void anAddressHasOnlySoManySocketsThatNeverRegister() {
        List<SocketClient> clients =
                IntStream.range(0, 10).mapToObj(i -> house.connect()).toList();
        // A socket counts once the server has opened its side, which an answer over it proves.
        clients.forEach(client -> client.send("{'type':'ping'}"));
        await().atMost(SocketClient.PATIENCE)
                .until(() -> clients.stream().noneMatch(client -> client.messages.isEmpty()));
        assertThatThrownBy(house::connect).hasStackTraceContaining("429");

        clients.getFirst().vanish();

        await().atMost(SocketClient.PATIENCE).ignoreExceptions().until(() -> house.connect() != null);
    }

    @Test
    void pingsGoOutAndTheirAnswersKeepTheSocket() {
        SocketClient client = house.watcher();

        await().atMost(SocketClient.PATIENCE).until(() -> client.pings.get() > 8);

        assertThat(client.closed).isNotDone();
    }

    @Test
    void aSocketThatAnswersNoPingIsDropped() throws IOException {
        try (RawClient client = new RawClient(house.port())) {
            assertThat(client.readToEnd(20_000)).isTrue();
        }
    }

    @Test
    void aLostSocketResumesWithWhatItMissed() {
        SocketClient presenter = house.presenter();
        SocketClient first = house.connect();
        first.send("{'type':'register','role':'watcher','room':'%s'}".formatted(house.stream.id()));
        JsonNode registered = first.await("registered");
        first.vanish();
        await().atMost(SocketClient.PATIENCE).until(() -> house.rooms.viewers(house.stream.id()) == 1);
        presenter.await("participant-updated");
        presenter.publish("chromium-publish");
        presenter.await("answer");

        SocketClient second = house.connect();
        second.send("{'type':'register','role':'watcher','room':'%s','resumeToken':'%s','lastEventId':%d}"
                .formatted(
                        house.stream.id(),
                        registered.get("resumeToken").stringValue(),
                        registered.get("eventId").intValue()));

        JsonNode resumed = second.await("registered");
        assertThat(resumed.get("resumed").booleanValue()).isTrue();
        assertThat(resumed.get("participantId")).isEqualTo(registered.get("participantId"));
        assertThat(second.await("track-published").get("eventId").longValue()).isPositive();
        presenter.await("participant-updated");
    }

    @Test
    void whatCannotBeResumedIsToRegisterAnew() {
        SocketClient client = house.connect();
        client.send("{'type':'register','role':'watcher','room':'%s','resumeToken':'old','lastEventId':3}"
                .formatted(house.stream.id()));
        assertThat(client.awaitClose()).isEqualTo(4004);

        SocketClient watcher = house.watcher();
        SocketClient guess = house.connect();
        guess.send(
                "{'type':'register','role':'watcher','room':'%s','resumeToken':'guess'}".formatted(house.stream.id()));
        assertThat(guess.awaitClose()).isEqualTo(4004);
        assertThat(watcher.closed).isNotDone();
    }

    @Test
    void everyEndHasItsCode() {
        SocketClient first = house.presenter();
        SocketClient second = house.presenter();
        assertThat(first.awaitClose()).isEqualTo(4001);
        assertThat(first.awaitError()).isEqualTo("replaced");

        second.send("{'type':'leave'}");
        assertThat(second.awaitClose()).isEqualTo(1000);

        SocketClient watcher = house.watcher();
        house.platform.streams().end(house.stream.id());
        assertThat(watcher.awaitClose()).isEqualTo(4003);

        SocketClient late = house.watcher();
        assertThat(late.messages.getFirst().get("state").stringValue()).isEqualTo("ended");
        house.rooms.drain();
        late.await("draining");
        SocketClient tooLate = house.connect();
        refused(tooLate, "draining", "'role':'watcher','room':'%s'".formatted(house.stream.id()));
        house.rooms.close();
        assertThat(late.awaitClose()).isEqualTo(1001);
        assertThat(house.rows()).isEmpty();
    }

    @Test
    void everySocketIsToldThatTheServerStops() {
        SocketClient watcher = house.watcher();
        SocketClient nobody = house.connect();

        house.closeSignaling();

        assertThat(watcher.awaitClose()).isEqualTo(1001);
        assertThat(nobody.awaitClose()).isEqualTo(1001);
        assertThatThrownBy(house::connect).hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    @Test
    void whoComesInTheMomentOfStoppingIsToldOrRefused() throws InterruptedException {
        CountDownLatch firstIsIn = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> ends = IntStream.range(0, LIMITS.unregisteredPerAddress())
                    .mapToObj(_ -> callers.submit(() -> {
                        SocketClient client = house.connect();
                        firstIsIn.countDown();
                        return client.awaitClose();
                    }))
                    .toList();
            firstIsIn.await();

            house.closeSignaling();

            assertThat(ends).allSatisfy(end -> assertThat(endOf(end)).isIn(1001, 503));
        }
    }

    /** The code of the close frame, or the status of the refused upgrade. */
    private static int endOf(Future<Integer> end) throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            return e.getCause() instanceof CompletionException joined
                            && joined.getCause() instanceof WebSocketHandshakeException refused
                    ? Objects.requireNonNull(refused.getResponse()).statusCode()
                    : Assertions.fail("neither told nor refused", e);
        }
    }

    @Test
    void aReaderTooSlowForItsQueueLosesTheSocket() throws IOException {
        SocketClient presenter = house.presenter();
        presenter.publish("chromium-publish");
        presenter.await("answer");
        try (RawClient slow = new RawClient(house.port())) {
            slow.send("{'type':'register','role':'watcher','room':'%s','name':'Slow'}".formatted(house.stream.id()));
            presenter.await("participant-joined");
            for (int i = 0; i < 60_000; i++) {
                CodecType codec = i % 2 == 0 ? CodecType.VP8 : CodecType.VP9;
                room().trackFlowing(new TrackId("camera"), new Codec(codec, ""));
            }

            JsonNode away = presenter.await("participant-updated");

            assertThat(away.get("participant").get("away").booleanValue()).isTrue();
        }
    }

    @Test
    void aRoomOfNobodyIsClosed() {
        SocketClient watcher = house.watcher();
        assertThat(house.rooms.size()).isEqualTo(1);

        watcher.close(1000);

        await().atMost(SocketClient.PATIENCE).until(() -> house.rooms.size() == 0);
        assertThat(house.plane.calls).endsWith("close");
        house.watcher();
    }

    private RoomListener room() {
        return Objects.requireNonNull(house.plane.room);
    }

    private static void refused(SocketClient client, String code, String fields) {
        client.send("{'type':'register'," + fields + "}");
        JsonNode error = client.await("error");
        assertThat(error.get("code").stringValue()).isEqualTo(code);
        assertThat(error.get("requestType").stringValue()).isEqualTo("register");
    }
}
