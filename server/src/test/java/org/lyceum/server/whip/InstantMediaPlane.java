package org.lyceum.server.whip;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.lyceum.net.MediaPlane;
import org.lyceum.net.PeerHandle;
import org.lyceum.net.PeerListener;
import org.lyceum.net.PeerStats;
import org.lyceum.net.RoomListener;
import org.lyceum.net.RoomMedia;
import org.lyceum.rtc.dtls.Fingerprint;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.session.LocalParameters;
import org.lyceum.rtc.session.SessionUpdate;
import org.lyceum.sfu.LayerWish;
import org.lyceum.sfu.TrackId;
import org.lyceum.wire.sdp.Candidate;

/** Media in which nothing is sent and everything flows at once: what HTTP answers does not depend on packets. */
public final class InstantMediaPlane implements MediaPlane {
    final List<Peer> peers = new CopyOnWriteArrayList<>();
    /** Whether it sheds. */
    volatile boolean full;

    private final AtomicInteger subscriptions = new AtomicInteger();

    /** A peer that a test can let come and go. */
    static final class Peer implements PeerHandle {
        final PeerListener listener;
        final List<SessionUpdate> updates = new CopyOnWriteArrayList<>();
        volatile boolean closed;

        Peer(PeerListener listener) {
            this.listener = listener;
        }

        @Override
        public String id() {
            return "peer";
        }

        @Override
        public void expect(String localUfrag, String localPwd) {}

        @Override
        public void update(SessionUpdate update) {
            updates.add(update);
        }

        @Override
        public void close() {
            closed = true;
            listener.closed(CloseReason.CLOSED_HERE);
        }

        @Override
        public void layerWish(String mid, LayerWish wish) {}

        @Override
        public CompletableFuture<PeerStats> stats() {
            return CompletableFuture.failedFuture(new IllegalStateException("no media here"));
        }
    }

    int subscriptions() {
        return subscriptions.get();
    }

    @Override
    public LocalParameters localParameters() {
        return new LocalParameters(
                new Fingerprint("sha-256", "AB" + ":CD".repeat(31)),
                List.of(new Candidate("udp", "192.0.2.1", 7882, 2_130_706_431L)));
    }

    @Override
    public PeerHandle createPeer(PeerListener listener) {
        Peer peer = new Peer(listener);
        peers.add(peer);
        return peer;
    }

    @Override
    public RoomMedia openRoom(String roomId, RoomListener listener) {
        return new RoomMedia() {
            @Override
            public void publish(TrackId track, PeerHandle peer, String mid) {
                listener.trackFlowing(track, new Codec(CodecType.VP8, ""));
            }

            @Override
            public void unpublish(TrackId track) {}

            @Override
            public void subscribe(PeerHandle peer, String mid, TrackId track) {
                subscriptions.incrementAndGet();
            }

            @Override
            public void unsubscribe(PeerHandle peer, String mid) {}

            @Override
            public void close() {}
        };
    }

    @Override
    public boolean isShedding() {
        return full;
    }

    @Override
    public boolean isFull() {
        return full;
    }
}
