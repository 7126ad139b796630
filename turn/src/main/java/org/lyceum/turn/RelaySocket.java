package org.lyceum.turn;

import java.net.InetSocketAddress;

/** The socket of a relayed address. On the thread of its engine. */
public interface RelaySocket {
    /**
     * Sends one datagram.
     *
     * @param dontFragment whether routers may not cut it up (RFC 8656, 14)
     */
    void send(InetSocketAddress peer, boolean dontFragment, byte[] bytes, int offset, int length);

    /** Nothing is sent or received any more. */
    void close();
}
