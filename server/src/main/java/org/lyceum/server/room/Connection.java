package org.lyceum.server.room;

import org.lyceum.net.PeerHandle;
import org.lyceum.net.PeerStats;
import org.lyceum.server.protocol.PeerConnectionName;

/** One peer connection of a participant, from its first description to its end. Confined to the room's thread. */
abstract sealed class Connection permits Publication, Subscription, Playback {
    private final Participant owner;
    private final PeerHandle peer;
    private boolean connected;
    private Measure measure = Measure.NOTHING;

    // The listener of the peer only mails this object; it is whole before anything is read from the mailbox.
    @SuppressWarnings("this-escape")
    Connection(RoomContext context, Participant owner) {
        this.owner = owner;
        this.peer = context.createPeer(this);
    }

    abstract PeerConnectionName name();

    Participant owner() {
        return owner;
    }

    PeerHandle peer() {
        return peer;
    }

    /** Whether its owner still has it: media events of older ones are late. */
    boolean isCurrent() {
        return owner.publication == this || owner.watching == this;
    }

    /** ICE and DTLS are done. */
    boolean isConnected() {
        return connected;
    }

    void connected() {
        connected = true;
    }

    /** How it did when it was last looked at. */
    Measure measure() {
        return measure;
    }

    /** It was looked at. */
    void measured(PeerStats stats, long now) {
        measure = measure.next(stats, now);
    }
}
