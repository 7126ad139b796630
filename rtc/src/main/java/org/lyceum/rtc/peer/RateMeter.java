package org.lyceum.rtc.peer;

import java.util.concurrent.TimeUnit;

/** Bits a second over a window of about a second, in slots of an eighth. Allocates nothing. Confined to one thread. */
final class RateMeter {
    private static final int SLOTS = 8;
    private static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(125);

    private final long[] bytes = new long[SLOTS];
    private long sum;
    private long slot;
    private long firstSlot;
    private boolean started;

    void add(int length, long nowNanos) {
        advance(nowNanos);
        bytes[(int) Math.floorMod(slot, (long) SLOTS)] += length;
        sum += length;
    }

    /** The rate of now; of the slots that are over, and of what has begun. */
    long bitsPerSecond(long nowNanos) {
        if (!started) {
            return 0;
        }
        advance(nowNanos);
        long covered = Math.min(SLOTS - 1, slot - firstSlot) * SLOT_NANOS + Math.floorMod(nowNanos, SLOT_NANOS);
        return covered < SLOT_NANOS ? 0 : sum * 8 * TimeUnit.SECONDS.toNanos(1) / covered;
    }

    private void advance(long nowNanos) {
        long now = Math.floorDiv(nowNanos, SLOT_NANOS);
        if (!started) {
            started = true;
            firstSlot = now;
            slot = now;
        }
        for (int cleared = 0; slot < now && cleared < SLOTS; cleared++) {
            slot++;
            int at = (int) Math.floorMod(slot, (long) SLOTS);
            sum -= bytes[at];
            bytes[at] = 0;
        }
        slot = Math.max(slot, now);
    }
}
