package org.lyceum.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.lyceum.rtc.peer.DatagramOutput;
import org.lyceum.rtc.peer.DatagramPool;
import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.sim.WatchingPeer;
import org.lyceum.rtc.srtp.AesGcmFactory;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.sfu.Allocator;
import org.lyceum.sfu.PeerSubscriber;
import org.lyceum.sfu.Quality;
import org.lyceum.sfu.RoomShard;
import org.lyceum.sfu.ShardEvents;
import org.lyceum.sfu.ShardLinks;
import org.lyceum.sfu.Subscriber;
import org.lyceum.sfu.TrackId;

/** A room on one loop and everything behind it but the sockets: what a media loop does with a camera's packets. */
final class Room {
    private static final TrackId CAMERA = new TrackId("camera");
    private static final long CARRIES_EVERYTHING = 1_000_000_000;

    private final RoomShard shard = new RoomShard(new Links(), new NoEvents());
    private final DatagramPool pool = new DatagramPool();
    private final List<WatchingPeer> watchers = new ArrayList<>();
    private final List<Allocator> allocators = new ArrayList<>();
    private final Random random = new Random(2);
    private final DatagramOutput output;
    private int served;
    private long nowNanos;

    /** @param output where datagrams go at the end of each frame */
    Room(DatagramOutput output) {
        this.output = output;
        shard.publish(CAMERA, (layer, now) -> {}, 0, 0);
    }

    void addPeers(int count, AesGcmFactory aesGcm) {
        for (int i = 0; i < count; i++) {
            WatchingPeer watcher = new WatchingPeer(watchers.size(), aesGcm, pool, random, 0);
            watchers.add(watcher);
            subscribe(watcher.picture());
        }
    }

    void subscribe(OutboundMedia media) {
        Allocator allocator = new Allocator(bitsPerSecond -> {});
        allocator.bandwidth(CARRIES_EVERYTHING, 0);
        PeerSubscriber subscriber = new PeerSubscriber(media, allocator, random);
        allocator.add(subscriber, 0);
        allocators.add(allocator);
        shard.subscribe(CAMERA, subscriber, 0);
    }

    /** One duty cycle: the packets come, are fanned out, every peer is drained, and deadlines are kept. */
    void cycle(MediaPacket[] packets) {
        long now = packets[0].arrivalNanos();
        for (int i = 0; i < allocators.size(); i++) {
            allocators.get(i).onDeadline(now);
        }
        if (shard.deadlineNanos() <= now) {
            shard.onDeadline(now);
        }
        for (MediaPacket packet : packets) {
            shard.receive(CAMERA, packet, now);
        }
        served = 0;
        nowNanos = now;
        shard.handOut(now);
        while (served < watchers.size()) {
            drainNext();
        }
    }

    /** Peers have subscribed in their order, so that it is the next one that has been served. */
    private void drainNext() {
        var peer = watchers.get(served++).peer();
        if (peer.deadlineNanos() <= nowNanos) {
            peer.onDeadline(nowNanos);
        }
        peer.drain(output, nowNanos);
    }

    void close() {
        watchers.forEach(watcher -> watcher.peer().close(0));
    }

    private final class Links implements ShardLinks {
        @Override
        public void forward(TrackId track, MediaPacket packet) {}

        @Override
        public void layersWanted(TrackId track, int wanted) {}

        @Override
        public void keyFrameWanted(TrackId track, int layer) {}

        @Override
        public void handOutLater() {}

        @Override
        public void served() {
            if (served < watchers.size()) {
                drainNext();
            }
        }
    }

    private static final class NoEvents implements ShardEvents {
        @Override
        public void trackFlowing(TrackId track, Codec codec) {}

        @Override
        public void trackStalled(TrackId track) {}

        @Override
        public void broken(Subscriber subscriber, RuntimeException cause) {
            throw cause;
        }

        @Override
        public void undecodable(Subscriber subscriber, TrackId track, Codec codec) {}

        @Override
        public void layersWanted(TrackId track, int wanted) {}

        @Override
        public void forwarding(Subscriber subscriber, TrackId track, Quality quality, boolean paused) {}
    }
}
