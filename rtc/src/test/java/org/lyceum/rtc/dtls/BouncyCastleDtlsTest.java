package org.lyceum.rtc.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.dtls.DtlsTransport.State;
import org.lyceum.rtc.srtp.SrtpProfile;

class BouncyCastleDtlsTest {
    private static final SecureRandom SECURE = new SecureRandom();
    private static final DtlsCertificate CLIENT =
            DtlsCertificate.generate(SECURE, Instant.parse("2026-01-01T00:00:00Z"));
    private static final DtlsCertificate SERVER =
            DtlsCertificate.generate(SECURE, Instant.parse("2026-01-01T00:00:00Z"));
    private static final HandshakeTimes QUICK = new HandshakeTimes(15_000, 30);

    private final AtomicInteger tasks = new AtomicInteger();
    private final Executor virtual = task -> {
        tasks.incrementAndGet();
        Thread.ofVirtual().start(() -> {
            try {
                task.run();
            } finally {
                tasks.decrementAndGet();
            }
        });
    };
    private final BouncyCastleDtlsFactory clients = new BouncyCastleDtlsFactory(CLIENT, virtual, SECURE, 100);
    private final BouncyCastleDtlsFactory servers = new BouncyCastleDtlsFactory(SERVER, virtual, SECURE, 100);

    @AfterEach
    void noThreadIsLeftBehind() {
        await().atMost(Duration.ofSeconds(5)).until(() -> tasks.get() == 0);
        assertThat(clients.runningHandshakes()).isZero();
        assertThat(servers.runningHandshakes()).isZero();
    }

    @Test
    void bothRolesAgreeOnKeysAndTheBestProfile() {
        Pair pair = new Pair(0, 0, QUICK);

        assertThat(pair.connects()).isTrue();

        SrtpKeys client = keys(pair.client);
        SrtpKeys server = keys(pair.server);
        assertThat(client.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
        assertThat(server.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
        assertThat(client.localKey()).hasSize(16).isEqualTo(server.remoteKey()).isNotEqualTo(client.remoteKey());
        assertThat(client.localSalt()).hasSize(12).isEqualTo(server.remoteSalt());
        assertThat(client.remoteKey()).isEqualTo(server.localKey());
        assertThat(client.remoteSalt()).isEqualTo(server.localSalt());
        pair.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void handshakeSurvivesLossReorderingAndRepetition(long seed) {
        System.out.println("BouncyCastleDtlsTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Pair pair = new Pair(seed, 15, QUICK);
        pair.link.fate(RealTimeLink.losing(random, 0.15, 0.15));

        assertThat(pair.connects()).as(pair.failures()).isTrue();
        assertThat(keys(pair.client).localKey()).isEqualTo(keys(pair.server).remoteKey());
        pair.close();
    }

    @Test
    void repeatedLastFlightIsAnsweredAfterTheServerHasConnected() {
        Pair pair = new Pair(7, 0, QUICK);
        AtomicInteger lost = new AtomicInteger();
        // The server's last flight is ChangeCipherSpec (20) and Finished (22, epoch 1).
        pair.link.fate((toServer, datagram) -> {
            boolean lastFlight = !toServer && (datagram[0] == 20 || datagram[4] == 1);
            return lastFlight && lost.getAndIncrement() < 4 ? 0 : 1;
        });

        assertThat(pair.connects()).as(pair.failures()).isTrue();
        assertThat(lost.get()).isGreaterThan(4);
        pair.close();
    }

    @Test
    void recordsThatComeBeforeStartAreKept() {
        Pair pair = new Pair(8, 0, new HandshakeTimes(15_000, 5_000));
        pair.client.start(System.nanoTime());
        assertThat(pair.link.run(200, () -> false)).isFalse();
        pair.server.start(System.nanoTime());

        // Well before the client sends its hello again.
        assertThat(pair.link.run(3_000, pair::connected)).isTrue();
        pair.close();
    }

    @Test
    void aServerWithAnotherCertificateIsRefused() {
        Pair pair = new Pair(9, 0, QUICK, SERVER.fingerprint(), SERVER.fingerprint());

        pair.start();
        assertThat(pair.link.run(
                        5_000, () -> pair.server.state() == State.FAILED && pair.client.state() == State.FAILED))
                .isTrue();
        assertThat(pair.server.failure()).contains("fingerprint");
        assertThat(pair.client.failure()).contains("bad_certificate");
        assertThat(pair.server.srtpKeys()).isNull();
    }

    @Test
    void aClientWithAnotherCertificateIsRefused() {
        Pair pair = new Pair(10, 0, QUICK, CLIENT.fingerprint(), CLIENT.fingerprint());

        pair.start();
        assertThat(pair.link.run(
                        5_000, () -> pair.server.state() == State.FAILED && pair.client.state() == State.FAILED))
                .isTrue();
        assertThat(pair.client.failure()).contains("fingerprint");
        assertThat(pair.client.srtpKeys()).isNull();
    }

    @Test
    void garbageNeitherStopsTheHandshakeNorEndsTheAssociation() {
        SplittableRandom random = new SplittableRandom(11);
        Pair pair = new Pair(11, 5, QUICK);
        pair.link.fate((toServer, datagram) -> {
            pair.link.inject(toServer, noise(random));
            return 1;
        });
        for (int i = 0; i < 5; i++) {
            pair.link.inject(true, noise(random));
        }
        assertThat(pair.connects()).as(pair.failures()).isTrue();

        for (int i = 0; i < 500; i++) {
            pair.link.inject(true, noise(random));
            pair.link.inject(false, noise(random));
        }
        assertThat(pair.link.run(200, () -> !pair.connected()))
                .as(pair.failures())
                .isFalse();
        pair.close();
    }

    @Test
    void mutationsOfItsOwnHandshakeDoNotEndAnAssociation() {
        SplittableRandom random = new SplittableRandom(17);
        List<byte[]> toServer = new ArrayList<>();
        List<byte[]> toClient = new ArrayList<>();
        Pair pair = new Pair(17, 0, QUICK);
        pair.link.fate((up, datagram) -> {
            (up ? toServer : toClient).add(datagram);
            return 1;
        });
        assertThat(pair.connects()).as(pair.failures()).isTrue();
        List<byte[]> seenAtServer = List.copyOf(toServer);
        List<byte[]> seenAtClient = List.copyOf(toClient);

        for (int i = 0; i < 5_000; i++) {
            pair.link.inject(true, mutate(seenAtServer.get(random.nextInt(seenAtServer.size())), random));
            pair.link.inject(false, mutate(seenAtClient.get(random.nextInt(seenAtClient.size())), random));
            if (i % 50 == 0) {
                pair.link.run(1, () -> !pair.connected());
            }
        }
        assertThat(pair.link.run(100, () -> !pair.connected()))
                .as(pair.failures())
                .isFalse();

        pair.client.close(System.nanoTime());
        assertThat(pair.link.run(5_000, () -> pair.server.state() == State.CLOSED))
                .isTrue();
    }

    @Test
    void warmingUpLeavesNothingBehind() {
        servers.warmUp();

        await().atMost(Duration.ofSeconds(10)).until(() -> tasks.get() == 0);
        assertThat(servers.runningHandshakes()).isZero();
    }

    @Test
    void closeNotifyClosesTheOtherEnd() {
        Pair pair = new Pair(12, 0, QUICK);
        assertThat(pair.connects()).isTrue();

        pair.client.close(System.nanoTime());

        // Where the client's own task still ran, it is that task that says goodbye: the server may end first.
        assertThat(pair.link.run(
                        5_000, () -> pair.server.state() == State.CLOSED && pair.client.state() == State.CLOSED))
                .isTrue();
        assertThat(pair.server.failure()).isNull();
    }

    @Test
    void closingWhileTheHandshakeRunsEndsItsThread() {
        Pair pair = new Pair(13, 0, QUICK);
        pair.link.fate((toServer, datagram) -> 0);
        pair.start();
        assertThat(pair.link.run(100, () -> false)).isFalse();

        pair.client.close(System.nanoTime());
        pair.server.close(System.nanoTime());

        assertThat(pair.client.state()).isEqualTo(State.CLOSED);
        assertThat(pair.client.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aHandshakeThatNobodyAnswersFailsInTime() {
        Pair pair = new Pair(14, 0, new HandshakeTimes(300, 50));
        pair.link.fate((toServer, datagram) -> 0);
        pair.start();

        assertThat(pair.link.run(
                        3_000, () -> pair.client.state() == State.FAILED && pair.server.state() == State.FAILED))
                .isTrue();
        assertThat(pair.client.failure()).contains("300 ms");
    }

    @Test
    void aFloodOfHandshakesRunsAFewAtATimeAndAllSucceed() {
        int limit = 2;
        BouncyCastleDtlsFactory narrow = new BouncyCastleDtlsFactory(SERVER, virtual, SECURE, limit);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Pair pair = served(narrow, i);
            pair.start();
            pairs.add(pair);
        }

        long end = System.nanoTime() + 10_000_000_000L;
        while (!pairs.stream().allMatch(Pair::connected) && System.nanoTime() < end) {
            for (Pair pair : pairs) {
                pair.link.run(1, pair::connected);
                assertThat(narrow.runningHandshakes()).isLessThanOrEqualTo(limit);
            }
        }

        assertThat(pairs).allMatch(Pair::connected);
        assertThat(narrow.runningHandshakes()).isZero();
        pairs.forEach(Pair::close);
    }

    @Test
    void peersThatBeginAndFallSilentKeepNobodyWaiting() {
        BouncyCastleDtlsFactory narrow = new BouncyCastleDtlsFactory(SERVER, virtual, SECURE, 2);
        List<Pair> silent = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Pair pair = served(narrow, i);
            AtomicInteger passed = new AtomicInteger();
            pair.link.fate((toServer, datagram) -> toServer && passed.getAndIncrement() > 1 ? 0 : 1);
            pair.start();
            pair.link.run(300, () -> false);
            assertThat(pair.server.state()).isEqualTo(State.CONNECTING);
            silent.add(pair);
        }
        assertThat(silent).noneMatch(Pair::connected);

        Pair healthy = served(narrow, 7);
        healthy.start();
        assertThat(healthy.link.run(8_000, healthy::connected))
                .as("long before the silent ones fail")
                .isTrue();

        healthy.close();
        silent.forEach(Pair::close);
        await().atMost(Duration.ofSeconds(5)).until(() -> tasks.get() == 0);
        assertThat(narrow.runningHandshakes()).isZero();
    }

    private Pair served(BouncyCastleDtlsFactory factory, long seed) {
        Pair pair = new Pair(seed, 0, QUICK);
        pair.server = factory.create(DtlsRole.SERVER, CLIENT.fingerprint(), pair.link.wakeUp(), QUICK);
        pair.link.join(RealTimeLink.End.of(pair.client), RealTimeLink.End.of(pair.server));
        return pair;
    }

    @Test
    void handshakesThatNeverGetTheirTurnFailInTime() {
        BouncyCastleDtlsFactory shut = new BouncyCastleDtlsFactory(SERVER, virtual, SECURE, 0);
        RealTimeLink link = new RealTimeLink(new SplittableRandom(1), 0);
        DtlsTransport waiting =
                shut.create(DtlsRole.SERVER, CLIENT.fingerprint(), link.wakeUp(), new HandshakeTimes(200, 50));
        link.join(RealTimeLink.End.of(waiting), RealTimeLink.End.of(waiting));
        waiting.start(System.nanoTime());

        assertThat(link.run(3_000, () -> waiting.state() == State.FAILED)).isTrue();
    }

    /** What Chromium and Firefox send: DTLS 1.3 and 1.2 offered, a post-quantum key share, two fragments. */
    @Test
    void aClientHelloInTwoFragmentsWithAPostQuantumKeyShareIsUnderstood() {
        SplittableRandom random = new SplittableRandom(15);
        RealTimeLink link = new RealTimeLink(random, 0);
        DatagramQueue browserQueue = new DatagramQueue(link.wakeUp());
        SrtpNegotiation negotiation =
                new SrtpNegotiation(new JcaTlsCryptoProvider().create(SECURE), CLIENT, SERVER.fingerprint());
        BrowserClient browser = new BrowserClient(negotiation, random);
        DtlsTransport server = servers.create(DtlsRole.SERVER, CLIENT.fingerprint(), link.wakeUp(), QUICK);
        link.join(RealTimeLink.End.of(browserQueue), RealTimeLink.End.of(server));
        List<Integer> helloSizes = new ArrayList<>();
        link.fate((toServer, datagram) -> {
            if (toServer && datagram[0] == 22 && datagram[13] == 1) {
                helloSizes.add(datagram.length);
            }
            return 1;
        });
        server.start(System.nanoTime());
        virtual.execute(() -> {
            try {
                new DTLSClientProtocol().connect(browser, browserQueue);
            } catch (IOException e) {
                System.out.println("browser: " + e);
            }
        });

        assertThat(link.run(5_000, () -> server.state() == State.CONNECTED && negotiation.keys() != null))
                .as(server.failure())
                .isTrue();
        assertThat(helloSizes).hasSize(2);
        assertThat(helloSizes.stream().mapToInt(Integer::intValue).sum()).isGreaterThan(1_400);
        server.close(System.nanoTime());
    }

    private static SrtpKeys keys(DtlsTransport transport) {
        return Objects.requireNonNull(transport.srtpKeys());
    }

    private static byte[] mutate(byte[] original, SplittableRandom random) {
        byte[] bytes = original.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] bytes = new byte[1 + random.nextInt(200)];
        random.nextBytes(bytes);
        bytes[0] = (byte) (20 + random.nextInt(44));
        if (bytes.length > 13 && random.nextBoolean()) { // half of them look like records
            bytes[1] = (byte) 0xFE;
            bytes[2] = (byte) 0xFD;
            bytes[3] = 0;
            bytes[4] = (byte) random.nextInt(2);
            bytes[0] = bytes[4] == 0 ? 23 : bytes[0]; // plaintext alerts and hellos are believed by any DTLS
            bytes[11] = 0;
            bytes[12] = (byte) (bytes.length - 13);
        }
        return bytes;
    }

    /** A client and a server on one link. */
    private final class Pair {
        private final RealTimeLink link;
        private final DtlsTransport client;
        private DtlsTransport server;

        Pair(long seed, long maxDelayMillis, HandshakeTimes times) {
            this(seed, maxDelayMillis, times, SERVER.fingerprint(), CLIENT.fingerprint());
        }

        Pair(long seed, long maxDelayMillis, HandshakeTimes times, Fingerprint atClient, Fingerprint atServer) {
            link = new RealTimeLink(new SplittableRandom(seed), maxDelayMillis);
            client = clients.create(DtlsRole.CLIENT, atClient, link.wakeUp(), times);
            server = servers.create(DtlsRole.SERVER, atServer, link.wakeUp(), times);
            link.join(RealTimeLink.End.of(client), RealTimeLink.End.of(server));
        }

        void start() {
            client.start(System.nanoTime());
            server.start(System.nanoTime());
        }

        boolean connects() {
            start();
            return link.run(15_000, this::connected);
        }

        boolean connected() {
            return client.state() == State.CONNECTED && server.state() == State.CONNECTED;
        }

        String failures() {
            return String.format(Locale.ROOT, "client %s, server %s", client.failure(), server.failure());
        }

        void close() {
            client.close(System.nanoTime());
            server.close(System.nanoTime());
        }
    }

    /** Adds to the hello what browsers do. */
    private static final class BrowserClient extends DtlsSrtpClient {
        private final byte[] keyShare = new byte[2 + 4 + 1216];

        BrowserClient(SrtpNegotiation negotiation, SplittableRandom random) {
            super(negotiation, HandshakeTimes.USUAL);
            random.nextBytes(keyShare);
            org.lyceum.wire.Bytes.put16(keyShare, 0, keyShare.length - 2);
            org.lyceum.wire.Bytes.put16(keyShare, 2, 0x11EC); // X25519MLKEM768
            org.lyceum.wire.Bytes.put16(keyShare, 4, 1216);
        }

        @Override
        @SuppressWarnings({"rawtypes", "unchecked"})
        public Hashtable getClientExtensions() throws IOException {
            Hashtable extensions = super.getClientExtensions();
            extensions.put(43, new byte[] {4, (byte) 0xFE, (byte) 0xFC, (byte) 0xFE, (byte) 0xFD});
            extensions.put(51, keyShare);
            return extensions;
        }
    }
}
