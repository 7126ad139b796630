package org.lyceum.net;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The ICE-TCP connections of all loops by their remote address; read and written by every loop. */
final class TcpConnections {
    /** A household or an office behind one address; what comes on top is refused. */
    private static final int MOST_BY_ADDRESS = 64;

    private final ConcurrentMap<InetSocketAddress, Channel> byRemote = new ConcurrentHashMap<>();
    private final ConcurrentMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    /** False where the address has too many already. */
    boolean add(InetSocketAddress remote, Channel channel) {
        int count = byAddress.merge(remote.getAddress(), 1, Integer::sum);
        if (count > MOST_BY_ADDRESS) {
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
        byAddress.computeIfPresent(remote.getAddress(), (_, count) -> count == 1 ? null : count - 1);
    }

    @Nullable
    Channel find(InetSocketAddress remote) {
        return byRemote.get(remote);
    }

    int size() {
        return byRemote.size();
    }
}
