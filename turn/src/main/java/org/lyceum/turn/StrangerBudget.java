package org.lyceum.turn;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.lyceum.wire.Bytes;

/**
 * What may be sent to addresses that have proved nothing, and may be forged to have the answers hit somebody else: three times what came
 * from their network, and so much a second. A network is a /24 of IPv4 or a /64 of IPv6. It remembers a fixed number of them;
 * networks that share a place share its rate. Confined to one thread.
 */
final class StrangerBudget {
    static final int MOST_FACTOR = 3;
    static final int BYTES_PER_SECOND = 64_000;

    private static final int PLACES = 4096;
    private static final int MOST_CREDIT = 64_000;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long seed;
    private final long[] network = new long[PLACES];
    private final int[] credit = new int[PLACES];
    private final int[] sent = new int[PLACES];
    private final long[] secondNanos = new long[PLACES];

    /** @param seed unknown to others, so that nobody can tell which networks share a place */
    StrangerBudget(long seed) {
        this.seed = seed;
    }

    /** So many bytes came from there. */
    void received(InetAddress from, int bytes) {
        long key = key(from);
        int place = place(key);
        if (network[place] != key) {
            network[place] = key;
            credit[place] = 0;
        }
        credit[place] = Math.min(MOST_CREDIT, credit[place] + MOST_FACTOR * bytes);
    }

    /** Whether so many bytes may be sent there; counts them if so. */
    boolean spend(InetAddress to, int bytes, long nowNanos) {
        long key = key(to);
        int place = place(key);
        if (nowNanos - secondNanos[place] >= SECOND) {
            secondNanos[place] = nowNanos;
            sent[place] = 0;
        }
        if (network[place] != key || credit[place] < bytes || sent[place] + bytes > BYTES_PER_SECOND) {
            return false;
        }
        credit[place] -= bytes;
        sent[place] += bytes;
        return true;
    }

    private static long key(InetAddress address) {
        byte[] b = address.getAddress();
        return b.length == 4 ? Bytes.u24(b, 0) | 1L << 40 : Bytes.i64(b, 0);
    }

    private int place(long key) {
        long mixed = (key ^ seed) * 0x9E37_79B9_7F4A_7C15L;
        mixed = (mixed ^ mixed >>> 29) * 0xBF58_476D_1CE4_E5B9L;
        return (int) (mixed >>> 52);
    }
}
