package org.lyceum.sfu;

import org.lyceum.rtc.stream.MediaPacket;

/**
 * The part of a room that lives on one media loop: its publishers and subscribers there. Sans-IO and confined to that loop:
 * after any call, {@link #deadlineNanos} says when {@link #onDeadline} wants to be called.
 *
 * <p>A track has its source on one shard at most. That shard is given the packets by {@link #receive}, forwards them to its
 * own subscribers and mails them through {@link ShardLinks} to the others, which get them by {@link #receiveRemote}. Wishes
 * for key frames travel the other way.
 */
@SuppressWarnings("DoNotCallSuggester") // the bodies follow
public final class RoomShard {
    private final ShardLinks links;
    private final ShardEvents events;

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
        throw unsupported();
    }

    /** The track has no source here any more; subscriptions stay. Harmless when it had none. */
    public void unpublish(TrackId track, long nowNanos) {
        throw unsupported();
    }

    /** A packet of a source on this loop. */
    public void receive(TrackId track, MediaPacket packet, long nowNanos) {
        throw unsupported();
    }

    /** A packet that the shard with the source has mailed. */
    public void receiveRemote(TrackId track, MediaPacket packet, long nowNanos) {
        throw unsupported();
    }

    /** Another shard wants a key frame. Without the source here it is ignored. */
    public void requestKeyFrame(TrackId track, int layer, long nowNanos) {
        throw unsupported();
    }

    public void subscribe(TrackId track, Subscriber subscriber, long nowNanos) {
        throw unsupported();
    }

    /** Harmless when it is not subscribed. */
    public void unsubscribe(TrackId track, Subscriber subscriber) {
        throw unsupported();
    }

    /** When {@link #onDeadline} wants to be called, {@link Long#MAX_VALUE} for never. */
    public long deadlineNanos() {
        throw unsupported();
    }

    public void onDeadline(long nowNanos) {
        throw unsupported();
    }

    private UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException(links + " " + events);
    }
}
