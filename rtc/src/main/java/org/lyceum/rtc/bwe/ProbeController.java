package org.lyceum.rtc.bwe;

import org.jspecify.annotations.Nullable;

/**
 * Decides when to send faster than the estimate for a moment, to learn whether the network carries more: at the start;
 * again at twice the rate while the network carried what was tried; now and then while the allocation wants more than
 * the estimate; and soon after a drop, for most drops are short. Never beyond what is wanted, and never while delay or loss
 * is the limit: the question is answered then.
 */
final class ProbeController {
    static final int MIN_PACKETS = 5;
    static final long DURATION_NANOS = 15_000_000L;
    /** Packets of less are mostly headers: on a slow network a cluster takes longer rather than being made of such. */
    private static final int LEAST_PACKET_BYTES = 130;

    /** Where the network delivers in heaps, clusters are longer ... */
    private static final int STRETCHED_FOR_HEAPS = 4;
    /** ... and where it lets a burst pass that it cannot go on with, as a token bucket does, longer still. */
    private static final int MOST_STRETCHED = 16;
    /** No longer than it takes to send more than most buckets hold. */
    private static final long MOST_STRETCHED_BYTES = 30_000;

    private static final double[] START_FACTORS = {3, 6};
    private static final double FURTHER_FACTOR = 2;
    private static final double LOSSY_FACTOR = 1.5;
    /** A result of this share of what was tried means that more can be tried. */
    private static final double FURTHER_SHARE = 0.7;
    /** Probes go so far beyond what is wanted that their result leaves headroom. */
    private static final double HEADROOM = 1.25;
    /** Not worth a probe: closer to the estimate than a probe is exact; and an estimate so far above what is wanted will do. */
    private static final double LEAST_GAIN = 1.1;

    private static final long RESULT_NANOS = 1_000_000_000L;
    private static final long LEAST_INTERVAL_NANOS = 250_000_000L;
    private static final long FIRST_INTERVAL_NANOS = 1_000_000_000L;
    /** A rise by a probe that does not last this long was none. */
    private static final long LASTING_NANOS = 2_000_000_000L;

    /** A rise by this factor should have been seen by growth, if the link were ours. */
    private static final double MUCH_RAISED = 1.25;

    private static final long LAST_CAUTION_NANOS = 3_000_000_000L;
    private static final long LAST_INTERVAL_NANOS = 2_000_000_000L;
    /** Identifiers come back after so many. */
    private static final int IDS = 1 << 14;

    private final double[] pending = new double[START_FACTORS.length];
    private int pendingCount;
    private int nextId;
    private boolean ready;
    private boolean started;
    private long wanted;
    private boolean awaiting;
    private long awaitedSinceNanos;
    private long awaitedBitrate;
    private int awaitedId;
    /** What is awaited has come in a heap so far. */
    private boolean heaped;

    private int stretch = 1;
    private boolean raised;
    private long raisedNanos;
    /** The least time between a drop and the next probe. */
    private long cautionNanos = FIRST_INTERVAL_NANOS;

    private long lastNanos;
    private long nextNanos;
    private long intervalNanos = FIRST_INTERVAL_NANOS;

    /** What the allocation would use; 0 for nothing. Wanting more is asked for soon. */
    void wanted(long bitsPerSecond) {
        long before = wanted;
        wanted = Math.clamp(bitsPerSecond, 0, BandwidthEstimator.MAX_BITRATE);
        if (started && wanted > LEAST_GAIN * before) {
            intervalNanos = FIRST_INTERVAL_NANOS;
            nextNanos = Math.min(nextNanos, lastNanos + LEAST_INTERVAL_NANOS);
        }
    }

    /** Packets leave, and reports of them come. */
    void ready(long nowNanos) {
        if (!ready) {
            ready = true;
            nextNanos = nowNanos;
        }
    }

    /**
     * A probe showed a rate. A cluster shows one again with each packet after it is complete, and an old one may do so late:
     * what was tried last is followed once.
     *
     * @param id the cluster
     * @param bitrate what it showed
     * @param before the estimate before it
     */
    void result(int id, long bitrate, long before, long nowNanos) {
        if (awaits(id) && nowNanos - awaitedSinceNanos <= RESULT_NANOS && bitrate >= FURTHER_SHARE * awaitedBitrate) {
            awaiting = false;
            intervalNanos = FIRST_INTERVAL_NANOS;
            raised |= bitrate > MUCH_RAISED * before;
            raisedNanos = nowNanos;
            enqueue(FURTHER_FACTOR * bitrate, bitrate, nowNanos);
        }
    }

    /** A probe came in a heap and shows nothing, unless by packets to come; a longer one is worth trying soon. */
    void heaped(int id, long nowNanos) {
        if (!awaits(id) || heaped) {
            return;
        }
        heaped = true;
        if (stretch < STRETCHED_FOR_HEAPS) {
            stretch *= 2;
            nextNanos = Math.min(nextNanos, nowNanos + LEAST_INTERVAL_NANOS);
        }
    }

    private boolean awaits(int id) {
        return awaiting && id == awaitedId;
    }

    /**
     * The estimate fell: a queue has to go first, then it is worth asking soon. Unless a probe had raised it just before: a
     * short run of packets finds the gaps between others', whose rate is not ours, or was let pass by a token bucket. Later and
     * longer clusters are better then. But beside a flow that keeps its queue whatever we do, such care would leave
     * everything to it.
     *
     * @param ours whether the queue is one that empties when we send less
     */
    void dropped(boolean ours, long nowNanos) {
        pendingCount = 0;
        awaiting = false;
        if (raised) {
            boolean lasted = nowNanos - raisedNanos > LASTING_NANOS;
            stretch = lasted || !ours ? Math.max(1, stretch / 2) : Math.min(MOST_STRETCHED, 2 * stretch);
            cautionNanos = lasted || !ours ? FIRST_INTERVAL_NANOS : Math.min(LAST_CAUTION_NANOS, 2 * cautionNanos);
            raised = false;
        }
        intervalNanos = FIRST_INTERVAL_NANOS;
        nextNanos = nowNanos + Math.max(intervalNanos, cautionNanos);
    }

    /** Looks whether it is time to ask. */
    void tick(long bitrate, BandwidthState state, boolean lossDecreasing, long nowNanos) {
        if (nowNanos < deadlineNanos()) {
            return;
        }
        if (state == BandwidthState.DELAY_LIMITED || lossDecreasing) {
            nextNanos = nowNanos + LEAST_INTERVAL_NANOS;
            return;
        }
        if (!started) {
            started = true;
            nextNanos = nowNanos + intervalNanos;
            for (double factor : START_FACTORS) {
                enqueue(factor * bitrate, bitrate, nowNanos);
            }
            return;
        }
        nextNanos = nowNanos + intervalNanos;
        intervalNanos = Math.min(LAST_INTERVAL_NANOS, intervalNanos * 3 / 2);
        enqueue((state == BandwidthState.LOSS_LIMITED ? LOSSY_FACTOR : FURTHER_FACTOR) * bitrate, bitrate, nowNanos);
    }

    private void enqueue(double factored, long bitrate, long nowNanos) {
        double tried = Math.min(factored, Math.min(HEADROOM * wanted, BandwidthEstimator.MAX_BITRATE));
        double last = pendingCount == 0 ? bitrate : pending[pendingCount - 1];
        boolean enough = bitrate >= LEAST_GAIN * wanted;
        if (!enough && pendingCount < pending.length && tried >= LEAST_GAIN * last) {
            pending[pendingCount++] = tried;
            lastNanos = nowNanos;
            nextNanos = Math.max(nextNanos, nowNanos + FIRST_INTERVAL_NANOS);
        }
    }

    /** The next cluster to send, null for none. */
    @Nullable
    ProbeCluster next(long nowNanos) {
        if (pendingCount == 0) {
            return null;
        }
        double bitrate = pending[0];
        System.arraycopy(pending, 1, pending, 0, --pendingCount);
        awaiting = true;
        heaped = false;
        awaitedSinceNanos = nowNanos;
        awaitedBitrate = (long) bitrate;
        long enough = Math.max(DURATION_NANOS, (long) (MOST_STRETCHED_BYTES * 8e9 / bitrate));
        long least = (long) (MIN_PACKETS * LEAST_PACKET_BYTES * 8e9 / bitrate);
        long duration = Math.max(least, Math.min(stretch * DURATION_NANOS, enough));
        int bytes = (int) (bitrate * duration / 8e9);
        nextId = (nextId + 1) % IDS;
        awaitedId = nextId;
        return new ProbeCluster(nextId, (long) bitrate, MIN_PACKETS, bytes, duration);
    }

    /** When {@link #tick} is worth calling. */
    long deadlineNanos() {
        return ready && wanted > 0 ? nextNanos : Long.MAX_VALUE;
    }
}
