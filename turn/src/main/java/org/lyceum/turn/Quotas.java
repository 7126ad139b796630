package org.lyceum.turn;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many allocations there are, by user and by network. Any thread. */
final class Quotas {
    private static final int NETWORK_BYTES = 8;

    /** Whether there is room for one more. */
    enum Verdict {
        TAKEN,
        QUOTA_REACHED,
        FULL
    }

    private final TurnSettings settings;
    private final ConcurrentMap<String, Integer> byUser = new ConcurrentHashMap<>();
    private final ConcurrentMap<ByteBuffer, Integer> byNetwork = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();

    Quotas(TurnSettings settings) {
        this.settings = settings;
    }

    /** Takes a place, which {@link #release} gives back. */
    Verdict take(String user, InetAddress client) {
        int ofUser = byUser.merge(user, 1, Integer::sum);
        int ofNetwork = byNetwork.merge(network(client), 1, Integer::sum);
        int ofAll = all.incrementAndGet();
        boolean reached = ofUser > settings.allocationsByUser() || ofNetwork > settings.allocationsByNetwork();
        if (!reached && ofAll <= settings.allocations()) {
            return Verdict.TAKEN;
        }
        release(user, client);
        return reached ? Verdict.QUOTA_REACHED : Verdict.FULL;
    }

    void release(String user, InetAddress client) {
        all.decrementAndGet();
        byUser.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
        byNetwork.computeIfPresent(network(client), (_, count) -> count == 1 ? null : count - 1);
    }

    int size() {
        return all.get();
    }

    /** Users and networks that are counted: none without an allocation. */
    int counted() {
        return byUser.size() + byNetwork.size();
    }

    /** What belongs to one customer: an IPv4 address, a /64 of IPv6. */
    private static ByteBuffer network(InetAddress client) {
        byte[] bytes = client.getAddress();
        return ByteBuffer.wrap(bytes, 0, client instanceof Inet6Address ? NETWORK_BYTES : bytes.length);
    }
}
