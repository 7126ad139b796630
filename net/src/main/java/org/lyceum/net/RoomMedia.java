package org.lyceum.net;

import org.lyceum.sfu.TrackId;

/**
 * Who publishes and who watches in one room, from any thread. Calls take effect in the order in which one thread makes them;
 * they may come before the peer has connected.
 */
public interface RoomMedia {
    /** What arrives on the peer's m-line becomes the track; a track that exists goes on with the new source. */
    void publish(TrackId track, PeerHandle peer, String mid);

    /** The track has no source any more; subscriptions stay and carry the next one. */
    void unpublish(TrackId track);

    /** The track is sent on the peer's m-line, which this side sends on; replaces what was sent there. */
    void subscribe(PeerHandle peer, String mid, TrackId track);

    void unsubscribe(PeerHandle peer, String mid);

    void close();
}
