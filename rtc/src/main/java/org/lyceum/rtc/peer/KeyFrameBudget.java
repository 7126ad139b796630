package org.lyceum.rtc.peer;

import java.util.concurrent.TimeUnit;

/**
 * How many key frames one watcher may cause on one m-line. A key frame costs the source and everybody else who watches, so
 * that who asks without end is heard now and then only. Questions that follow one another quickly are one question. Confined to
 * the peer's thread.
 */
public final class KeyFrameBudget {
    /** Questions that are heard before any is refused. */
    static final int BURST = 6;

    /** Another one after so long. */
    static final long REFILL_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Browsers repeat the question until the key frame is there. */
    static final long SAME_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private int left = BURST;
    private long refilledNanos;
    private boolean asked;
    private long askedNanos;

    /** Whether the room is to hear this question. */
    public boolean allow(long nowNanos) {
        if (asked && nowNanos - askedNanos < SAME_NANOS) {
            return true;
        }
        if (left == BURST) {
            refilledNanos = nowNanos;
        }
        int earned = (int) Math.min((nowNanos - refilledNanos) / REFILL_NANOS, BURST - left);
        left += earned;
        refilledNanos += earned * REFILL_NANOS;
        if (left == 0) {
            return false;
        }
        left--;
        asked = true;
        askedNanos = nowNanos;
        return true;
    }
}
