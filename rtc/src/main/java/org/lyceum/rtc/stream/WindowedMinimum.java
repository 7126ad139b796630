package org.lyceum.rtc.stream;

/**
 * The smallest value of the last one to two windows. Two clocks are compared by the packet that travelled fastest; old
 * packets are forgotten because clocks drift.
 */
public final class WindowedMinimum {
    private final long windowNanos;
    private long current;
    private long previous;
    private long windowBegin;
    private boolean started;

    public WindowedMinimum(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    public void add(long value, long nowNanos) {
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
    public void reset(long value, long nowNanos) {
        started = true;
        current = value;
        previous = value;
        windowBegin = nowNanos;
    }

    public boolean started() {
        return started;
    }

    public long value() {
        return Math.min(current, previous);
    }
}
