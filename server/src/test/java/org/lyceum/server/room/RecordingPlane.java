package org.lyceum.server.room;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.lyceum.net.MediaPlane;
import org.lyceum.net.PeerHandle;
import org.lyceum.net.PeerListener;
import org.lyceum.net.PeerStats;
import org.lyceum.net.RoomListener;
import org.lyceum.net.RoomMedia;
import org.lyceum.rtc.dtls.Fingerprint;
import org.lyceum.rtc.session.LocalParameters;
import org.lyceum.rtc.session.SessionUpdate;
import org.lyceum.sfu.LayerWish;
import org.lyceum.sfu.TrackId;
import org.lyceum.wire.sdp.Candidate;

/** Stands where the media loops are, writes down what it is told, and lets a test say what media does. */
public final class RecordingPlane implements MediaPlane {
    /** A peer that never moves by itself. */
    public static final class RecordingPeer implements PeerHandle {
        final String id;
        public final PeerListener listener;
        public final List<SessionUpdate> updates = new CopyOnWriteArrayList<>();
        /** ICE user fragments of offers. */
        public final List<String> expected = new CopyOnWriteArrayList<>();

        /** What the page at the other end wishes, by m-line. */
        public final List<String> wishes = new CopyOnWriteArrayList<>();

        public volatile boolean closed;

        /** How it does, for whoever asks; null for not at all. */
        volatile @Nullable PeerStats stats;

        RecordingPeer(String id, PeerListener listener) {
            this.id = id;
            this.listener = listener;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void expect(String localUfrag, String localPwd) {
            expected.add(localUfrag);
        }

        @Override
        public void update(SessionUpdate update) {
            updates.add(update);
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public void layerWish(String mid, LayerWish wish) {
            wishes.add(mid + " " + wish);
        }

        @Override
        public CompletableFuture<PeerStats> stats() {
            PeerStats now = stats;
            return now == null
                    ? CompletableFuture.failedFuture(new IllegalStateException("no media here"))
                    : CompletableFuture.completedFuture(now);
        }
    }

    private static final LocalParameters LOCAL = new LocalParameters(
            new Fingerprint("sha-256", "AB" + ":CD".repeat(31)),
            List.of(new Candidate("udp", "192.0.2.1", 7882, 2_130_706_431L)));

    public final List<RecordingPeer> peers = new CopyOnWriteArrayList<>();
    /** What rooms were told, one line a call. */
    public final List<String> calls = new CopyOnWriteArrayList<>();

    public volatile @Nullable RoomListener room;

    /** Whether it sheds. */
    public volatile boolean full;

    @Override
    public LocalParameters localParameters() {
        return LOCAL;
    }

    @Override
    public PeerHandle createPeer(PeerListener listener) {
        RecordingPeer peer = new RecordingPeer("peer" + peers.size(), listener);
        peers.add(peer);
        return peer;
    }

    @Override
    public RoomMedia openRoom(String roomId, RoomListener listener) {
        room = listener;
        return new RoomMedia() {
            @Override
            public void publish(TrackId track, PeerHandle peer, String mid) {
                calls.add("publish " + track + " from " + peer.id() + " " + mid);
            }

            @Override
            public void unpublish(TrackId track) {
                calls.add("unpublish " + track);
            }

            @Override
            public void subscribe(PeerHandle peer, String mid, TrackId track) {
                calls.add("subscribe " + peer.id() + " " + mid + " to " + track);
            }

            @Override
            public void unsubscribe(PeerHandle peer, String mid) {
                calls.add("unsubscribe " + peer.id() + " " + mid);
            }

            @Override
            public void close() {
                calls.add("close");
            }
        };
    }

    public RecordingPeer peer(int index) {
        return peers.get(index);
    }

    public RecordingPeer newestPeer() {
        return peers.getLast();
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
