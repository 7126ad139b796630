package org.lyceum.sfu;

import org.lyceum.rtc.stream.MediaPacket;

/**
 * What a room forwards a track to: a watcher's m-line, later a recorder or a link to another node. Called on the loop of its
 * shard only. Subscribed to one track at a time; the same object may be unsubscribed and subscribed to another.
 */
public interface Subscriber {
    /** No deadline. */
    long NEVER = Long.MAX_VALUE;

    /** The beginning of a subscription. There may be no source yet. */
    void subscribed(TrackFeed feed, long nowNanos);

    /** Its end; nothing of that feed follows. */
    void unsubscribed();

    /** One packet of any layer, in order of arrival; those of the subscriber's liking are its own choice. */
    void forward(MediaPacket packet, long nowNanos);

    /** Does what is due and returns when it wants to be called again, {@link #NEVER} for not at all. It may be early. */
    long onDeadline(long nowNanos);

    /**
     * Which layers it wants the source to send, a set of {@link WantedLayers}; {@link TrackFeed#wantsChanged} when that changes.
     * Zero where it looks at what comes and wants nothing for itself.
     */
    default int wantedLayers() {
        return WantedLayers.ALL;
    }
}
