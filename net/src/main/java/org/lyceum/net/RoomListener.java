package org.lyceum.net;

import org.lyceum.rtc.session.Codec;
import org.lyceum.sfu.Quality;
import org.lyceum.sfu.TrackId;

/** What happens to the media of a room; called on a media loop. */
public interface RoomListener {
    /** Media flows again, or for the first time, or in another codec. */
    void trackFlowing(TrackId track, Codec codec);

    /** No media for 2 s. */
    void trackStalled(TrackId track);

    /** The peer did not negotiate the codec that the track is in: it will see nothing. */
    void undecodable(PeerHandle peer, String mid, TrackId track, Codec codec);

    /**
     * Which layers of a track anybody wants has changed; told at once when one comes to be wanted, and only after a while when
     * nobody wants it any more.
     *
     * @param publisher who sends the track
     * @param mid on which m-line
     * @param wanted bit {@code n} for layer {@code n}: a simulcast encoding by the order of the rids, or a spatial layer where
     *     there is one encoding
     */
    default void layersWanted(PeerHandle publisher, String mid, TrackId track, int wanted) {}

    /**
     * A watcher gets another quality of a track from now on, or it stays paused, maybe for another reason, when it wished something else.
     *
     * @param mid the m-line of the watcher that it is sent on
     * @param paused nothing is sent until further notice: its page wished so, or its network carries nothing of it
     */
    default void forwarding(PeerHandle peer, String mid, TrackId track, Quality quality, boolean paused) {}
}
