package org.lyceum.turn;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where relays live: takes what is for them from everyone in this process. Any thread. */
public interface RelayHome {
    /**
     * Something for a relayed address; the bytes are copied where they have to wait.
     *
     * @param from another relayed address, or null for the media port
     */
    void deliver(Relay relay, @Nullable InetSocketAddress from, byte[] bytes, int offset, int length);
}
