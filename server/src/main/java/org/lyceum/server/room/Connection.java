package org.lyceum.server.room;

import org.lyceum.net.PeerHandle;
import org.lyceum.server.protocol.PeerConnectionName;

/** One peer connection of a participant, from its first description to its end. Confined to the room's thread. */
abstract sealed class Connection permits Publication, Subscription, Playback {
    private final Participant owner;
    private final PeerHandle peer;
    private boolean connected;

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

    /** ICE and DTLS are done. */
    boolean isConnected() {
        return connected;
    }

    void connected() {
        connected = true;
    }
}
