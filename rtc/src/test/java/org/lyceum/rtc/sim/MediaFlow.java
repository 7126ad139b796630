package org.lyceum.rtc.sim;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.rtc.dtls.StandInDtlsFactory;
import org.lyceum.rtc.ice.IceControllingAgent;
import org.lyceum.rtc.ice.IceLiteAgent;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.peer.DatagramPool;
import org.lyceum.rtc.peer.OutboundListener;
import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.peer.Peer;
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
import org.lyceum.wire.codec.FrameInfo;

/**
 * Video that follows the estimate, between two whole peers: ICE, SRTP, pacer, probes by RTX, NACKs, transport-wide feedback,
 * all as in the server, over one bottleneck each way. Frames come from a trace, each in one burst, as the publisher's come
 * out of the room.
 */
public final class MediaFlow {
    /** What is forwarded at an estimate. */
    public interface Adaptation {
        long bitrate(long estimate, long nowNanos);

        /** Whether another bitrate is another encoding. */
        default boolean switches() {
            return false;
        }
    }

    /** What this flow's part of the link would be now. */
    public interface FairShare {
        long bitrate();
    }

    private static final String MID = "0";
    private static final int SSRC = 0x1111;
    private static final int RTX_SSRC = 0x2222;
    private static final Codec VP8 = new Codec(CodecType.VP8, "");
    private static final PayloadFormat FORMAT = new PayloadFormat(96, VP8, 97, true, true, true, true, false);
    private static final ExtensionMap EXTENSIONS = new ExtensionMap(1, 2, 3, 0, 0, 4, 0, 0, 0);
    private static final Path SERVER = SimulatedNetwork.udp(SimulatedNetwork.address(1, 7882));
    private static final Path CLIENT = SimulatedNetwork.udp(SimulatedNetwork.address(100, 40_000));

    private static final int PAYLOAD_BYTES = 1150;
    private static final int LEAST_PAYLOAD_BYTES = 24;
    private static final int REMEMBERED = 1024;
    private static final int PROBED = 32;
    private static final long SAMPLE_NANOS = 50_000_000L;
    private static final long FRAME_NANOS = 1_000_000_000L / FrameTrace.FRAMES_PER_SECOND;

    private final VirtualTime time;
    private final Bottleneck link;
    private final PeerOnLink server;
    private final PeerOnLink client;
    private final FrameTrace trace;
    private final Adaptation adaptation;
    private final FlowMeasures measures = new FlowMeasures();
    private final MediaPacket[] remembered = new MediaPacket[REMEMBERED];
    private final Map<Long, Integer> missing = new HashMap<>();
    private FairShare fairShare;
    private long sequence = 65_000; // wraps soon
    private long frame;
    private boolean running;
    private int generation;
    private long target;
    private long most;

    /**
     * @param link the way to the watcher
     * @param back the watcher's way here
     * @param delayMillis propagation of either way
     */
    public MediaFlow(
            VirtualTime time,
            SplittableRandom random,
            Bottleneck link,
            Bottleneck back,
            long delayMillis,
            Adaptation adaptation) {
        this.time = time;
        this.link = link;
        this.adaptation = adaptation;
        trace = new FrameTrace(random.split());
        fairShare = link::bitrate;
        StandInDtlsFactory clientDtls = new StandInDtlsFactory("client", random.split());
        StandInDtlsFactory serverDtls = new StandInDtlsFactory("server", random.split());
        AtomicInteger epochs = new AtomicInteger();
        SplittableRandom ice = random.split();
        server = new PeerOnLink(time, link, delayMillis, SERVER, measures);
        client = new PeerOnLink(time, back, delayMillis, CLIENT, new FlowMeasures());
        server.begin(
                new Peer.Wiring(
                        IceLiteAgent::new,
                        serverDtls,
                        JdkAesGcm::new,
                        () -> {},
                        new DatagramPool(),
                        random.split(),
                        epochs::incrementAndGet,
                        0),
                update("server", "client", DtlsRole.SERVER, clientDtls, section(true)),
                client);
        client.begin(
                new Peer.Wiring(
                        (transport, _, now) -> new IceControllingAgent(transport, List.of(SERVER), ice, now),
                        clientDtls,
                        JdkAesGcm::new,
                        () -> {},
                        new DatagramPool(),
                        random.split(),
                        epochs::incrementAndGet,
                        0),
                update("client", "server", DtlsRole.CLIENT, serverDtls, section(false)),
                server);
        Objects.requireNonNull(client.peer().inbound(MID)).deliverTo((packet, nowNanos) -> arrived(packet));
        out().listen(new OldMedia());
    }

    private static SessionUpdate update(
            String local, String remote, DtlsRole role, StandInDtlsFactory remoteDtls, MediaSection section) {
        TransportParameters transport = new TransportParameters(
                local + "1",
                "passwordOf" + local + "123456789",
                remote + "1",
                "passwordOf" + remote + "123456789",
                role,
                remoteDtls.localFingerprint());
        return new SessionUpdate(transport, List.of(section));
    }

    private static MediaSection section(boolean sends) {
        LocalSource local = sends ? new LocalSource(SSRC, RTX_SSRC, "cname") : null;
        List<RemoteSource> remote = sends ? List.of() : List.of(new RemoteSource(SSRC, RTX_SSRC));
        return new MediaSection(MID, MediaKind.VIDEO, !sends, local, List.of(FORMAT), EXTENSIONS, List.of(), remote);
    }

    private OutboundMedia out() {
        return Objects.requireNonNull(server.peer().outbound(MID));
    }

    public MediaFlow wanting(long bitrate) {
        server.peer().wanted(bitrate);
        most = bitrate;
        return this;
    }

    public MediaFlow fairShare(FairShare share) {
        fairShare = share;
        return this;
    }

    /** The peer that sends, for its facts. */
    public Peer peer() {
        return server.peer();
    }

    /** The way to the watcher. */
    public Bottleneck link() {
        return link;
    }

    /** What it would use of its part of the link now, bits a second. */
    public long usable() {
        return Math.min(most, fairShare.bitrate());
    }

    public FlowMeasures measures() {
        return measures;
    }

    /** What is forwarded now, bits a second. */
    public long target() {
        return target;
    }

    /** Connects, if it has not yet, and sends from then on. */
    public void start() {
        running = true;
        generation++;
        trace.keyFrame();
        measures.resumed(time.now());
        int mine = generation;
        nextFrame(mine);
        sample(mine);
    }

    public void pause() {
        running = false;
    }

    private void nextFrame(int mine) {
        if (!running || mine != generation) {
            return;
        }
        if (server.peer().connected()) {
            long before = target;
            target = adaptation.bitrate(server.peer().availableBitrate(), time.now());
            if (adaptation.switches() && target != before) {
                Arrays.fill(remembered, null); // what is asked for of another layer is not sent again
                trace.keyFrame();
                measures.switched();
            }
            send(trace.next(target));
        }
        time.after(FRAME_NANOS, () -> nextFrame(mine));
    }

    private void sample(int mine) {
        if (running && mine == generation) {
            measures.sample(server.peer().availableBitrate(), fairShare.bitrate(), SAMPLE_NANOS / 1e9);
            time.after(SAMPLE_NANOS, () -> sample(mine));
        }
    }

    /** Packetizes a frame evenly, as publishers do. */
    private void send(int bytes) {
        int packets = (bytes + PAYLOAD_BYTES - 1) / PAYLOAD_BYTES;
        int each = Math.max(LEAST_PAYLOAD_BYTES, bytes / packets);
        missing.put(frame, packets);
        if (!out().takesPicture()) {
            frame++; // it is never shown
            return;
        }
        for (int i = 0; i < packets; i++) {
            byte[] payload = new byte[each];
            payload[0] = (byte) (i == 0 ? 0x10 : 0); // VP8 descriptor: a frame begins
            long number = sequence++;
            MediaPacket packet = new MediaPacket(
                    VP8,
                    0,
                    1,
                    number,
                    frame * 3000,
                    i == packets - 1,
                    time.now(),
                    time.now(),
                    FrameInfo.WHOLE,
                    -1,
                    false,
                    -1,
                    -1,
                    null,
                    null,
                    payload);
            remembered[(int) number & (REMEMBERED - 1)] = packet;
            out().send(packet, FORMAT, number, packet.timestamp(), packet.marker(), payload, 0, 0, null, time.now());
        }
        frame++;
        server.drain();
    }

    private void arrived(MediaPacket packet) {
        long number = packet.timestamp() / 3000;
        Integer left = missing.get(number);
        if (left == null) {
            return;
        }
        if (left > 1) {
            missing.put(number, left - 1);
        } else {
            missing.remove(number);
            measures.frame(time.now());
        }
    }

    /** Answers NACKs and probes from what was sent lately. */
    private final class OldMedia implements OutboundListener {
        private final long[] resentNanos = new long[REMEMBERED];
        private int next;

        private OldMedia() {
            Arrays.fill(resentNanos, time.now() - 1_000_000_000_000L);
        }

        @Override
        public void nack(int[] sequences, int count, long nowNanos) {
            for (int i = 0; i < count; i++) {
                MediaPacket packet = remembered[sequences[i] & (REMEMBERED - 1)];
                int slot = sequences[i] & (REMEMBERED - 1);
                if (packet != null
                        && (packet.sequence() & 0xFFFF) == sequences[i]
                        && nowNanos - resentNanos[slot] > out().roundTripNanos()) {
                    resentNanos[slot] = nowNanos;
                    resend(packet, nowNanos);
                }
            }
        }

        @Override
        public void keyFrameRequested(long nowNanos) {
            trace.keyFrame();
        }

        @Override
        public int probe(int bytes, long nowNanos) {
            int sent = 0;
            for (int tries = 0; tries < PROBED && sent < bytes; tries++) {
                MediaPacket packet = remembered[(int) (sequence - 1 - next++ % PROBED) & (REMEMBERED - 1)];
                if (packet != null) {
                    resend(packet, nowNanos);
                    sent += packet.payload().length + 40;
                }
            }
            return sent;
        }

        private void resend(MediaPacket packet, long nowNanos) {
            out().resend(
                            packet,
                            FORMAT,
                            packet.sequence(),
                            packet.timestamp(),
                            packet.marker(),
                            packet.payload(),
                            0,
                            0,
                            null,
                            nowNanos);
        }
    }

    /** Forwards what fits in {@code share} of the estimate, up to a most, as an encoder would. */
    public static Adaptation smooth(double share, long most) {
        return (estimate, now) -> Math.min(most, (long) (share * estimate));
    }

    /**
     * Forwards the best of these layers that fits, as an SFU does: down at once, up after the estimate has allowed it for
     * half a second.
     *
     * @param layers ascending, bits a second
     */
    public static Adaptation layers(long... layers) {
        long[] ladder = Arrays.copyOf(layers, layers.length);
        return new Adaptation() {
            private int current;
            private long fitsSinceNanos = Long.MAX_VALUE;

            @Override
            public long bitrate(long estimate, long nowNanos) {
                while (current > 0 && ladder[current] > estimate) {
                    current--;
                    fitsSinceNanos = Long.MAX_VALUE;
                }
                int best = current;
                while (best + 1 < ladder.length && ladder[best + 1] * 1.1 <= estimate) {
                    best++;
                }
                if (best == current) {
                    fitsSinceNanos = Long.MAX_VALUE;
                } else if (fitsSinceNanos == Long.MAX_VALUE) {
                    fitsSinceNanos = nowNanos;
                } else if (nowNanos - fitsSinceNanos >= 500_000_000L) {
                    current = best;
                    fitsSinceNanos = Long.MAX_VALUE;
                }
                return ladder[current];
            }

            @Override
            public boolean switches() {
                return true;
            }
        };
    }
}
