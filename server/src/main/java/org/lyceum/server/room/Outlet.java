package org.lyceum.server.room;

import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.protocol.ServerMessage;

/** Where a participant's messages go: its socket, seen from its room. No method blocks or throws; all may be called from any thread. */
public interface Outlet {
    void send(ServerMessage message);

    /** Closes the socket after everything that was sent; nothing is sent afterwards. */
    void close(CloseCode code, String reason);

    /** Sends a WebSocket Ping. Its answer, as anything else that comes, makes {@link #heard} another number. */
    void ping();

    /** How much has come from the client so far; grows with every frame. */
    long heard();

    /** Who is at the other end. */
    Client client();

    /**
     * The other end of a socket.
     *
     * @param address under which limits count it
     * @param host the name or address under which it reached this server; empty where it is not known
     * @param near it is on this machine or in a private network, and no proxy stands between
     */
    record Client(String address, String host, boolean near) {}
}
