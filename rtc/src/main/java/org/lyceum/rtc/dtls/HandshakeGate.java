package org.lyceum.rtc.dtls;

import java.util.concurrent.Semaphore;

/**
 * Limits how many handshakes compute at once, so that a crowd of joins or a flood costs waiting time and not the latency of
 * everybody. Whoever waits for the network is outside ({@link HandshakeTurn}): peers that begin and fall silent keep nobody
 * from a turn. To begin, nobody blocks: who is refused asks again. To go on, a handshake's own thread waits, and comes before those
 * that want to begin.
 */
final class HandshakeGate {
    private final int limit;
    private final Semaphore turns;

    HandshakeGate(int limit) {
        this.limit = limit;
        this.turns = new Semaphore(limit, true);
    }

    boolean tryEnter() {
        return !turns.hasQueuedThreads() && turns.tryAcquire();
    }

    /** Waits for a turn, briefly: each is a millisecond or two of work. */
    void enterAgain() {
        turns.acquireUninterruptibly();
    }

    void leave() {
        turns.release();
    }

    int running() {
        return limit - turns.availablePermits();
    }
}
