package org.lyceum.server.room;

import org.lyceum.server.protocol.ProtocolException;

/** A socket's place in a room, of whatever shape, whose words it knows. From any thread; in the order of the calls. */
public interface Seat {
    /**
     * The client said this.
     *
     * @throws ProtocolException where it cannot be read
     */
    void receive(String text) throws ProtocolException;

    /** The socket is gone, closed with this code; the participant may resume through another unless the code says that it left. */
    void closed(int code);
}
