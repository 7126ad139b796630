package org.lyceum.sfu;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.lyceum.rtc.stream.MediaPacket;

/**
 * The part of a room that lives on one media loop: its publishers and subscribers there. Sans-IO and confined to that loop:
 * after any call, {@link #deadlineNanos} says when {@link #onDeadline} wants to be called. None of its methods may be called
 * from within a call that it makes.
 *
 * <p>A track has its source on one shard at most. That shard is given the packets by {@link #receive}, forwards them to its
 * own subscribers and mails them through {@link ShardLinks} to the others, which get them by {@link #receiveRemote}. Wishes
 * for key frames travel the other way.
 *
 * <p>A packet on its way: {@code Track.accept} drops strays of earlier epochs, {@code ShardLinks.forward} is called once for the other
 * shards. At the end of the cycle {@link #handOut} puts it into the layer's history and calls {@code Subscriber.forward} for each subscriber
 * here, with all packets of the cycle for one subscriber before the next.
 */
public final class RoomShard {
    private final ShardLinks links;
    private final ShardEvents events;
    private final Map<TrackId, Track> tracks = new LinkedHashMap<>();
    /** Tracks of which packets wait. */
    private final ArrayDeque<Track> waiting = new ArrayDeque<>();

    /** The loop has been asked to have them handed out. */
    private boolean asked;

    private long deadline = Long.MAX_VALUE;

    public RoomShard(ShardLinks links, ShardEvents events) {
        this.links = links;
        this.events = events;
    }

    /**
     * The track's packets come from a source on this loop from now on; a source that it had is replaced.
     *
     * @param firstEpoch packets of earlier epochs are strays of a predecessor and are dropped; must be higher than every epoch
     *     that the track has had on any shard
     */
    public void publish(TrackId track, Publisher publisher, int firstEpoch, long nowNanos) {
        track(track, nowNanos).publish(publisher, firstEpoch, nowNanos);
    }

    /** The track has no source here any more; subscriptions stay. Harmless when it had none. */
    public void unpublish(TrackId track, long nowNanos) {
        Track known = tracks.get(track);
        if (known != null) {
            known.unpublish();
            wakeAt(nowNanos + Track.STALL_NANOS);
        }
    }

    /** A packet of a source on this loop. Without {@link #publish} before it, it is dropped. */
    public void receive(TrackId track, MediaPacket packet, long nowNanos) {
        Track known = tracks.get(track);
        if (known != null) {
            known.receive(packet, nowNanos);
        }
    }

    /** A packet that the shard with the source has mailed. */
    public void receiveRemote(TrackId track, MediaPacket packet, long nowNanos) {
        track(track, nowNanos).receiveRemote(packet, nowNanos);
    }

    /** Gives the subscribers here what has come since the last time. To be called once a cycle, after {@link ShardLinks#handOutLater}. */
    public void handOut(long nowNanos) {
        asked = false;
        for (Track track = waiting.pollFirst(); track != null; track = waiting.pollFirst()) {
            track.handOut(nowNanos);
        }
    }

    /** Another shard wants a key frame. Without the source here it is ignored. */
    public void requestKeyFrame(TrackId track, int layer, long nowNanos) {
        Track known = tracks.get(track);
        if (known != null) {
            known.remoteWish(layer, nowNanos);
        }
    }

    /**
     * What the watchers of another shard want of a track; counts for a few seconds. Without the source here it is ignored.
     *
     * @param shard any number that tells that shard from others
     * @param wanted a set of {@link WantedLayers}
     */
    public void layersWanted(TrackId track, int shard, int wanted, long nowNanos) {
        Track known = tracks.get(track);
        if (known != null) {
            known.remoteWants(shard, wanted, nowNanos);
        }
    }

    /** Harmless when it is subscribed to this track already. */
    public void subscribe(TrackId track, Subscriber subscriber, long nowNanos) {
        track(track, nowNanos).subscribe(subscriber, nowNanos);
    }

    /** Harmless when it is not subscribed. */
    public void unsubscribe(TrackId track, Subscriber subscriber, long nowNanos) {
        Track known = tracks.get(track);
        if (known != null) {
            known.unsubscribe(subscriber, nowNanos);
        }
    }

    /** When {@link #onDeadline} wants to be called, {@link Long#MAX_VALUE} for never. Takes no time. */
    public long deadlineNanos() {
        return deadline;
    }

    /** Key frames are asked for again, stalls are noticed, newcomers are brought up to now. */
    public void onDeadline(long nowNanos) {
        deadline = Long.MAX_VALUE;
        for (Iterator<Track> each = tracks.values().iterator(); each.hasNext(); ) {
            Track track = each.next();
            if (track.forgettable(nowNanos)) {
                each.remove();
            } else {
                wakeAt(track.onDeadline(nowNanos));
            }
        }
    }

    /** Number of tracks that it keeps anything of. */
    public int tracks() {
        return tracks.size();
    }

    void handOutLater(Track track) {
        if (!asked) {
            asked = true;
            links.handOutLater();
        }
        waiting.addLast(track);
    }

    void wakeAt(long deadlineNanos) {
        deadline = Math.min(deadline, deadlineNanos);
    }

    private Track track(TrackId id, long nowNanos) {
        Track known = tracks.get(id);
        if (known == null) {
            known = new Track(id, links, events, this, nowNanos);
            tracks.put(id, known);
            wakeAt(nowNanos + Track.STALL_NANOS);
        }
        return known;
    }
}
