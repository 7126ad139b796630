package org.lyceum.rtc.stream;

/**
 * The smallest value of the last one to two windows. Two clocks are compared by the packet that travelled fastest; old
 * packets are forgotten because clocks drift.
 */
final class WindowedMinimum {
    private final long windowNanos;
    private long current;
    private long previous;
    private long windowBegin;
    private boolean started;

    WindowedMinimum(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    void add(long value, long nowNanos) {
        if (!started || nowNanos - windowBegin >= 2 * windowNanos) {
            reset(value, nowNanos);
        } else if (nowNanos - windowBegin >= windowNanos) {
            previous = current;
            current = value;
            windowBegin = nowNanos;
        } else if (value < current) {
            current = value;
        }
    }

    /** Forgets everything but this value. */
    void reset(long value, long nowNanos) {
        started = true;
        current = value;
        previous = value;
        windowBegin = nowNanos;
    }

    boolean started() {
        return started;
    }

    long value() {
        return Math.min(current, previous);
    }
}
