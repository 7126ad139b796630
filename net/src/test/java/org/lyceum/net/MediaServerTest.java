package org.lyceum.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lyceum.net.cipher.Libcrypto;
import org.lyceum.rtc.dtls.BouncyCastleDtlsFactory;
import org.lyceum.rtc.dtls.DtlsCertificate;
import org.lyceum.rtc.dtls.DtlsFactory;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.session.ExtensionMap;
import org.lyceum.rtc.session.LocalSource;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.session.SessionUpdate;
import org.lyceum.rtc.session.TransportParameters;
import org.lyceum.rtc.srtp.JdkAesGcm;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.sfu.LayerWish;
import org.lyceum.sfu.Quality;
import org.lyceum.sfu.TrackId;
import org.lyceum.wire.codec.FrameInfo;

/** The media plane on real sockets, with our own engine at the other end, over one loop and over several. */
class MediaServerTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final TrackId CAMERA = new TrackId("camera");
    private static final Codec VP8 = new Codec(CodecType.VP8, "");
    private static final PayloadFormat FORMAT = new PayloadFormat(96, VP8, 97, true, true, true, true, false);
    private static final ExtensionMap EXTENSIONS = new ExtensionMap(4, 0, 0, 0, 0, 3, 0, 0, 0);

    private final @Nullable Libcrypto library = library();
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final DtlsFactory dtls =
            new BouncyCastleDtlsFactory(DtlsCertificate.generate(RANDOM, Instant.now()), blocking, RANDOM, 64);
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private final List<ClientPeer> clients = new ArrayList<>();
    private final AtomicInteger names = new AtomicInteger();
    private @Nullable MediaServer server;

    /** {@link MediaServerByNioTest} does everything over the other one. */
    MediaConfig.Transport transport() {
        return MediaConfig.Transport.EPOLL;
    }

    /** One connection: the server's handle and the client at its other end. */
    private record Connection(PeerHandle handle, ClientPeer client, Listener listener) {}

    private static final class Listener implements PeerListener {
        private volatile boolean connected;
        private volatile @Nullable CloseReason closed;

        @Override
        public void connected() {
            connected = true;
        }

        @Override
        public void closed(CloseReason reason) {
            closed = reason;
        }
    }

    private static final class Events implements RoomListener {
        private final List<String> told = new ArrayList<>();

        @Override
        public synchronized void trackFlowing(TrackId track, Codec codec) {
            told.add("flowing " + track + " " + codec.type());
        }

        @Override
        public synchronized void trackStalled(TrackId track) {
            told.add("stalled " + track);
        }

        @Override
        public synchronized void undecodable(PeerHandle peer, String mid, TrackId track, Codec codec) {
            told.add("undecodable " + track);
        }

        @Override
        public synchronized void forwarding(
                PeerHandle peer, String mid, TrackId track, Quality quality, boolean paused) {
            told.add(peer.id() + (paused ? " paused" : " gets encoding " + quality.encoding()));
        }

        @Override
        public synchronized void layersWanted(PeerHandle publisher, String mid, TrackId track, int wanted) {
            told.add(publisher.id() + " is to send " + Integer.toBinaryString(wanted));
        }

        synchronized List<String> told() {
            return List.copyOf(told);
        }
    }

    @AfterEach
    void closeEverything() throws InterruptedException {
        ticker.shutdownNow();
        for (ClientPeer client : clients) {
            client.leave();
        }
        if (server != null) {
            server.close();
        }
        blocking.shutdownNow();
    }

    private static @Nullable Libcrypto library() {
        try {
            return Libcrypto.load();
        } catch (Libcrypto.UnavailableException e) {
            return null;
        }
    }

    private MediaServer start(int loops) throws IOException {
        assumeTrue(transport() == MediaConfig.Transport.NIO || Epoll.isAvailable());
        MediaServer started = MediaServer.start(
                new MediaConfig(
                        0, loops, transport(), List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
                dtls,
                library == null ? JdkAesGcm::new : library);
        server = started;
        return started;
    }

    /** Both ends' view of one m-line, which the client sends on, or else the server. */
    private Connection connect(MediaServer media, boolean clientSends) throws IOException {
        int name = names.incrementAndGet();
        TransportParameters serverSide = new TransportParameters(
                "server" + name,
                "serverserverserverserver",
                "client" + name,
                "clientclientclientclient",
                DtlsRole.SERVER,
                dtls.localFingerprint());
        LocalSource source = new LocalSource(1000 + 2 * name, 1001 + 2 * name, "cname");
        Listener listener = new Listener();
        PeerHandle handle = media.createPeer(listener);
        handle.update(new SessionUpdate(serverSide, List.of(section(clientSends ? null : source))));
        ClientPeer client = new ClientPeer(
                dtls, serverSide, dtls.localFingerprint(), media.port(), List.of(section(clientSends ? source : null)));
        clients.add(client);
        return new Connection(handle, client, listener);
    }

    private static MediaSection section(@Nullable LocalSource source) {
        return new MediaSection(
                "0", MediaKind.VIDEO, source == null, source, List.of(FORMAT), EXTENSIONS, List.of(), List.of());
    }

    /** A picture every 10 ms, each a key frame, numbered in its payload. */
    private void present(ClientPeer presenter) {
        long[] frame = {0};
        var _ = ticker.scheduleAtFixedRate(
                () -> presenter.run(peer -> {
                    OutboundMedia out = peer.outbound("0");
                    if (out != null && peer.connected()) {
                        long number = ++frame[0];
                        out.send(
                                keyFrame(number),
                                FORMAT,
                                number,
                                number * 900,
                                true,
                                new byte[0],
                                0,
                                0,
                                null,
                                System.nanoTime());
                    }
                }),
                0,
                10,
                TimeUnit.MILLISECONDS);
    }

    private static MediaPacket keyFrame(long number) {
        byte[] payload = new byte[400]; // less than a network is trusted with at first
        payload[0] = 0x10; // VP8 descriptor: start of partition 0
        payload[1] = 0x10; // frame tag: key frame, shown
        payload[4] = (byte) 0x9d;
        payload[5] = 0x01;
        payload[6] = 0x2a;
        payload[20] = (byte) (number >> 8);
        payload[21] = (byte) number;
        FrameInfo frame = new FrameInfo(true, true, true, 0, 0, true, false);
        long now = System.nanoTime();
        return new MediaPacket(
                VP8, 0, 0, number, number * 900, true, now, now, frame, -1, false, -1, -1, null, null, payload);
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void whatAPresenterSendsReachesEveryWatcherWhicheverLoopTheyAreOn(int loops) throws IOException {
        MediaServer media = start(loops);
        Events events = new Events();
        RoomMedia room = media.openRoom("room", events);
        Connection presenter = connect(media, true);
        room.publish(CAMERA, presenter.handle(), "0");
        List<Connection> watchers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Connection watcher = connect(media, false);
            room.subscribe(watcher.handle(), "0", CAMERA);
            watchers.add(watcher);
        }
        present(presenter.client());
        for (Connection watcher : watchers) {
            await().atMost(SOON).until(() -> watcher.client().received().size() > 50);
            List<MediaPacket> got = watcher.client().received();
            for (int i = 1; i < got.size(); i++) {
                assertThat(number(got.get(i))).isEqualTo(number(got.get(i - 1)) + 1);
            }
        }
        assertThat(events.told()).contains("flowing camera VP8");
    }

    /** Candidates of both families are offered: at each of them somebody must be. */
    @Test
    void thePortIsOfBothFamilies() throws IOException {
        MediaServer media = start(1);
        List<InetAddress> here = new ArrayList<>(List.of(InetAddress.ofLiteral("127.0.0.1")));
        try (DatagramSocket probe = new DatagramSocket(0, InetAddress.ofLiteral("::1"))) {
            here.add(probe.getLocalAddress());
        } catch (IOException e) {
            // This machine has no IPv6, and needs no port of it.
        }
        for (InetAddress address : here) {
            long before = counted(media, LoopCounter.UNKNOWN_KIND);
            try (DatagramSocket stranger = new DatagramSocket(0, address)) {
                stranger.send(new DatagramPacket(new byte[] {99}, 1, address, media.port()));
                await().atMost(SOON).until(() -> counted(media, LoopCounter.UNKNOWN_KIND) == before + 1);
            }
        }
    }

    private static int number(MediaPacket packet) {
        return ((packet.payload()[20] & 0xFF) << 8) | (packet.payload()[21] & 0xFF);
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void wishesReachTheAllocatorAndWhatComesOfThemIsTold(int loops) throws IOException {
        MediaServer media = start(loops);
        Events events = new Events();
        RoomMedia room = media.openRoom("room", events);
        Connection presenter = connect(media, true);
        room.publish(CAMERA, presenter.handle(), "0");
        List<Connection> watchers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Connection watcher = connect(media, false);
            room.subscribe(watcher.handle(), "0", CAMERA);
            watchers.add(watcher);
        }
        present(presenter.client());
        awaitMore(watchers, 20);
        Connection hidden = watchers.getFirst();
        String pausedByWish = hidden.handle().id() + " paused";

        hidden.handle().layerWish("0", new LayerWish(0, -1, true, LayerWish.OTHER));
        await().atMost(SOON).until(() -> events.told().contains(pausedByWish));
        awaitMore(watchers.subList(1, 4), 20);
        int whenPaused = hidden.client().received().size();
        awaitMore(watchers.subList(1, 4), 50);
        assertThat(hidden.client().received().size()).isLessThan(whenPaused + 5);

        hidden.handle().layerWish("0", LayerWish.ANY);
        awaitMore(watchers, 20);
        assertThat(events.told()).contains(hidden.handle().id() + " gets encoding 0");

        // While nobody looks only the least has to come, and the presenter's page hears of it.
        for (Connection watcher : watchers) {
            watcher.handle().layerWish("0", new LayerWish(0, -1, true, LayerWish.OTHER));
        }
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(events.told()).contains(presenter.handle().id() + " is to send 1"));
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void whatIsTakenFromAWatcherStopsWhateverItWishesAndGoesOnOnTheSameConnection(int loops) throws IOException {
        MediaServer media = start(loops);
        RoomMedia room = media.openRoom("room", new Events());
        Connection presenter = connect(media, true);
        room.publish(CAMERA, presenter.handle(), "0");
        List<Connection> watchers = List.of(connect(media, false), connect(media, false));
        watchers.forEach(each -> room.subscribe(each.handle(), "0", CAMERA));
        present(presenter.client());
        awaitMore(watchers, 20);
        PeerHandle poor = watchers.getFirst().handle();
        ClientPeer client = watchers.getFirst().client();
        await().atMost(SOON).until(() -> poor.stats().join().packetsAcknowledged() > 10);
        room.unsubscribe(poor, "0");
        poor.layerWish("0", LayerWish.ANY);
        awaitMore(watchers.subList(1, 2), 20);
        int whenTaken = client.received().size();
        awaitMore(watchers.subList(1, 2), 50);
        assertThat(client.received()).hasSizeLessThan(whenTaken + 5);
        room.subscribe(poor, "0", CAMERA);
        awaitMore(watchers, 20);
    }

    /** Leaves the loop of the peer next to no time for anything else. */
    private static void burden(PeerHandle peer, AtomicBoolean relieved) {
        long period = TimeUnit.MILLISECONDS.toNanos(20);
        MediaLoop loop = Objects.requireNonNull(((PeerSession) peer).loop());
        loop.every(period, () -> {
            for (long end = System.nanoTime() + period - period / 100; System.nanoTime() < end && !relieved.get(); ) {
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void aLoopThatCannotKeepUpPausesPicturesIsFullAndComesBack() throws IOException {
        MediaServer media = start(1);
        Events events = new Events();
        RoomMedia room = media.openRoom("room", events);
        Connection presenter = connect(media, true);
        Connection watcher = connect(media, false);
        room.publish(CAMERA, presenter.handle(), "0");
        room.subscribe(watcher.handle(), "0", CAMERA);
        present(presenter.client());
        awaitMore(List.of(watcher), 20);
        String paused = watcher.handle().id() + " paused";
        assertThat(media.isFull()).isFalse();

        AtomicBoolean relieved = new AtomicBoolean();
        burden(presenter.handle(), relieved);
        await().atMost(SOON).until(() -> events.told().contains(paused));
        assertThat(media.isFull()).isTrue();
        assertThat(media.figures().getFirst().load()).isGreaterThan(0.9);

        relieved.set(true);
        awaitMore(List.of(watcher), 20);
        await().atMost(SOON.multipliedBy(5)).until(() -> !media.isShedding());
        assertThat(media.isFull()).isFalse();
        assertThat(watcher.listener().closed).isNull();
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void whatIsKnownOfBothWaysIsInTheFigures(int loops) throws IOException {
        MediaServer media = start(loops);
        RoomMedia room = media.openRoom("room", new Events());
        Connection presenter = connect(media, true);
        Connection watcher = connect(media, false);
        room.publish(CAMERA, presenter.handle(), "0");
        room.subscribe(watcher.handle(), "0", CAMERA);
        present(presenter.client());
        awaitMore(List.of(watcher), 200);

        PeerStats upload = presenter.handle().stats().join();
        PeerStats download = watcher.handle().stats().join();

        assertThat(upload.received()).hasSize(1);
        assertThat(upload.received().getFirst().mid()).isEqualTo("0");
        assertThat(upload.received().getFirst().bitrate()).isBetween(150_000L, 600_000L);
        assertThat(download.received()).isEmpty();
        assertThat(download.sending().estimate()).isGreaterThan(500_000);
        assertThat(download.sending().lossRatio()).isBetween(0.0, 0.1);
        assertThat(download.sending().roundTripNanos()).isBetween(1L, 500_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void aWatcherSeenAtAnotherPortGoesOnReceiving(int loops) throws IOException {
        MediaServer media = start(loops);
        RoomMedia room = media.openRoom("room", new Events());
        Connection presenter = connect(media, true);
        Connection watcher = connect(media, false);
        room.publish(CAMERA, presenter.handle(), "0");
        room.subscribe(watcher.handle(), "0", CAMERA);
        present(presenter.client());
        for (int move = 0; move < 4; move++) {
            int before = watcher.client().received().size();
            await().atMost(SOON).until(() -> watcher.client().received().size() > before + 20);
            watcher.client().moveToAnotherPort();
        }
        presenter.client().moveToAnotherPort();
        int afterMove = watcher.client().received().size();
        await().atMost(SOON).until(() -> watcher.client().received().size() > afterMove + 100);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "4"})
    void mediaFindsItsPeerAtAnotherPortBeforeAnyCheckDoes(int loops) throws IOException {
        MediaServer media = start(loops);
        RoomMedia room = media.openRoom("room", new Events());
        Connection presenter = connect(media, true);
        room.publish(CAMERA, presenter.handle(), "0");
        List<Connection> watchers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Connection watcher = connect(media, false);
            room.subscribe(watcher.handle(), "0", CAMERA);
            watchers.add(watcher);
        }
        present(presenter.client());
        for (int i = 0; i < 3; i++) {
            awaitMore(watchers, 10);
            long found = counted(media, LoopCounter.MOVED_PEERS);
            Connection moving = i == 0 ? presenter : watchers.get(i);
            moving.client().moveToAnotherPort();
            await().atMost(SOON).until(() -> counted(media, LoopCounter.MOVED_PEERS) > found);
            awaitMore(watchers, 25);
        }
    }

    private static long counted(MediaServer media, LoopCounter counter) {
        return media.counters().getOrDefault(counter, 0L);
    }

    private static void awaitMore(List<Connection> watchers, int packets) {
        int[] before = received(watchers);
        await().atMost(SOON).untilAsserted(() -> {
            int[] now = received(watchers);
            for (int i = 0; i < now.length; i++) {
                assertThat(now[i]).isGreaterThan(before[i] + packets);
            }
        });
    }

    private static int[] received(List<Connection> watchers) {
        return watchers.stream()
                .mapToInt(each -> each.client().received().size())
                .toArray();
    }

    @Test
    void aFloodOfMediaFromUnknownAddressesIsLookedAtOnlySoOften() throws IOException {
        MediaServer media = start(1);
        RoomMedia room = media.openRoom("room", new Events());
        Connection presenter = connect(media, true);
        Connection watcher = connect(media, false);
        room.publish(CAMERA, presenter.handle(), "0");
        room.subscribe(watcher.handle(), "0", CAMERA);
        present(presenter.client());
        awaitMore(List.of(watcher), 10);
        byte[] junk = new byte[200];
        junk[0] = (byte) 0x80;
        junk[1] = 96;
        InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), media.port());
        try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 5_000; i++) {
                stranger.send(new DatagramPacket(junk, junk.length, target));
            }
        }
        await().atMost(SOON).until(() -> counted(media, LoopCounter.MOVES_NOT_TRIED) > 0);
        awaitMore(List.of(watcher), 50);
        assertThat(counted(media, LoopCounter.MOVED_PEERS)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void twoHundredJoinsInARowLeaveNothingBehind(int loops) throws IOException, InterruptedException {
        MediaServer media = start(loops);
        RoomMedia room = media.openRoom("room", new Events());
        Connection presenter = connect(media, true);
        room.publish(CAMERA, presenter.handle(), "0");
        present(presenter.client());
        await().atMost(SOON).until(() -> presenter.listener().connected);
        for (int i = 0; i < 200; i++) {
            Connection watcher = connect(media, false);
            room.subscribe(watcher.handle(), "0", CAMERA);
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(SOON)
                    .until(() -> !watcher.client().received().isEmpty());
            watcher.client().leave();
            clients.remove(watcher.client());
            await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(() -> watcher.listener().closed != null);
            assertThat(watcher.listener().closed).isEqualTo(CloseReason.LEFT);
        }
        presenter.client().leave();
        clients.clear();
        await().atMost(SOON).until(() -> presenter.listener().closed != null);
        room.close();
        await().atMost(SOON).untilAsserted(() -> assertThat(media.holdings()).isEmpty());
        if (library != null) {
            assertThat(library.openCiphers()).isZero();
        }
    }
}
