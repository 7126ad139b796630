package org.lyceum.bench.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lyceum.net.MediaConfig;
import org.lyceum.net.TurnConfig;
import org.lyceum.net.TurnServer;
import org.lyceum.turn.TurnCredentials;
import org.lyceum.turn.TurnSettings;
import org.lyceum.wire.Network;

class RelayLoadTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @Test
    void whatClientsSendIsRelayedThereAndBackAndCounted() throws Exception {
        TurnSettings settings = new TurnSettings(
                LOOPBACK, null, 49_152, 65_535, List.of(Network.parse("127.0.0.0/8")), 10, 100, 100, 0);
        TurnConfig config = new TurnConfig(
                LOOPBACK,
                0,
                0,
                () -> {
                    throw new IllegalStateException("nobody comes by TLS");
                },
                settings);
        TurnCredentials credentials = new TurnCredentials(OwnRelay.SECRET.getBytes(StandardCharsets.UTF_8));
        try (TurnServer server = TurnServer.start(config, credentials, 1, MediaConfig.Transport.NIO)) {
            InetSocketAddress address = new InetSocketAddress(LOOPBACK, server.port());
            await().until(() -> TurnClient.answers(
                    address)); // which waits for a tenth of a second, and the first answer may need more
            try (RelayLoad load = new RelayLoad(List.of(LOOPBACK, InetAddress.ofLiteral("127.0.0.2")), address)) {
                load.grow(5);
                assertThat(server.allocations()).isEqualTo(5);
                RelayLoad.Counts before = load.counts();
                load.run(100, 1);
                RelayLoad.Counts counts = load.counts().since(before);
                assertThat(counts).isEqualTo(new RelayLoad.Counts(100, 100, 100));
                assertThat(counts.relayed()).isEqualTo(200);
                assertThat(counts.lossPercent()).isZero();
            }
        }
    }
}
