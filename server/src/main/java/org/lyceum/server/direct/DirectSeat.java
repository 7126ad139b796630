package org.lyceum.server.direct;

import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.protocol.MessageReader;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.room.Outlet;
import org.lyceum.server.room.Seat;

/** A socket's place in a direct room. */
record DirectSeat(DirectRooms rooms, DirectHouse.Place place, Outlet outlet) implements Seat {
    /** RFC 6455, 7.4.1: the close frame names no code, as that of {@code close()} in a browser. */
    private static final int NO_CODE = 1005;

    @Override
    public void receive(String text) throws ProtocolException {
        rooms.post(new DirectCommand.Said(place, outlet, MessageReader.readDirect(text)));
    }

    /** A close frame was meant: a page that goes away says so with 1001. */
    @Override
    public void closed(int code) {
        boolean left = code == CloseCode.NORMAL.code() || code == CloseCode.GOING_AWAY.code() || code == NO_CODE;
        rooms.post(new DirectCommand.SocketGone(place, outlet, left));
    }
}
