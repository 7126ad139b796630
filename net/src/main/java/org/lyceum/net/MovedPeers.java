package org.lyceum.net;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The peers of one loop, and which of them a packet from an unknown address could be of. SSRC and number are in the clear:
 * whose next number is nearest is tried first. Browsers that only watch all use the same SSRC, so that the number has to
 * tell them apart. What a flood of such packets can cost is bounded: so many looked at in a second, so many tries for each.
 * Confined to the loop.
 */
final class MovedPeers {
    /** Peers that one datagram is tried on. */
    static final int MOST_TRIES = 8;

    private static final int MOST_A_SECOND = 500;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Set<PeerSession> peers = new LinkedHashSet<>();
    private final @Nullable PeerSession[] candidates = new @Nullable PeerSession[MOST_TRIES];
    private final int[] ahead = new int[MOST_TRIES];
    private double allowance = MOST_A_SECOND;
    private long lastNanos;

    MovedPeers(long nowNanos) {
        this.lastNanos = nowNanos;
    }

    void add(PeerSession session) {
        peers.add(session);
    }

    void remove(PeerSession session) {
        peers.remove(session);
    }

    Set<PeerSession> peers() {
        return peers;
    }

    /** Whether one more datagram may be looked at. */
    boolean allow(long nowNanos) {
        double refill = (nowNanos - lastNanos) / NANOS_PER_SECOND * MOST_A_SECOND;
        allowance = Math.min(MOST_A_SECOND, allowance + refill);
        lastNanos = nowNanos;
        if (allowance < 1) {
            return false;
        }
        allowance--;
        return true;
    }

    /** Those who could have sent it, the likeliest first, then nulls; the array is used again by the next call. */
    @Nullable
    PeerSession[] candidates(byte[] bytes, int length) {
        Arrays.fill(candidates, null);
        for (PeerSession session : peers) {
            int distance = session.ahead(bytes, length);
            if (distance > 0) {
                insert(session, distance);
            }
        }
        return candidates;
    }

    private void insert(PeerSession session, int distance) {
        int at = MOST_TRIES;
        while (at > 0 && (candidates[at - 1] == null || ahead[at - 1] > distance)) {
            at--;
            if (at + 1 < MOST_TRIES) {
                candidates[at + 1] = candidates[at];
                ahead[at + 1] = ahead[at];
            }
        }
        if (at < MOST_TRIES) {
            candidates[at] = session;
            ahead[at] = distance;
        }
    }
}
