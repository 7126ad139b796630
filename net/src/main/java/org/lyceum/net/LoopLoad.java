package org.lyceum.net;

/**
 * How full a loop is: 0 where it only waits, 1 where it never does, or is late, or hands the kernel more than that takes. A loop that
 * still waits now and then has caught up with what came; one that never waits has a queue that only grows. Looked at about once in
 * {@link #WINDOW_NANOS}, smoothed over the last second, so that the burst of a key frame is none. Sans-IO; confined to the loop.
 */
final class LoopLoad {
    /** What a load means. Each is left a little below where it is entered. */
    enum Verdict {
        NORMAL,
        /** Works, with little to spare: nobody gets more. */
        CROWDED,
        /** There is more to do than it can. */
        OVERLOADED
    }

    static final long WINDOW_NANOS = 200_000_000L;
    static final double CROWDED = 0.85;
    static final double OVERLOADED = 0.95;
    /** A verdict is left so far below where it is entered. */
    private static final double HYSTERESIS = 0.05;

    private static final double NEWEST = 0.4;

    private long lookedAt;
    private double load;
    private Verdict verdict = Verdict.NORMAL;

    LoopLoad(long nowNanos) {
        this.lookedAt = nowNanos;
    }

    /**
     * Ends a window.
     *
     * @param waitedNanos how much of it the loop has waited for something to do
     * @param dropped datagrams in it that the loop's socket did not take
     */
    Verdict look(long waitedNanos, long dropped, long nowNanos) {
        long elapsed = nowNanos - lookedAt;
        if (elapsed <= 0) {
            return verdict;
        }
        lookedAt = nowNanos;
        double busy = 1 - (double) waitedNanos / elapsed;
        double late = (double) (elapsed - WINDOW_NANOS) / WINDOW_NANOS;
        double newest = dropped > 0 ? 1 : Math.clamp(Math.max(busy, late), 0, 1);
        load += NEWEST * (newest - load);
        verdict = judge();
        return verdict;
    }

    private Verdict judge() {
        if (load >= OVERLOADED || (verdict == Verdict.OVERLOADED && load > OVERLOADED - HYSTERESIS)) {
            return Verdict.OVERLOADED;
        }
        boolean crowded = load >= CROWDED || (verdict != Verdict.NORMAL && load > CROWDED - HYSTERESIS);
        return crowded ? Verdict.CROWDED : Verdict.NORMAL;
    }

    /** 0 to 1. */
    double load() {
        return load;
    }

    Verdict verdict() {
        return verdict;
    }
}
