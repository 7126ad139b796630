package org.lyceum.turn;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The way out of an engine, and the home of its relays. Called on the engine's thread; bytes are valid only during the call. */
public interface TurnOutlet extends RelayHome {
    /** Sends a message to a client, by its connection where it has one. */
    void toClient(Transport transport, InetSocketAddress client, byte[] bytes, int offset, int length);

    /** Gives the media port a datagram that came from a relay. */
    void toMedia(Relay relay, byte[] bytes, int offset, int length);

    /**
     * Opens the socket of a relay.
     *
     * @return null where its port is taken or the machine has no more
     */
    @Nullable
    RelaySocket open(Relay relay);

    /** Whether sockets can be told that nothing is to be fragmented. */
    boolean canForbidFragments();
}
