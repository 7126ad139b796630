package org.lyceum.sfu;

import org.lyceum.rtc.session.Codec;

/** What a shard tells of its tracks. Called on the shard's loop, must not call back into the shard. */
public interface ShardEvents {
    /** Media flows again, or for the first time, or in another codec. Only the shard that has the source tells. */
    void trackFlowing(TrackId track, Codec codec);

    /** No media has come for 2 s, or the source went. Only the shard that had the source tells. */
    void trackStalled(TrackId track);

    /** This subscriber threw when it was given a packet: it is to be ended, later and not from within this call. */
    void broken(Subscriber subscriber, RuntimeException cause);

    /** This subscriber cannot decode what the track is in; told once for each codec. */
    void undecodable(Subscriber subscriber, TrackId track, Codec codec);
}
