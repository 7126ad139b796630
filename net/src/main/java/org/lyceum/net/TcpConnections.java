package org.lyceum.net;

import io.netty.channel.Channel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The ICE-TCP connections of all loops by their remote address; read and written by every loop. */
final class TcpConnections {
    /** A household or an office behind one address, or one /64 of IPv6; what comes on top is refused. */
    static final int MOST_BY_NETWORK = 64;

    /** Of all together: each costs a descriptor and some buffers. */
    static final int MOST = 8192;

    private static final int NETWORK_BYTES = 8;

    private final ConcurrentMap<InetSocketAddress, Channel> byRemote = new ConcurrentHashMap<>();
    private final ConcurrentMap<ByteBuffer, Integer> byNetwork = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();

    /** False where there are too many already, of its network or at all. */
    boolean add(InetSocketAddress remote, Channel channel) {
        int count = byNetwork.merge(network(remote), 1, Integer::sum);
        if (all.incrementAndGet() > MOST || count > MOST_BY_NETWORK) {
            release(remote);
            return false;
        }
        byRemote.put(remote, channel);
        return true;
    }

    void remove(InetSocketAddress remote, Channel channel) {
        if (byRemote.remove(remote, channel)) {
            release(remote);
        }
    }

    private void release(InetSocketAddress remote) {
        all.decrementAndGet();
        byNetwork.computeIfPresent(network(remote), (_, count) -> count == 1 ? null : count - 1);
    }

    /** What belongs to one customer: an IPv4 address, a /64 of IPv6. */
    private static ByteBuffer network(InetSocketAddress remote) {
        InetAddress address = remote.getAddress();
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(bytes, 0, address instanceof Inet6Address ? NETWORK_BYTES : bytes.length);
    }

    @Nullable
    Channel find(InetSocketAddress remote) {
        return byRemote.get(remote);
    }

    int size() {
        return byRemote.size();
    }

    /** Networks that are counted, for tests: none without a connection. */
    int networks() {
        return byNetwork.size();
    }
}
