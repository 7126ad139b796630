package org.lyceum.net;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.peer.InboundMedia;
import org.lyceum.rtc.peer.InboundSink;
import org.lyceum.rtc.peer.Peer;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.sfu.Quality;
import org.lyceum.sfu.RoomShard;
import org.lyceum.sfu.ShardEvents;
import org.lyceum.sfu.ShardLinks;
import org.lyceum.sfu.Subscriber;
import org.lyceum.sfu.TrackId;

/**
 * Gives a {@link RoomShard} its loop: timers, the mail to the room's other shards, and the way from its subscribers back
 * to their peers. Confined to the loop; it goes when the last member of the room on this loop has gone.
 */
final class ShardHost extends TimerWheel.Timer implements ShardEvents {
    private record Member(PeerSession session, String mid) {}

    private final RoomHub room;
    private final MediaLoop loop;
    private final RoomShard shard = new RoomShard(new Links(), this);
    private final IdentityHashMap<Subscriber, Member> members = new IdentityHashMap<>();
    private final Set<Publication> publications = new HashSet<>();

    /** The last member has gone; mail that was under way finds nobody. */
    private boolean gone;

    ShardHost(RoomHub room, MediaLoop loop) {
        this.room = room;
        this.loop = loop;
    }

    MediaLoop loop() {
        return loop;
    }

    void publish(Publication publication, Peer source, long nowNanos) {
        InboundMedia media = source.inbound(publication.mid());
        if (media == null) {
            dropIfEmpty();
            return; // the m-line went while the command waited
        }
        TrackId track = publication.track();
        publications.add(publication);
        InboundSink sink = (packet, now) -> shard.receive(track, packet, now);
        int firstEpoch = media.deliverTo(sink);
        shard.publish(track, media::requestKeyFrame, firstEpoch, nowNanos);
        reschedule();
    }

    void unpublish(Publication publication, @Nullable Peer source, long nowNanos) {
        InboundMedia media = source == null ? null : source.inbound(publication.mid());
        if (media != null) {
            media.deliverTo(InboundSink.NOBODY);
        }
        if (publications.remove(publication)
                && publications.stream().noneMatch(p -> p.track().equals(publication.track()))) {
            shard.unpublish(publication.track(), nowNanos);
        }
        dropIfEmpty();
        if (gone && !room.hasSource(publication.track())) {
            room.trackStalled(publication.track(), loop); // the shard that would have said so after a while is no more
        }
    }

    void subscribe(PeerSession session, String mid, TrackId track, Subscriber subscriber, long nowNanos) {
        members.put(subscriber, new Member(session, mid));
        shard.subscribe(track, subscriber, nowNanos);
        reschedule();
    }

    void unsubscribe(TrackId track, Subscriber subscriber) {
        members.remove(subscriber);
        shard.unsubscribe(track, subscriber, loop.nowNanos());
        dropIfEmpty();
    }

    /** A packet from the loop with the source. */
    void receiveRemote(TrackId track, MediaPacket packet, long nowNanos) {
        if (!gone) {
            shard.receiveRemote(track, packet, nowNanos);
        }
    }

    /** What the watchers on another loop want. */
    void layersWanted(TrackId track, int fromLoop, int wanted, long nowNanos) {
        if (!gone) {
            shard.layersWanted(track, fromLoop, wanted, nowNanos);
            reschedule();
        }
    }

    /** A wish from another loop. */
    void requestKeyFrame(TrackId track, int layer, long nowNanos) {
        if (!gone) {
            shard.requestKeyFrame(track, layer, nowNanos);
            reschedule();
        }
    }

    @Override
    void expired(long nowNanos) {
        shard.onDeadline(nowNanos);
        reschedule();
    }

    /** The end of a cycle in which packets came. */
    void handOut(long nowNanos) {
        shard.handOut(nowNanos);
        reschedule();
    }

    /** Follows the shard's next deadline; to be called after whatever may have changed it. */
    void reschedule() {
        if (!gone) {
            loop.schedule(this, shard.deadlineNanos());
        }
    }

    private void dropIfEmpty() {
        if (members.isEmpty() && publications.isEmpty()) {
            gone = true;
            loop.schedule(this, Long.MAX_VALUE);
            room.drop(this, loop);
        } else {
            reschedule();
        }
    }

    @Override
    public String toString() {
        return "shard of room " + room.id();
    }

    // ---- what the shard says ----

    /** The mail to the room's other shards, and the loop. */
    private final class Links implements ShardLinks {
        @Override
        public void forward(TrackId track, MediaPacket packet) {
            room.forward(loop, track, packet);
        }

        @Override
        public void keyFrameWanted(TrackId track, int layer) {
            room.keyFrameWanted(track, layer);
        }

        @Override
        public void layersWanted(TrackId track, int wanted) {
            room.wantLayers(loop, track, wanted);
        }

        @Override
        public void handOutLater() {
            loop.handOutLater(ShardHost.this);
        }

        @Override
        public void served() {
            loop.drainDirty();
        }
    }

    @Override
    public void trackFlowing(TrackId track, Codec codec) {
        room.trackFlowing(track, codec);
    }

    @Override
    public void trackStalled(TrackId track) {
        room.trackStalled(track, loop);
    }

    @Override
    public void broken(Subscriber subscriber, RuntimeException cause) {
        Member member = members.get(subscriber);
        if (member != null) {
            loop.mail(new LoopMail.Broken(member.session(), cause));
        }
    }

    @Override
    public void undecodable(Subscriber subscriber, TrackId track, Codec codec) {
        Member member = members.get(subscriber);
        if (member != null) {
            room.undecodable(member.session(), member.mid(), track, codec);
        }
    }

    @Override
    public void layersWanted(TrackId track, int wanted) {
        room.layersWanted(track, wanted, loop);
    }

    @Override
    public void forwarding(Subscriber subscriber, TrackId track, Quality quality, boolean paused) {
        Member member = members.get(subscriber);
        if (member != null) {
            room.forwarding(member.session(), member.mid(), track, quality, paused);
        }
    }
}
