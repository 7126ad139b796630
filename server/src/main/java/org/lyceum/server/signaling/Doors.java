package org.lyceum.server.signaling;

import org.lyceum.server.direct.DirectRooms;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.room.Outlet;
import org.lyceum.server.room.ResumeRefusedException;
import org.lyceum.server.room.RoomRegistry;
import org.lyceum.server.room.Seat;

/** The ways in; the role says which. May wait. */
record Doors(RoomRegistry rooms, DirectRooms direct) {
    Seat register(ClientMessage.Register register, Outlet outlet) throws ProtocolException, ResumeRefusedException {
        return switch (register.role()) {
            case SENDER, RECEIVER -> direct.register(register, outlet);
            case PRESENTER, WATCHER, TEACHER, STUDENT -> rooms.register(register, outlet);
        };
    }
}
