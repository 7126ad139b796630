package org.lyceum.net;

import org.lyceum.rtc.session.Codec;
import org.lyceum.sfu.TrackId;

/** What happens to the media of a room; called on a media loop. */
public interface RoomListener {
    /** Media flows again, or for the first time, or in another codec. */
    void trackFlowing(TrackId track, Codec codec);

    /** No media for 2 s. */
    void trackStalled(TrackId track);

    /** The peer did not negotiate the codec that the track is in: it will see nothing. */
    void undecodable(PeerHandle peer, String mid, TrackId track, Codec codec);
}
