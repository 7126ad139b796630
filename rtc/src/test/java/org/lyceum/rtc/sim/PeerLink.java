package org.lyceum.rtc.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.dtls.DtlsFactory;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.rtc.dtls.DtlsTransport;
import org.lyceum.rtc.dtls.Fingerprint;
import org.lyceum.rtc.dtls.SrtpKeys;
import org.lyceum.rtc.dtls.StandInDtlsFactory;
import org.lyceum.rtc.ice.IceControllingAgent;
import org.lyceum.rtc.ice.IceLiteAgent;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.rtc.peer.DatagramPool;
import org.lyceum.rtc.peer.InboundMedia;
import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.peer.Peer;
import org.lyceum.rtc.peer.PeerObserver;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.session.ExtensionMap;
import org.lyceum.rtc.session.LocalSource;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.session.RemoteSource;
import org.lyceum.rtc.session.SessionUpdate;
import org.lyceum.rtc.session.TransportParameters;
import org.lyceum.rtc.srtp.JdkAesGcm;
import org.lyceum.rtc.stream.MediaPacket;

/**
 * A server's peer that sends sound and picture, and the browser's at its other end: whole engines with real encryption, in virtual
 * time. The way to the browser leads through a bottleneck, the way back takes time and nothing else.
 */
public final class PeerLink {
    public static final String SOUND = "0";
    public static final String PICTURE = "1";
    /** There is one only {@link #withScreen}. */
    public static final String SCREEN = "2";

    public static final PayloadFormat OPUS =
            new PayloadFormat(111, new Codec(CodecType.OPUS, ""), -1, false, false, false, true, false);
    public static final PayloadFormat VP8 =
            new PayloadFormat(96, new Codec(CodecType.VP8, ""), 97, true, true, true, true, true);

    private static final PayloadFormat VP8_WITHOUT_RTX =
            new PayloadFormat(96, new Codec(CodecType.VP8, ""), -1, true, true, true, true, true);

    private static final Path SERVER = SimulatedNetwork.udp(SimulatedNetwork.address(1, 7882));
    private static final Path CLIENT = SimulatedNetwork.udp(SimulatedNetwork.address(100, 40_000));
    private static final AtomicInteger EPOCHS = new AtomicInteger();

    /** Hears the estimate of the server's peer. */
    public interface Bandwidth {
        void changed(long bitsPerSecond, long nowNanos);
    }

    /** Hears of media that reached the browser. */
    public interface Arrival {
        void arrived(String mid, MediaPacket packet, long nowNanos);
    }

    /** Keeps what it has made, for its keys. */
    private static final class Remembering implements DtlsFactory {
        private final DtlsFactory factory;
        private @Nullable DtlsTransport made;

        Remembering(DtlsFactory factory) {
            this.factory = factory;
        }

        @Override
        public DtlsTransport create(DtlsRole role, Fingerprint remote, Runnable wakeUp) {
            DtlsTransport transport = factory.create(role, remote, wakeUp);
            made = transport;
            return transport;
        }

        @Override
        public Fingerprint localFingerprint() {
            return factory.localFingerprint();
        }
    }

    /** A peer with its timer. */
    private final class Side implements PeerObserver {
        private final boolean ofServer;
        private final Peer peer;
        private long armedNanos = Long.MAX_VALUE;
        private boolean connected;
        private boolean attending;

        Side(boolean ofServer, Peer.Wiring wiring, SessionUpdate update) {
            this.ofServer = ofServer;
            this.peer = new Peer(wiring, this, update, time.now());
            wantsDrain();
        }

        @Override
        public void connected() {
            connected = true;
        }

        @Override
        public void closed(CloseReason reason) {
            throw new AssertionError("closed: " + reason);
        }

        @Override
        public void wantsDrain() {
            if (!attending) {
                attending = true;
                time.after(0, this::attend);
            }
        }

        @Override
        public void bandwidth(long bitsPerSecond, long nowNanos) {
            if (ofServer) {
                bandwidth.changed(bitsPerSecond, nowNanos);
            }
        }

        void receive(byte[] datagram, Path from) {
            peer.receive(datagram, 0, datagram.length, from, time.now());
            attend();
        }

        private void attend() {
            attending = false;
            peer.attend(time.now());
            peer.drain(
                    (bytes, offset, length, segment, path) -> {
                        for (int at = offset; at < offset + length; at += segment) {
                            launch(Arrays.copyOfRange(bytes, at, Math.min(at + segment, offset + length)));
                        }
                    },
                    time.now());
            arm();
        }

        private void launch(byte[] datagram) {
            if (ofServer) {
                bytesDown += datagram.length;
                down.send(datagram.length, delayNanos, queued -> client.receive(datagram, SERVER), () -> {});
            } else if (passesBack.test(datagram)) {
                time.after(delayNanos, () -> server.receive(datagram, CLIENT));
            }
        }

        private void arm() {
            long deadline = peer.deadlineNanos();
            if (deadline < armedNanos) {
                armedNanos = deadline;
                time.at(deadline, () -> expire(deadline));
            }
        }

        private void expire(long deadline) {
            if (armedNanos == deadline) {
                armedNanos = Long.MAX_VALUE;
                if (peer.deadlineNanos() <= time.now()) {
                    peer.onDeadline(time.now());
                }
                attend();
            }
        }
    }

    private final VirtualTime time;
    private final Bottleneck down;
    private final long delayNanos;
    private final boolean transportCc;
    private final boolean rtx;
    private final StandInDtlsFactory serverDtls;
    private final Remembering clientDtls;
    private final Side server;
    private final Side client;
    private Bandwidth bandwidth = (bitrate, now) -> {};
    private Predicate<byte[]> passesBack = datagram -> true;
    private long bytesDown;

    /**
     * @param delayMillis one way
     * @param transportCc the browser sends transport-wide feedback
     */
    public PeerLink(VirtualTime time, RandomGenerator random, Bottleneck down, long delayMillis, boolean transportCc) {
        this(time, random, down, delayMillis, transportCc, new DatagramPool());
    }

    /** @param pool of the server's loop, which its peers share */
    public PeerLink(
            VirtualTime time,
            RandomGenerator random,
            Bottleneck down,
            long delayMillis,
            boolean transportCc,
            DatagramPool pool) {
        this(time, random, down, delayMillis, transportCc, true, pool);
    }

    /** @param rtx the browser takes retransmissions */
    public PeerLink(
            VirtualTime time,
            RandomGenerator random,
            Bottleneck down,
            long delayMillis,
            boolean transportCc,
            boolean rtx,
            DatagramPool pool) {
        this.time = time;
        this.down = down;
        this.delayNanos = delayMillis * 1_000_000L;
        this.transportCc = transportCc;
        this.rtx = rtx;
        serverDtls = new StandInDtlsFactory("server", random);
        clientDtls = new Remembering(new StandInDtlsFactory("client", random));
        server = new Side(
                true,
                new Peer.Wiring(
                        IceLiteAgent::new,
                        serverDtls,
                        JdkAesGcm::new,
                        () -> {},
                        pool,
                        random,
                        EPOCHS::incrementAndGet,
                        0),
                update(true, sections(true, transportCc, rtx)));
        client = new Side(
                false,
                new Peer.Wiring(
                        (transport, _, now) -> new IceControllingAgent(transport, List.of(SERVER), random, now),
                        clientDtls,
                        JdkAesGcm::new,
                        () -> {},
                        new DatagramPool(),
                        random,
                        EPOCHS::incrementAndGet,
                        0),
                update(false, sections(false, transportCc, rtx)));
    }

    /** Another picture of the server's, from the next offer and answer on. */
    public PeerLink withScreen() {
        for (Side side : List.of(server, client)) {
            List<MediaSection> sections = new ArrayList<>(sections(side.ofServer, transportCc, rtx));
            sections.add(picture(SCREEN, side.ofServer, 3000, transportCc, rtx));
            side.peer.update(update(side.ofServer, sections), time.now());
        }
        return this;
    }

    private SessionUpdate update(boolean ofServer, List<MediaSection> sections) {
        String own = ofServer ? "server" : "client";
        String other = ofServer ? "client" : "server";
        DtlsRole role = ofServer ? DtlsRole.SERVER : DtlsRole.CLIENT;
        DtlsFactory dtlsOfOther = ofServer ? clientDtls : serverDtls;
        return new SessionUpdate(
                new TransportParameters(
                        own,
                        own + "Password0123456789",
                        other,
                        other + "Password0123456789",
                        role,
                        dtlsOfOther.localFingerprint()),
                sections);
    }

    private static List<MediaSection> sections(boolean sends, boolean transportCc, boolean rtx) {
        return List.of(
                section(SOUND, MediaKind.AUDIO, sends, 1000, 0, OPUS, extensions(transportCc)),
                picture(PICTURE, sends, 2000, transportCc, rtx));
    }

    private static MediaSection picture(String mid, boolean sends, int ssrc, boolean transportCc, boolean rtx) {
        int rtxSsrc = rtx ? ssrc + 1 : 0;
        PayloadFormat format = rtx ? VP8 : VP8_WITHOUT_RTX;
        return section(mid, MediaKind.VIDEO, sends, ssrc, rtxSsrc, format, extensions(transportCc));
    }

    private static ExtensionMap extensions(boolean transportCc) {
        return new ExtensionMap(1, 0, 0, 0, 2, transportCc ? 3 : 0, 0, 0, 0);
    }

    private static MediaSection section(
            String mid,
            MediaKind kind,
            boolean sends,
            int ssrc,
            int rtxSsrc,
            PayloadFormat format,
            ExtensionMap extensions) {
        return new MediaSection(
                mid,
                kind,
                !sends,
                sends ? new LocalSource(ssrc, rtxSsrc, "cname") : null,
                List.of(format),
                extensions,
                List.of(),
                sends ? List.of() : List.of(new RemoteSource(ssrc, rtxSsrc)));
    }

    public PeerLink onBandwidth(Bandwidth listener) {
        bandwidth = listener;
        return this;
    }

    /** What the browser plays. */
    public PeerLink onArrival(Arrival listener) {
        for (String mid : List.of(SOUND, PICTURE, SCREEN)) {
            InboundMedia inbound = client.peer.inbound(mid);
            if (inbound != null) {
                var _ = inbound.deliverTo((packet, now) -> listener.arrived(mid, packet, now));
            }
        }
        return this;
    }

    /** Which of the browser's datagrams reach the server. */
    public void passingBack(Predicate<byte[]> passes) {
        passesBack = passes;
    }

    /** A datagram of the browser's that its engine knows nothing of. */
    public void inject(byte[] datagram) {
        time.after(delayNanos, () -> server.receive(datagram.clone(), CLIENT));
    }

    /** Keys of the browser's side; there once it has connected. */
    public SrtpKeys browserKeys() {
        return Objects.requireNonNull(Objects.requireNonNull(clientDtls.made).srtpKeys());
    }

    public boolean connected() {
        return server.connected && client.connected;
    }

    public Peer server() {
        return server.peer;
    }

    public OutboundMedia outbound(String mid) {
        return Objects.requireNonNull(server.peer.outbound(mid));
    }

    /** The server's peer has been asked for something that may have moved its deadline. */
    public void attend() {
        server.wantsDrain();
    }

    /** Bytes that the server's peer has handed to the network, STUN and DTLS included. */
    public long bytesDown() {
        return bytesDown;
    }
}
