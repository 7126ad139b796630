package org.lyceum.server.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * The table of direct rooms, row by row and rule by rule, against the real server as a process of its own. Nothing of the server's code
 * is used here: what holds is what is written down.
 */
class TableClientTest {
    private static final Pattern PORT = Pattern.compile("http://localhost:(\\d+)");
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final String SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

    @TempDir
    static Path folder = Path.of("");

    private static Process server;
    private static int port;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Path output = folder.resolve("server.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.lyceum.server.Main",
                        "run",
                        "--bind=127.0.0.1",
                        "--data=" + folder.resolve("data"),
                        "--http-port=0",
                        "--https-port=0",
                        "--media-port=0",
                        "--turn-port=0",
                        "--turn-tls-port=0")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LYCEUM_"));
        server = builder.start();
        await().atMost(START_LIMIT)
                .until(() -> !server.isAlive() || Files.readString(output).contains("lyceum: ready"));
        Matcher matcher = PORT.matcher(Files.readString(output));
        assertThat(matcher.find()).as(Files.readString(output)).isTrue();
        port = Integer.parseInt(matcher.group(1));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/ws"})
    void twoWhoNameNoRoomMeetAndTalk(String path) {
        try (TableClient receiver = connect(path);
                TableClient sender = connect(path)) {
            registeredAs("receiver", receiver.register("receiver", null));
            registeredAs("sender", sender.register("sender", null));
            talk(sender, receiver);
        }
        awaitEmptyDefaultRoom();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/ws"})
    void twoWhoNameTheSameRoomMeetAndTalkAndTheirRolesMayComeInAnyOrder(String path) {
        String room = "room at " + path;
        try (TableClient sender = connect(path);
                TableClient receiver = connect(path);
                TableClient elsewhere = connect(path)) {
            registeredAs("sender", sender.register("sender", room));
            registeredAs("sender", elsewhere.register("sender", "another room"));
            registeredAs("receiver", receiver.register("receiver", room));
            talk(sender, receiver);
            assertThat(elsewhere.messages).hasSize(1);
        }
    }

    @Test
    void theSenderThatLeavesIsMissedAndMayComeBack() {
        try (TableClient receiver = connect("/ws")) {
            receiver.register("receiver", "leaving");
            try (TableClient sender = connect("/ws")) {
                sender.register("sender", "leaving");
                sender.next("peer-connected");
                receiver.next("peer-connected");
            }
            assertThat(receiver.next("peer-disconnected").path("peer").stringValue())
                    .isEqualTo("sender");
            try (TableClient sender = connect("/ws")) {
                sender.register("sender", "leaving");
                talk(sender, receiver);
            }
        }
    }

    @Test
    void theReceiverThatLeavesIsMissed() {
        try (TableClient sender = connect("/ws")) {
            sender.register("sender", "left");
            try (TableClient receiver = connect("/ws")) {
                receiver.register("receiver", "left");
                assertThat(sender.next("peer-connected").path("peer").stringValue())
                        .isEqualTo("receiver");
            }
            assertThat(sender.next("peer-disconnected").path("peer").stringValue())
                    .isEqualTo("receiver");
        }
    }

    @Test
    void whoVanishesIsMissedToo() throws IOException {
        try (TableClient sender = connect("/ws")) {
            sender.register("sender", "vanished");
            try (SilentClient receiver = new SilentClient(port)) {
                receiver.register("receiver", "vanished");
                sender.next("peer-connected");
            }
            assertThat(sender.next("peer-disconnected").path("peer").stringValue())
                    .isEqualTo("receiver");
        }
    }

    @Test
    void severalReceiversAreEachAPairOfItsOwn() {
        try (TableClient sender = connect("/ws");
                TableClient first = connect("/ws");
                TableClient second = connect("/ws")) {
            sender.register("sender", "several");
            first.register("receiver", "several");
            String firstId = sender.next("peer-connected").path("receiverId").stringValue();
            second.register("receiver", "several");
            String secondId = sender.next("peer-connected").path("receiverId").stringValue();
            assertThat(firstId).isNotEqualTo(secondId);
            first.next("peer-connected");
            second.next("peer-connected");

            sender.send(Map.of("type", "offer", "sdp", "for the second", "receiverId", secondId));
            sender.send(Map.of("type", "offer", "sdp", "for the first"));

            assertThat(first.next("offer").path("sdp").stringValue()).isEqualTo("for the first");
            assertThat(second.next("offer").path("sdp").stringValue()).isEqualTo("for the second");
            second.send(Map.of("type", "answer", "sdp", "of the second"));
            JsonNode answer = sender.next("answer");
            assertThat(answer.path("receiverId").stringValue()).isEqualTo(secondId);
            first.send(Map.of("type", "ice-candidate", "candidate", candidate()));
            assertThat(sender.next("ice-candidate").path("receiverId").stringValue())
                    .isEqualTo(firstId);
        }
    }

    @Test
    void theFirstMessageIsRegister() {
        try (TableClient client = connect("/")) {
            client.send(Map.of("type", "offer", "sdp", SDP));
            assertThat(client.refusal()).isEqualTo("not-registered");
            client.send(Map.of("type", "ice-candidate", "candidate", candidate()));
            assertThat(client.refusal()).isEqualTo("not-registered");
            client.send(Map.of("type", "register"));
            assertThat(client.refusal()).isEqualTo("missing-field");
            client.send(Map.of("type", "register", "role", "king"));
            assertThat(client.refusal()).isEqualTo("bad-field");
            client.send(Map.of("type", "register", "role", "sender", "room", 5));
            assertThat(client.refusal()).isEqualTo("bad-field");
            client.send(Map.of("type", "register", "role", "sender", "room", "guarded", "token", "forged"));
            assertThat(client.refusal()).isEqualTo("unauthorized");

            registeredAs("sender", client.register("sender", "guarded"));

            client.send(Map.of("type", "register", "role", "sender"));
            assertThat(client.refusal()).isEqualTo("already-registered");
        }
    }

    @Test
    void onlySendersOfferAndOnlyReceiversAnswer() {
        try (TableClient sender = connect("/ws");
                TableClient receiver = connect("/ws")) {
            sender.register("sender", "roles");
            receiver.register("receiver", "roles");
            sender.next("peer-connected");
            receiver.next("peer-connected");

            sender.send(Map.of("type", "answer", "sdp", SDP));
            receiver.send(Map.of("type", "offer", "sdp", SDP));

            assertThat(sender.refusal()).isEqualTo("wrong-role");
            assertThat(receiver.refusal()).isEqualTo("wrong-role");
            talkOn(sender, receiver);
        }
    }

    @Test
    void whatCannotBeReadIsRefusedAndTheConnectionLives() {
        try (TableClient sender = connect("/ws");
                TableClient receiver = connect("/ws")) {
            sender.register("sender", "nonsense");
            sender.send(Map.of("type", "offer", "sdp", SDP));
            assertThat(sender.refusal()).isEqualTo("no-peer");
            receiver.register("receiver", "nonsense");
            sender.next("peer-connected");
            receiver.next("peer-connected");
            for (Map.Entry<String, String> nonsense : Map.of(
                            "{",
                            "bad-json",
                            "[]",
                            "bad-json",
                            "{\"type\":\"dance\"}",
                            "unknown-type",
                            "{\"type\":\"offer\"}",
                            "missing-field",
                            "{\"type\":\"offer\",\"sdp\":5}",
                            "bad-field",
                            "{\"type\":\"offer\",\"sdp\":\"\"}",
                            "bad-field",
                            "{\"type\":\"ice-candidate\",\"candidate\":\"candidate:1\"}",
                            "bad-field",
                            "{\"type\":\"ice-candidate\",\"candidate\":{\"candidate\":\"" + "x".repeat(2000) + "\"}}",
                            "bad-field",
                            "{\"type\":\"offer\",\"sdp\":\"v=0\",\"receiverId\":\"nobody\"}",
                            "no-peer")
                    .entrySet()) {
                sender.sendText(nonsense.getKey());
                assertThat(sender.refusal()).as(nonsense.getKey()).isEqualTo(nonsense.getValue());
            }

            talkOn(sender, receiver);

            sender.sendText("{\"type\":\"offer\",\"sdp\":\"" + "x".repeat(70_000) + "\"}");
            assertThat(sender.closed).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(1009);
        }
    }

    @Test
    void aSecondSenderIsRefusedWhileTheFirstAnswers() {
        try (TableClient first = connect("/ws");
                TableClient second = connect("/ws")) {
            first.register("sender", "taken");

            second.send(Map.of("type", "register", "role", "sender", "room", "taken"));

            assertThat(second.refusal()).isEqualTo("sender-taken");
            assertThat(first.pings.get()).isPositive();
            assertThat(first.closed).isNotDone();
            first.leave();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                second.send(Map.of("type", "register", "role", "sender", "room", "taken"));
                await().until(() -> second.messages.size() > 1);
                return second.messages.getLast().path("type").stringValue("").equals("registered");
            });
        }
    }

    @Test
    void aSenderThatFailsAPingIsReplaced() throws IOException {
        try (TableClient receiver = connect("/ws");
                SilentClient silent = new SilentClient(port);
                TableClient sender = connect("/ws")) {
            receiver.register("receiver", "silent");
            silent.register("sender", "silent");
            receiver.next("peer-connected");

            registeredAs("sender", sender.register("sender", "silent"));

            assertThat(receiver.next("peer-disconnected").path("peer").stringValue())
                    .isEqualTo("sender");
            talk(sender, receiver);
        }
    }

    @Test
    void theRoomNamedDefaultIsOffBehindAProxy() {
        try (TableClient client = connect("/ws", "X-Forwarded-For", "192.168.1.9")) {
            client.send(Map.of("type", "register", "role", "receiver"));
            assertThat(client.refusal()).isEqualTo("forbidden");
            client.send(Map.of("type", "register", "role", "receiver", "room", "default"));
            assertThat(client.refusal()).isEqualTo("forbidden");
        }
    }

    @Test
    void theHeartbeatIsAWebSocketPing() {
        try (TableClient client = connect("/ws")) {
            client.register("receiver", "heartbeat");

            await().atMost(Duration.ofSeconds(30)).until(() -> client.pings.get() > 0);

            assertThat(client.closed).isNotDone();
        }
    }

    private static TableClient connect(String path, String... headers) {
        return new TableClient("ws://127.0.0.1:" + port + path, headers);
    }

    private static Map<String, Object> candidate() {
        return Map.of("candidate", "candidate:1 1 udp 1 192.0.2.1 5000 typ host", "sdpMid", "0", "sdpMLineIndex", 0);
    }

    private static void registeredAs(String role, JsonNode registered) {
        assertThat(registered.path("role").stringValue()).isEqualTo(role);
        JsonNode relay = registered.path("turnConfig").path("iceServers").path(0);
        assertThat(relay.path("urls").path(0).stringValue()).startsWith("turn:127.0.0.1:");
        assertThat(relay.path("username").stringValue()).isNotBlank();
        assertThat(relay.path("credential").stringValue()).isNotBlank();
    }

    /** From the moment that both are there. */
    private static void talk(TableClient sender, TableClient receiver) {
        assertThat(sender.next("peer-connected").path("peer").stringValue()).isEqualTo("receiver");
        assertThat(receiver.next("peer-connected").path("peer").stringValue()).isEqualTo("sender");
        talkOn(sender, receiver);
    }

    private static void talkOn(TableClient sender, TableClient receiver) {
        sender.send(Map.of("type", "offer", "sdp", SDP));
        assertThat(receiver.next("offer").path("sdp").stringValue()).isEqualTo(SDP);
        receiver.send(Map.of("type", "answer", "sdp", SDP + "a=x\r\n"));
        assertThat(sender.next("answer").path("sdp").stringValue()).isEqualTo(SDP + "a=x\r\n");
        sender.send(Map.of("type", "ice-candidate", "candidate", candidate()));
        hasCandidate(receiver.next("ice-candidate"));
        receiver.send(Map.of("type", "ice-candidate", "candidate", candidate()));
        hasCandidate(sender.next("ice-candidate"));
        receiver.sendText("{\"type\":\"ice-candidate\",\"candidate\":null}");
        assertThat(sender.next("ice-candidate").path("candidate").isNull()).isTrue();
    }

    private static void hasCandidate(JsonNode message) {
        JsonNode candidate = message.path("candidate");
        assertThat(candidate.path("candidate").stringValue())
                .isEqualTo(candidate().get("candidate"));
        assertThat(candidate.path("sdpMid").stringValue()).isEqualTo("0");
        assertThat(candidate.path("sdpMLineIndex").intValue()).isZero();
    }

    /** The status endpoint tells when those of one test are gone. */
    private static void awaitEmptyDefaultRoom() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/status"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body()
                            .contains("\"defaultRoom\":{\"sender\":\"absent\",\"receivers\":[]}"));
        }
    }

    /** Speaks WebSocket by hand, and answers no Ping. */
    private static final class SilentClient implements AutoCloseable {
        private final Socket socket;

        SilentClient(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.getOutputStream()
                    .write(("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUpgrade: websocket\r\n"
                                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) socket.getInputStream().read());
            }
        }

        void register(String role, String room) throws IOException {
            byte[] text = "{\"type\":\"register\",\"role\":\"%s\",\"room\":\"%s\"}"
                    .formatted(role, room)
                    .getBytes(StandardCharsets.UTF_8);
            byte[] frame = new byte[text.length + 6];
            frame[0] = (byte) 0x81;
            frame[1] = (byte) (0x80 | text.length); // masked by zeros (RFC 6455, 5.2)
            System.arraycopy(text, 0, frame, 6, text.length);
            socket.getOutputStream().write(frame);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
