package org.lyceum.sfu;

import org.lyceum.rtc.stream.MediaPacket;

/**
 * What a room forwards a track to: a watcher's m-line, later a recorder or a link to another node. Called on the loop of its
 * shard only. Subscribed to one track at a time; the same object may be unsubscribed and subscribed to another.
 */
public interface Subscriber {
    /** The beginning of a subscription. There may be no source yet. */
    void subscribed(TrackFeed feed, long nowNanos);

    /** Its end; nothing of that feed follows. */
    void unsubscribed();

    /** One packet of any layer, in order of arrival; those of the subscriber's liking are its own choice. */
    void forward(MediaPacket packet, long nowNanos);

    /** When {@link #onDeadline} wants to be called, {@link Long#MAX_VALUE} for never. */
    long deadlineNanos();

    void onDeadline(long nowNanos);
}
