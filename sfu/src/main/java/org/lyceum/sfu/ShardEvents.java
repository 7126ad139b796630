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

    /**
     * Which layers of the track anybody wants has changed. Only the shard that has the source tells: what is wanted at once, what
     * is wanted no more after a while. Every new source sends everything until something else is said; the lowest layer stays
     * wanted even while nobody watches, so that a newcomer sees something at once.
     *
     * @param wanted bit n for layer n: a simulcast encoding by the order of the rids, or a spatial layer where there is one
     *     encoding
     */
    void layersWanted(TrackId track, int wanted);

    /**
     * This subscriber gets another quality from now on; or it stays paused although it wishes something else, so that the reason
     * may be another.
     *
     * @param paused nothing is sent until further notice, by its own wish or because nothing fits
     */
    void forwarding(Subscriber subscriber, TrackId track, Quality quality, boolean paused);
}
