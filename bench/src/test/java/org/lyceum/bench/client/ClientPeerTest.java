package org.lyceum.bench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lyceum.rtc.dtls.DtlsFactory;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.rtc.dtls.DtlsTransport;
import org.lyceum.rtc.dtls.Fingerprint;
import org.lyceum.rtc.dtls.SrtpKeys;
import org.lyceum.rtc.session.TransportParameters;
import org.lyceum.rtc.srtp.SrtpReceiver;
import org.lyceum.wire.rtcp.RtcpPacket;

/** Whoever ends a connection, and when: its socket goes. */
@Timeout(20)
class ClientPeerTest {
    private static final Fingerprint FINGERPRINT = Fingerprint.sha256(new byte[1]);
    private static final int RECORD_BYTES = 14;
    private static final byte CHANGE_CIPHER_SPEC = 20; // the first byte of a DTLS record

    private final ClientLoops loops = ClientLoops.start(1, "client");
    private final ClientLoops.Loop loop = loops.next();
    private final Media media = new Media();
    private DatagramSocket server;
    private long socketsBefore;

    @BeforeEach
    void count() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "this system does not list what is open");
        server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socketsBefore = openSockets();
    }

    @AfterEach
    void close() {
        server.close();
        loops.close();
    }

    @Test
    void aConnectionThatIsClosedBeforeItsSocketIsBoundLeavesNone() throws Exception {
        ClientPeer peer = peer();
        loop.thread()
                .submit(() -> {
                    peer.close(); // comes before what is left to do of open()
                    peer.open();
                })
                .sync();
        loop.thread().submit(() -> {}).sync();
        assertThat(media.closed.get()).isEqualTo("closed here");
        await().atMost(5, TimeUnit.SECONDS).until(() -> openSockets() == socketsBefore);
    }

    @Test
    void aConnectionThatTheServerEndsByADatagramLeavesNoSocket() throws Exception {
        peer().open();
        DatagramPacket check = new DatagramPacket(new byte[2048], 2048);
        server.receive(check);
        assertThat(openSockets()).isGreaterThan(socketsBefore);
        byte[] record = new byte[RECORD_BYTES];
        record[0] = CHANGE_CIPHER_SPEC;
        server.send(new DatagramPacket(record, record.length, check.getSocketAddress()));
        assertThat(media.closed.get(5, TimeUnit.SECONDS)).isEqualTo("closed by the server");
        await().atMost(5, TimeUnit.SECONDS).until(() -> openSockets() == socketsBefore);
    }

    private ClientPeer peer() {
        TransportParameters transport = new TransportParameters(
                "here", "a password of twenty-two", "there", "a password of twenty-two", DtlsRole.CLIENT, FINGERPRINT);
        return new ClientPeer(
                loop,
                transport,
                List.of((InetSocketAddress) server.getLocalSocketAddress()),
                new EndingDtls(),
                new SplittableRandom(1),
                media);
    }

    private static long openSockets() throws IOException {
        long sockets = 0;
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            for (Path each : open.toList()) {
                try {
                    sockets += Files.readSymbolicLink(each).toString().startsWith("socket:") ? 1 : 0;
                } catch (IOException e) {
                    // closed since it was listed, as the list itself is
                }
            }
        }
        return sockets;
    }

    private static final class Media implements ClientMedia {
        private final CompletableFuture<String> closed = new CompletableFuture<>();

        @Override
        public void connected(ClientPeer peer, long nowNanos) {}

        @Override
        public void receiveRtp(byte[] bytes, int length, SrtpReceiver srtp, long nowNanos) {}

        @Override
        public void receiveRtcp(RtcpPacket packet, long nowNanos) {}

        @Override
        public long deadlineNanos() {
            return Long.MAX_VALUE;
        }

        @Override
        public void onDeadline(long nowNanos) {}

        @Override
        public void closed(String why) {
            closed.complete(why);
        }
    }

    /** An association that is over with the first datagram, as by close_notify. */
    private static final class EndingDtls implements DtlsFactory, DtlsTransport {
        private State state = State.NEW;

        @Override
        public DtlsTransport create(DtlsRole role, Fingerprint remote, Runnable wakeUp) {
            return this;
        }

        @Override
        public Fingerprint localFingerprint() {
            return FINGERPRINT;
        }

        @Override
        public void start(long nowNanos) {}

        @Override
        public void receive(byte[] bytes, int offset, int length, long nowNanos) {
            state = State.CLOSED;
        }

        @Override
        public void drain(Output output) {}

        @Override
        public long deadlineNanos() {
            return Long.MAX_VALUE;
        }

        @Override
        public void onDeadline(long nowNanos) {}

        @Override
        public State state() {
            return state;
        }

        @Override
        public @Nullable String failure() {
            return null;
        }

        @Override
        public @Nullable SrtpKeys srtpKeys() {
            return null;
        }

        @Override
        public void close(long nowNanos) {
            state = State.CLOSED;
        }
    }
}
