package org.lyceum.rtc.bwe;

import org.lyceum.rtc.stream.WindowedMinimum;

/**
 * The queue on the way, from one-way transits above the fastest of the last half to whole minute; clocks need not agree. Of
 * a report the fastest packet counts, so that jitter and the packets of a frame waiting for each other are not a queue.
 *
 * <p>It tells three things that the trend cannot: that a queue has sprung up within a few reports, as behind a link whose
 * rate has collapsed; whether the queue is ours, for it is empty now and then, or stands whatever is sent here, as beside
 * TCP; and at which rate the bottleneck serves it, for what arrives while packets wait is exactly that.
 */
final class QueueingDelay {
    private static final long BASE_WINDOW_NANOS = 30_000_000_000L;
    private static final long OURS_WINDOW_NANOS = 5_000_000_000L;
    /** A queue this short is none. */
    static final long EMPTY_NANOS = 10_000_000L;

    private static final long SPRUNG_NANOS = 60_000_000L;
    private static final long SPRUNG_GROWTH_NANOS = 30_000_000L;
    private static final long SPRUNG_WITHIN_NANOS = 250_000_000L;

    /** Packets that wait this long arrive at the bottleneck's rate. */
    private static final long BUSY_NANOS = 20_000_000L;

    private static final long BUSY_WINDOW_NANOS = 150_000_000L;
    private static final long LEAST_BUSY_NANOS = 50_000_000L;
    private static final int LEAST_BUSY_PACKETS = 4;

    private final WindowedMinimum fastest = new WindowedMinimum(BASE_WINDOW_NANOS);
    private final WindowedMinimum shortest = new WindowedMinimum(OURS_WINDOW_NANOS);
    private long nanos;
    /** The shortest queue of the last while, to see growth against. */
    private long lowNanos;

    private long lowSinceNanos;

    private boolean busy;
    private long busySinceNanos;
    private long busyUntilNanos;
    private long busyBytes;
    private int busyPackets;
    private long earlierNanos;
    private long earlierBytes;
    private int earlierPackets;

    /** Takes a report as it was read, with at least one packet that came. */
    void add(FeedbackReader report, long nowNanos) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < report.count(); i++) {
            least = Math.min(least, report.arrivalNanos(i) - report.departureNanos(i));
        }
        fastest.add(least, nowNanos);
        nanos = least - fastest.value();
        shortest.add(nanos, nowNanos);
        if (nanos <= lowNanos || nowNanos - lowSinceNanos > SPRUNG_WITHIN_NANOS) {
            lowNanos = nanos;
            lowSinceNanos = nowNanos;
        }
        for (int i = 0; i < report.count(); i++) {
            serve(report.arrivalNanos(i), report.departureNanos(i), report.bytes(i));
        }
    }

    private void serve(long arrival, long departure, int bytes) {
        if (arrival - departure - fastest.value() < BUSY_NANOS) {
            busy = false;
            return;
        }
        if (!busy) {
            busy = true;
            busySinceNanos = arrival;
            busyUntilNanos = arrival;
            busyBytes = 0;
            busyPackets = 0;
            earlierNanos = 0;
            earlierBytes = 0;
            earlierPackets = 0;
            return;
        }
        busyBytes += bytes;
        busyPackets++;
        busyUntilNanos = Math.max(busyUntilNanos, arrival);
        if (busyUntilNanos - busySinceNanos >= BUSY_WINDOW_NANOS) {
            earlierNanos = busyUntilNanos - busySinceNanos;
            earlierBytes = busyBytes;
            earlierPackets = busyPackets;
            busySinceNanos = busyUntilNanos;
            busyBytes = 0;
            busyPackets = 0;
        }
    }

    /** How long the fastest packet of the last report waited. */
    long nanos() {
        return nanos;
    }

    /** Whether it was empty lately: it is what is sent here that fills it. */
    boolean isOurs() {
        return shortest.value() < EMPTY_NANOS;
    }

    /** Whether it has grown so fast that there is no need to wait for a trend. */
    boolean hasSprungUp() {
        return nanos >= SPRUNG_NANOS && nanos - lowNanos >= SPRUNG_GROWTH_NANOS && isOurs();
    }

    /** The bottleneck's bits a second, 0 while nothing waits there or too little to tell. */
    long servedBitrate() {
        long span = earlierNanos + busyUntilNanos - busySinceNanos;
        if (!busy || span < LEAST_BUSY_NANOS || earlierPackets + busyPackets < LEAST_BUSY_PACKETS) {
            return 0;
        }
        return (earlierBytes + busyBytes) * 8_000_000_000L / span;
    }
}
