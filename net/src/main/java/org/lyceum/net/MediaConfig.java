package org.lyceum.net;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * How the media plane runs.
 *
 * @param port UDP and TCP port of all media; 0 picks a free one
 * @param loops media loops, at least 1, each with a thread and a socket of its own
 * @param transport which way to the kernel
 * @param advertised addresses that go into candidates, with a port where a router in front translates it, else
 *     port 0
 */
public record MediaConfig(int port, int loops, Transport transport, List<InetSocketAddress> advertised) {
    /** The way to the kernel. */
    public enum Transport {
        /** Epoll where it is, NIO elsewhere. */
        AUTO,
        EPOLL,
        NIO
    }

    public MediaConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("media port must be 0 to 65535, is " + port);
        }
        if (loops < 1) {
            throw new IllegalArgumentException("there must be at least one media loop, asked for " + loops);
        }
        advertised = List.copyOf(advertised);
    }
}
