package org.lyceum.server.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.server.RelayServer;
import org.lyceum.server.config.Config;
import org.lyceum.server.config.ConfigLoader;
import org.lyceum.server.config.Setting;
import org.lyceum.server.protocol.ServerMessage.IceServer;
import org.lyceum.turn.TurnCredentials;
import org.lyceum.turn.TurnScript;
import org.lyceum.wire.stun.StunMessage;
import org.lyceum.wire.stun.StunWriter;

/** What is handed out, and what becomes of it. */
class HouseTurnTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @TempDir
    Path home = Path.of("");

    @Test
    void whatAParticipantIsGivenWorksUntilItLeaves() throws IOException {
        try (HouseTurn turn = HouseTurn.start(config(Map.of()), HouseTurnTest::noTls, null, InstantSource.system())) {
            List<IceServer> servers = turn.admit("anna", "live.example.org");
            assertThat(servers).hasSize(1);
            assertThat(servers.getFirst().urls())
                    .containsExactly(
                            "turn:live.example.org:" + turn.port() + "?transport=udp",
                            "turn:live.example.org:" + turn.port() + "?transport=tcp",
                            "turns:live.example.org:" + turn.tlsPort() + "?transport=tcp");
            String username = Objects.requireNonNull(servers.getFirst().username());
            assertThat(username).matches("\\d+:media:anna");
            long left = Long.parseLong(username.substring(0, username.indexOf(':')))
                    - Instant.now().getEpochSecond();
            assertThat(left).isBetween(1L, Duration.ofHours(12).toSeconds());
            try (Client client = new Client(turn.port(), servers.getFirst())) {
                assertThat(client.ask(TurnScript.ALLOCATE, TurnScript::udp).errorCode())
                        .isEqualTo(-1);
                assertThat(turn.allocations()).isEqualTo(1);
                InetSocketAddress anybody = new InetSocketAddress(InetAddress.ofLiteral("198.51.100.1"), 9);
                assertThat(client.ask(TurnScript.CREATE_PERMISSION, w -> TurnScript.peer(w, anybody))
                                .errorCode())
                        .isEqualTo(403);
                turn.withdraw("anna");
                await().atMost(Duration.ofSeconds(20)).until(() -> turn.allocations() == 0);
                assertThat(client.ask(TurnScript.ALLOCATE, TurnScript::udp).errorCode())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void whoCannotBeToldWhereTheServerIsIsToldNothing() {
        try (HouseTurn turn = HouseTurn.start(config(Map.of()), HouseTurnTest::noTls, null, InstantSource.system())) {
            assertThat(turn.admit("anna", "")).isEmpty();
            assertThat(turn.admitted()).isZero();
        }
    }

    /** As for coturn: another process with the same secret makes the credentials. */
    @Test
    void aServerAloneHonoursWhatOthersWithItsSecretHandOut() throws Exception {
        String secret = "a-secret-that-is-shared";
        Config config = config(Map.of(Setting.ROLES, "turn", Setting.TURN_SECRET, secret));
        try (RelayServer relay = RelayServer.start(config)) {
            ExternalTurn rooms = new ExternalTurn(List.of("turn:relay"), secret, InstantSource.system());
            IceServer given = rooms.admit("anna", "live.example.org").getFirst();
            assertThat(given.urls()).containsExactly("turn:relay");
            try (Client client = new Client(relay.turnPort(), given)) {
                assertThat(client.ask(TurnScript.ALLOCATE, TurnScript::udp).errorCode())
                        .isEqualTo(-1);
            }
            assertThat(get(relay, "/health")).contains("\"turn\":\"up\"");
            assertThat(get(relay, "/metrics"))
                    .contains("lyceum_turn_allocations_made_total 1.0")
                    .contains("lyceum_turn_allocations 1.0");
        }
    }

    private static String get(RelayServer relay, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + relay.httpPort() + path))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private Config config(Map<Setting, String> more) {
        Map<Setting, String> settings = new EnumMap<>(Map.of(
                Setting.DATA, home.resolve("data").toString(),
                Setting.BIND, "127.0.0.1",
                Setting.ADVERTISE, "127.0.0.1",
                Setting.HTTP_PORT, "0",
                Setting.HTTPS_PORT, "0",
                Setting.TURN_PORT, "0",
                Setting.TURN_TLS_PORT, "0"));
        settings.putAll(more);
        return ConfigLoader.load(settings, Map.of(), null, home);
    }

    private static SSLEngine noTls() {
        throw new IllegalStateException("nobody connects by TLS here");
    }

    /** A client on a UDP socket. */
    private static final class Client implements AutoCloseable {
        private final DatagramSocket socket;
        private final TurnScript script;

        Client(int port, IceServer server) throws IOException {
            socket = new DatagramSocket(0, LOOPBACK);
            socket.setSoTimeout(10_000);
            socket.connect(LOOPBACK, port);
            script = new TurnScript(
                    new TurnCredentials.Credential(
                            Objects.requireNonNull(server.username()), Objects.requireNonNull(server.credential())),
                    1);
        }

        StunMessage ask(int method, Consumer<StunWriter> attributes) throws IOException {
            StunMessage answer = exchange(script.request(method, attributes));
            return script.learn(answer) ? exchange(script.request(method, attributes)) : answer;
        }

        private StunMessage exchange(byte[] request) throws IOException {
            socket.send(new DatagramPacket(request, request.length));
            byte[] buffer = new byte[2048];
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            socket.receive(packet);
            byte[] answer = Arrays.copyOf(buffer, packet.getLength());
            return Objects.requireNonNull(StunMessage.parse(answer, 0, answer.length));
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
