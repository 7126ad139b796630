package org.lyceum.rtc.sim;

import java.util.HashSet;
import java.util.Set;

/**
 * A TCP download, long or of a size: slow start, congestion avoidance, fast retransmit and recovery as in RFC 6582, a timeout as in RFC
 * 6298. Acknowledgements come back uncongested.
 */
public final class RenoFlow {
    private static final int BYTES = 1500;
    private static final long MIN_TIMEOUT_NANOS = 200_000_000L;

    private final VirtualTime time;
    private final Bottleneck link;
    private final long delayNanos;
    private final Set<Long> beyond = new HashSet<>();
    private double window = 10;
    private double threshold = 1e9;
    private long next;
    private long acknowledged;
    private int duplicates;
    private boolean recovering;
    private long recoverUntil;
    private long expected;
    private long lastProgress;
    private long smoothedRoundTrip = 100_000_000L;
    private long deliveredBytes;
    private boolean running;
    /** Packets of the whole download. */
    private long all = Long.MAX_VALUE;

    public RenoFlow(VirtualTime time, Bottleneck link, long delayMillis) {
        this.time = time;
        this.link = link;
        this.delayNanos = delayMillis * 1_000_000L;
    }

    /** It ends with so many bytes. */
    public RenoFlow ofBytes(long bytes) {
        all = (bytes + BYTES - 1) / BYTES;
        return this;
    }

    public void start() {
        running = true;
        lastProgress = time.now();
        fill();
        watch();
    }

    public void stop() {
        running = false;
    }

    public long deliveredBytes() {
        return deliveredBytes;
    }

    private void fill() {
        while (running && next < all && next - acknowledged < (long) window) {
            transmit(next++);
        }
    }

    private void transmit(long sequence) {
        long sent = time.now();
        link.send(BYTES, delayNanos, queueing -> received(sequence, sent), () -> {});
    }

    private void received(long sequence, long sent) {
        deliveredBytes += BYTES;
        if (sequence >= expected) {
            beyond.add(sequence);
        }
        while (beyond.remove(expected)) {
            expected++;
        }
        long ack = expected;
        time.after(delayNanos, () -> acknowledge(ack, sent));
    }

    private void acknowledge(long ack, long sent) {
        smoothedRoundTrip = (7 * smoothedRoundTrip + time.now() - sent) / 8;
        if (ack > acknowledged) {
            progress(ack);
        } else if (++duplicates == 3 && !recovering) {
            recovering = true;
            recoverUntil = next;
            threshold = Math.max(2, window / 2);
            window = threshold + 3;
            transmit(acknowledged);
        } else if (recovering) {
            window++;
        }
        fill();
    }

    private void progress(long ack) {
        long newly = ack - acknowledged;
        acknowledged = ack;
        lastProgress = time.now();
        duplicates = 0;
        if (recovering && ack < recoverUntil) {
            window = Math.max(1, window - newly + 1);
            transmit(acknowledged); // a partial acknowledgement: the next hole
        } else if (recovering) {
            recovering = false;
            window = threshold;
        } else if (window < threshold) {
            window += newly;
        } else {
            window += newly / window;
        }
    }

    private void watch() {
        long timeout = Math.max(MIN_TIMEOUT_NANOS, 3 * smoothedRoundTrip);
        time.after(timeout / 4, () -> {
            if (running && time.now() - lastProgress > timeout && next > acknowledged) {
                threshold = Math.max(2, window / 2);
                window = 1;
                recovering = false;
                duplicates = 0;
                lastProgress = time.now();
                next = acknowledged + 1;
                transmit(acknowledged);
            }
            running &= acknowledged < all;
            if (running) {
                watch();
            }
        });
    }
}
