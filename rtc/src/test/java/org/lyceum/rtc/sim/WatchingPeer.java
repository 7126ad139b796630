package org.lyceum.rtc.sim;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.dtls.DtlsFactory;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.rtc.dtls.DtlsTransport;
import org.lyceum.rtc.dtls.Fingerprint;
import org.lyceum.rtc.dtls.SrtpKeys;
import org.lyceum.rtc.ice.IceAgent;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.rtc.peer.DatagramPool;
import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.peer.Peer;
import org.lyceum.rtc.peer.PeerObserver;
import org.lyceum.rtc.session.ExtensionMap;
import org.lyceum.rtc.session.LocalSource;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.session.SessionUpdate;
import org.lyceum.rtc.session.TransportParameters;
import org.lyceum.rtc.srtp.AesGcmFactory;
import org.lyceum.rtc.srtp.JdkAesGcm;
import org.lyceum.rtc.srtp.SrtpProfile;
import org.lyceum.rtc.srtp.SrtpSender;
import org.lyceum.wire.rtcp.RtcpWriter;

/**
 * A server's peer that sends a picture to a browser that is there from the start, says once that it can take a lot, and then
 * nothing more: for measuring what it costs to send. Everything but ICE and DTLS is real.
 */
public final class WatchingPeer implements PeerObserver {
    private static final String MID = "0";
    private static final long PLENTY = 100_000_000;
    private static final AtomicInteger EPOCHS = new AtomicInteger();

    private final Peer peer;
    private boolean connected;
    private @Nullable CloseReason closed;

    /**
     * @param number tells the watcher's address from others', 0 to 40,000
     * @param pool of the loop
     */
    public WatchingPeer(int number, AesGcmFactory aesGcm, DatagramPool pool, RandomGenerator random, long nowNanos) {
        Path path = SimulatedNetwork.udp(SimulatedNetwork.address(100, 20_000 + number));
        SrtpKeys keys = keys(random);
        ConnectedDtls dtls = new ConnectedDtls(keys);
        LocalSource source = new LocalSource(2 * number + 1, 2 * number + 2, "cname");
        MediaSection picture = new MediaSection(
                MID,
                MediaKind.VIDEO,
                false,
                source,
                List.of(PeerLink.VP8),
                new ExtensionMap(1, 0, 0, 0, 2, 3, 0, 0, 0),
                List.of(),
                List.of());
        TransportParameters transport = new TransportParameters(
                "server",
                "passwordOfServer0123456",
                "client",
                "passwordOfClient0123456",
                DtlsRole.SERVER,
                dtls.localFingerprint());
        peer = new Peer(
                new Peer.Wiring(
                        (parameters, _, now) -> new ConnectedIce(path),
                        dtls,
                        aesGcm,
                        () -> {},
                        pool,
                        random,
                        EPOCHS::incrementAndGet,
                        0),
                this,
                new SessionUpdate(transport, List.of(picture)),
                nowNanos);
        peer.onDeadline(nowNanos);
        if (!connected) {
            throw new AssertionError("not connected");
        }
        sayPlenty(keys, source.ssrc(), path, nowNanos);
    }

    private void sayPlenty(SrtpKeys keys, int ssrc, Path path, long nowNanos) {
        RtcpWriter writer = new RtcpWriter(new byte[100], 0).remb(7, PLENTY, List.of(ssrc));
        byte[] packet = Arrays.copyOf(writer.toByteArray(), 200);
        try (SrtpSender browser = new SrtpSender(keys.profile(), keys.remoteKey(), keys.remoteSalt(), JdkAesGcm::new)) {
            peer.receive(packet, 0, browser.protectRtcp(packet, 0, writer.length()), path, nowNanos);
        }
    }

    private static SrtpKeys keys(RandomGenerator random) {
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        byte[][] bytes = {
            new byte[profile.keyBytes()], new byte[profile.saltBytes()],
            new byte[profile.keyBytes()], new byte[profile.saltBytes()]
        };
        for (byte[] each : bytes) {
            random.nextBytes(each);
        }
        return new SrtpKeys(profile, bytes[0], bytes[1], bytes[2], bytes[3]);
    }

    public Peer peer() {
        return peer;
    }

    public OutboundMedia picture() {
        return Objects.requireNonNull(peer.outbound(MID));
    }

    public @Nullable CloseReason closeReason() {
        return closed;
    }

    @Override
    public void connected() {
        connected = true;
    }

    @Override
    public void closed(CloseReason reason) {
        closed = reason;
    }

    @Override
    public void wantsDrain() {
        // Whoever measures drains everybody.
    }

    /** Has a path, and no more to do than to say so. */
    private static final class ConnectedIce implements IceAgent {
        private final Path path;
        private boolean begun;

        ConnectedIce(Path path) {
            this.path = path;
        }

        @Override
        public void receive(byte[] bytes, int offset, int length, Path from, long nowNanos) {}

        @Override
        public void drain(IceAgent.Output output) {}

        @Override
        public long deadlineNanos() {
            return begun ? Long.MAX_VALUE : Long.MIN_VALUE;
        }

        @Override
        public void onDeadline(long nowNanos) {
            begun = true;
        }

        @Override
        public IceAgent.State state() {
            return IceAgent.State.CONNECTED;
        }

        @Override
        public Path selected() {
            return path;
        }

        @Override
        public boolean knows(Path other) {
            return other.equals(path);
        }

        @Override
        public void follow(Path other, long nowNanos) {}

        @Override
        public long unanswered() {
            return 0;
        }

        @Override
        public void suspect(Path other, long nowNanos) {}

        @Override
        public void restart(String localUfrag, String localPwd, String remoteUfrag, String remotePwd, long nowNanos) {}
    }

    /** Has keys as soon as it is begun. */
    private static final class ConnectedDtls implements DtlsFactory, DtlsTransport {
        private final SrtpKeys keys;
        private DtlsTransport.State state = DtlsTransport.State.NEW;

        ConnectedDtls(SrtpKeys keys) {
            this.keys = keys;
        }

        @Override
        public DtlsTransport create(DtlsRole role, Fingerprint remote, Runnable wakeUp) {
            return this;
        }

        @Override
        public Fingerprint localFingerprint() {
            return Fingerprint.sha256(new byte[0]);
        }

        @Override
        public void start(long nowNanos) {
            state = DtlsTransport.State.CONNECTED;
        }

        @Override
        public void receive(byte[] bytes, int offset, int length, long nowNanos) {}

        @Override
        public void drain(DtlsTransport.Output output) {}

        @Override
        public long deadlineNanos() {
            return Long.MAX_VALUE;
        }

        @Override
        public void onDeadline(long nowNanos) {}

        @Override
        public DtlsTransport.State state() {
            return state;
        }

        @Override
        public @Nullable String failure() {
            return null;
        }

        @Override
        public @Nullable SrtpKeys srtpKeys() {
            return state == DtlsTransport.State.CONNECTED ? keys : null;
        }

        @Override
        public void close(long nowNanos) {
            state = DtlsTransport.State.CLOSED;
        }
    }
}
