package org.lyceum.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.rtc.dtls.BouncyCastleDtlsFactory;
import org.lyceum.rtc.dtls.DtlsCertificate;
import org.lyceum.rtc.dtls.DtlsFactory;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.rtc.session.SessionUpdate;
import org.lyceum.rtc.session.TransportParameters;
import org.lyceum.rtc.srtp.JdkAesGcm;
import org.lyceum.turn.Scope;
import org.lyceum.turn.Transport;
import org.lyceum.turn.TurnCounter;

/** The media port behind relays of the same process: what a watcher behind a firewall has. */
@SuppressWarnings("NullAway.Init") // made before each test
class TurnBesideMediaTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder = Path.of("");

    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final DtlsFactory dtls =
            new BouncyCastleDtlsFactory(DtlsCertificate.generate(RANDOM, Instant.now()), blocking, RANDOM, 64);
    private MediaServer media;
    private TurnHarness turn;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException, InterruptedException {
        media = MediaServer.start(
                new MediaConfig(
                        0, 2, MediaConfig.Transport.AUTO, List.of(new InetSocketAddress(TurnHarness.LOOPBACK, 0))),
                dtls,
                JdkAesGcm::new);
        turn = new TurnHarness(folder, MediaConfig.Transport.AUTO, 2, media);
    }

    @AfterEach
    void stop() throws IOException {
        turn.close();
        media.close();
        blocking.shutdownNow();
    }

    /** ICE, DTLS and its farewell, all by a relay that has no socket. */
    @ParameterizedTest
    @EnumSource
    void aPeerConnectsByARelay(Transport transport) throws Exception {
        TransportParameters serverSide = new TransportParameters(
                "server",
                "serverserverserverserver",
                "client",
                "clientclientclientclient",
                DtlsRole.SERVER,
                dtls.localFingerprint());
        Ends ends = new Ends();
        PeerHandle handle = media.createPeer(ends);
        handle.update(new SessionUpdate(serverSide, List.of()));
        TurnClient client = turn.client(transport, Scope.MEDIA, "watcher");
        InetSocketAddress mediaPort = new InetSocketAddress(TurnHarness.LOOPBACK, media.port());
        try (RelayTunnel tunnel = new RelayTunnel(client, mediaPort)) {
            ClientPeer peer = new ClientPeer(dtls, serverSide, dtls.localFingerprint(), tunnel.port(), List.of());
            await().atMost(SOON).until(() -> ends.connected && peer.isConnected());
            assertThat(media.holdings()).anyMatch(held -> held.contains("RELAYED"));
            assertThat(turn.server.counters().get(TurnCounter.DATAGRAMS_TO_CLIENTS))
                    .isPositive();
            peer.leave();
            await().atMost(SOON).until(() -> ends.closed == CloseReason.LEFT);
        }
        await().atMost(SOON).until(() -> media.holdings().isEmpty());
    }

    @Test
    void nobodyReachesAnotherPortOfThisMachine() throws Exception {
        TurnClient client = turn.client(Transport.UDP);
        client.allocate();
        assertThat(client.bind(0x4000, new InetSocketAddress(TurnHarness.LOOPBACK, 22)))
                .isEqualTo(403);
        assertThat(client.bind(0x4000, new InetSocketAddress(TurnHarness.LOOPBACK, media.port())))
                .isEqualTo(-1);
    }

    private static final class Ends implements PeerListener {
        private volatile boolean connected;
        private volatile CloseReason closed = CloseReason.CLOSED_HERE;

        @Override
        public void connected() {
            connected = true;
        }

        @Override
        public void closed(CloseReason reason) {
            closed = reason;
        }
    }
}
