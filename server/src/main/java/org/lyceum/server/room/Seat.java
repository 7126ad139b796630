package org.lyceum.server.room;

import org.lyceum.server.protocol.ClientMessage;

/** A socket's place in a room. From any thread; in the order of the calls. */
public final class Seat {
    private final RoomActor room;
    private final SocketParticipant participant;
    private final Outlet outlet;

    Seat(RoomActor room, SocketParticipant participant, Outlet outlet) {
        this.room = room;
        this.participant = participant;
        this.outlet = outlet;
    }

    /** The client said this. */
    public void receive(ClientMessage message) {
        room.post(new RoomMessage.Said(participant, outlet, message));
    }

    /** The socket is gone; the participant may resume through another. */
    public void lost() {
        room.post(new RoomMessage.SocketLost(participant, outlet));
    }
}
