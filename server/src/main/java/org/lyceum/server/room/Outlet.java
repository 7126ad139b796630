package org.lyceum.server.room;

import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.protocol.ServerMessage;

/** Where a participant's messages go: its socket, seen from its room. No method blocks or throws; all may be called from any thread. */
public interface Outlet {
    void send(ServerMessage message);

    /** Closes the socket after everything that was sent; nothing is sent afterwards. */
    void close(CloseCode code, String reason);

    /** The name or address under which the client reached this server; empty where it is not known. */
    String host();
}
