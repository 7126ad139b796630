package org.lyceum.net;

import org.lyceum.sfu.TrackId;

/**
 * One peer's m-line as the source of a track. Compared by identity: a peer may publish, stop and publish again.
 */
final class Publication {
    private final RoomHub room;
    private final TrackId track;
    private final PeerSession session;
    private final String mid;

    Publication(RoomHub room, TrackId track, PeerSession session, String mid) {
        this.room = room;
        this.track = track;
        this.session = session;
        this.mid = mid;
    }

    RoomHub room() {
        return room;
    }

    TrackId track() {
        return track;
    }

    PeerSession session() {
        return session;
    }

    String mid() {
        return mid;
    }
}
