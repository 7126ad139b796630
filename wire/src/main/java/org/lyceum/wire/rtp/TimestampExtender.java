package org.lyceum.wire.rtp;

/**
 * Extends 32-bit RTP timestamps to {@code long}, each to the one nearest to the highest seen so far. The first is extended
 * with zeros; those from before it may come out negative, their lowest 32 bits still right.
 */
public final class TimestampExtender {
    private long highest;
    private boolean started;

    /** Extends a timestamp and remembers it if it is the highest. */
    public long extend(long timestamp) {
        long extended = peek(timestamp);
        if (!started || extended > highest) {
            started = true;
            highest = extended;
        }
        return extended;
    }

    /** Extends a timestamp and remembers nothing. */
    public long peek(long timestamp) {
        if (!started) {
            return timestamp & 0xFFFF_FFFFL;
        }
        return highest + (int) (timestamp - highest);
    }

    public boolean started() {
        return started;
    }

    /** The highest timestamp so far, 0 before the first. */
    public long highest() {
        return highest;
    }
}
