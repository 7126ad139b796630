package org.lyceum.turn;

import java.util.concurrent.TimeUnit;

/** A peer's address may send to an allocation, and be sent to (RFC 8656, 9). */
final class Permission {
    static final long LIFETIME_NANOS = TimeUnit.MINUTES.toNanos(5);

    /** Whether the address is out there; else only what this house delivers itself comes from it. */
    final boolean network;

    long expiresNanos;

    Permission(boolean network) {
        this.network = network;
    }

    void refresh(long nowNanos) {
        expiresNanos = nowNanos + LIFETIME_NANOS;
    }

    boolean holds(long nowNanos) {
        return expiresNanos - nowNanos > 0;
    }
}
