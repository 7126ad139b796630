package org.lyceum.rtc.dtls;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits how many handshakes run at once, so that a crowd of joins or a flood costs waiting time and not memory and
 * latency of everybody. Nobody blocks on it: who is refused asks again.
 */
final class HandshakeGate {
    private final int limit;
    private final AtomicInteger running = new AtomicInteger();

    HandshakeGate(int limit) {
        this.limit = limit;
    }

    boolean tryEnter() {
        if (running.incrementAndGet() <= limit) {
            return true;
        }
        running.decrementAndGet();
        return false;
    }

    void leave() {
        running.decrementAndGet();
    }

    int running() {
        return running.get();
    }
}
