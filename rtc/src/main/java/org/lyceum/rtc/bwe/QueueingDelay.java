package org.lyceum.rtc.bwe;

import org.lyceum.rtc.stream.WindowedMinimum;

/**
 * The queue on the way, from one-way transits above the fastest of the last half to whole minute; clocks need not agree. Of
 * a report the fastest packet counts, so that jitter and the packets of a frame waiting for each other are not a queue.
 *
 * <p>It tells three things that the trend cannot: that a queue has sprung up within a few reports, as behind a link whose
 * rate has collapsed; whether the queue is ours, for it is empty now and then, or stands whatever is sent here, as beside
 * TCP; and at which rate the bottleneck serves it, for what arrives while packets wait is exactly that. Unless they come as they
 * left: then nothing holds them up, and it is the way that has grown longer.
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
    /** A slow link takes longer than a window for so many. */
    private static final int LEAST_BUSY_PACKETS = 4;

    /** What takes so much longer to arrive than it took to leave is held up on the way. */
    private static final double HELD_UP = 1.1;

    private final WindowedMinimum fastest = new WindowedMinimum(BASE_WINDOW_NANOS);
    private final WindowedMinimum shortest = new WindowedMinimum(OURS_WINDOW_NANOS);
    private long nanos;
    /** The shortest queue of the last while, to see growth against. */
    private long lowNanos;

    private long lowSinceNanos;

    private boolean busy;
    private final Run run = new Run();
    /** The run before, of the same busy time. */
    private final Run earlier = new Run();

    /** Packets that came while packets waited, one after the other; the first of them only begins it. */
    private static final class Run {
        private long firstArrival;
        private long lastArrival;
        private long firstDeparture;
        private long lastDeparture;
        private long bytes;
        private int packets;

        void begin(long arrival, long departure) {
            firstArrival = arrival;
            lastArrival = arrival;
            firstDeparture = departure;
            lastDeparture = departure;
            bytes = 0;
            packets = 0;
        }

        void add(long arrival, long departure, int size) {
            bytes += size;
            packets++;
            lastArrival = Math.max(lastArrival, arrival);
            lastDeparture = Math.max(lastDeparture, departure);
        }

        void copy(Run other) {
            firstArrival = other.firstArrival;
            lastArrival = other.lastArrival;
            firstDeparture = other.firstDeparture;
            lastDeparture = other.lastDeparture;
            bytes = other.bytes;
            packets = other.packets;
        }

        long arriving() {
            return lastArrival - firstArrival;
        }

        long departing() {
            return lastDeparture - firstDeparture;
        }
    }

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
            run.begin(arrival, departure);
            earlier.begin(arrival, departure);
            return;
        }
        run.add(arrival, departure, bytes);
        if (run.arriving() >= BUSY_WINDOW_NANOS && run.packets >= LEAST_BUSY_PACKETS) {
            earlier.copy(run);
            run.begin(run.lastArrival, run.lastDeparture);
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
        long span = earlier.arriving() + run.arriving();
        return tells(span) ? (earlier.bytes + run.bytes) * 8_000_000_000L / span : 0;
    }

    /** Whether what waits is held up by the bottleneck, which serves it more slowly than it is sent. */
    boolean isHeldUp() {
        long span = earlier.arriving() + run.arriving();
        return tells(span) && span > HELD_UP * (earlier.departing() + run.departing());
    }

    private boolean tells(long span) {
        return busy && span >= LEAST_BUSY_NANOS && earlier.packets + run.packets >= LEAST_BUSY_PACKETS;
    }
}
