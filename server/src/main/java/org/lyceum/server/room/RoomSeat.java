package org.lyceum.server.room;

import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.protocol.MessageReader;
import org.lyceum.server.protocol.ProtocolException;

/** A socket's place in a broadcast. */
final class RoomSeat implements Seat {
    private final RoomActor room;
    private final SocketParticipant participant;
    private final Outlet outlet;

    RoomSeat(RoomActor room, SocketParticipant participant, Outlet outlet) {
        this.room = room;
        this.participant = participant;
        this.outlet = outlet;
    }

    @Override
    public void receive(String text) throws ProtocolException {
        said(MessageReader.read(text));
    }

    @Override
    public void closed(int code) {
        if (code == CloseCode.NORMAL.code()) {
            leave();
        } else {
            room.post(new RoomMessage.SocketLost(participant, outlet));
        }
    }

    void leave() {
        said(new ClientMessage.Leave());
    }

    private void said(ClientMessage message) {
        room.post(new RoomMessage.Said(participant, outlet, message));
    }
}
