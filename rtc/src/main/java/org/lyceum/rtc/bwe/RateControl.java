package org.lyceum.rtc.bwe;

import org.lyceum.rtc.bwe.OveruseDetector.Usage;

/**
 * The delay-based estimate: additive or multiplicative increase, multiplicative decrease (draft-ietf-rmcat-gcc, 5.5). On
 * overuse it falls to 85 to 95 % of what came through; while the queue empties it holds; then it grows, by small steps
 * near the capacity found last and by 8 % a second elsewhere, but never far beyond what has been seen to come through.
 */
final class RateControl {
    static final double MIN_BETA = 0.85;
    static final double MAX_BETA = 0.95;
    /** The time in which the queue is to be gone. */
    private static final double EMPTYING_NANOS = 500e6;

    private static final double GROWTH_PER_SECOND = 1.08;
    private static final long MIN_GROWTH = 1_000;
    private static final long MIN_SLOPE = 4_000;
    private static final double MOST_OVER_THROUGHPUT = 1.5;
    private static final long MOST_OVER_THROUGHPUT_MORE = 10_000;
    private static final long START_ROUND_TRIP_NANOS = 200_000_000L;
    /** The time in which a change shows: the round trip and this. */
    private static final long RESPONSE_NANOS = 100_000_000L;

    private static final long MIN_PAUSE_NANOS = 10_000_000L;
    private static final long MAX_PAUSE_NANOS = 400_000_000L;
    private static final long MOST_ROUND_TRIP_NANOS = 100_000_000L;
    private static final double MOST_SLOPE_SHARE = 0.15;
    private static final double PACKET_BITS = 1200 * 8;

    private final LinkCapacity capacity = new LinkCapacity();
    private long bitrate;
    private long roundTripNanos = START_ROUND_TRIP_NANOS;
    private boolean increasing;
    private boolean decreased;
    private long lastChangeNanos;
    private long lastDecreaseNanos;

    RateControl(long startBitrate, long nowNanos) {
        bitrate = startBitrate;
        lastChangeNanos = nowNanos;
    }

    long bitrate() {
        return bitrate;
    }

    void roundTrip(long nanos) {
        roundTripNanos = nanos;
    }

    /** Something better than growth found the rate: a probe, or another estimator that lent it. */
    void set(long newBitrate, long nowNanos) {
        bitrate = Math.clamp(newBitrate, BandwidthEstimator.MIN_BITRATE, BandwidthEstimator.MAX_BITRATE);
        lastChangeNanos = nowNanos;
        if (capacity.isAbove(bitrate)) {
            capacity.forget();
        }
    }

    /** Whether the last decrease has had the time to show, or was by far too small. */
    boolean mayDecrease(long throughput, long nowNanos) {
        long pause = Math.clamp(roundTripNanos, MIN_PAUSE_NANOS, MAX_PAUSE_NANOS);
        return !decreased || nowNanos - lastDecreaseNanos >= pause || throughput < bitrate / 2;
    }

    /**
     * The rate need not fall now: it grows where the detector says normal, else it holds.
     *
     * @param throughput what comes through, 0 for unknown
     */
    void update(Usage usage, long throughput, long nowNanos) {
        switch (usage) {
            // The queue empties; let it.
            case OVERUSING, UNDERUSING -> increasing = false;
            case NORMAL -> {
                if (increasing) {
                    increase(throughput, nowNanos);
                } else {
                    increasing = true;
                    lastChangeNanos = nowNanos;
                }
            }
        }
    }

    /**
     * More is sent than the network carries.
     *
     * @param throughput what it carries, 0 for unknown
     * @param queueNanos how long packets wait on the way: the longer, the more room is made for them
     * @return whether the estimate fell
     */
    boolean decrease(long throughput, long queueNanos, long nowNanos) {
        increasing = false;
        long before = bitrate;
        if (throughput == 0) {
            bitrate = bitrate / 2;
        } else {
            if (capacity.isBelow(throughput)) {
                capacity.forget();
            }
            capacity.overused(throughput);
            bitrate = Math.min(bitrate, (long) (share(queueNanos) * throughput));
        }
        bitrate = Math.max(bitrate, BandwidthEstimator.MIN_BITRATE);
        decreased = true;
        lastDecreaseNanos = nowNanos;
        lastChangeNanos = nowNanos;
        return bitrate < before;
    }

    private static double share(long queueNanos) {
        return Math.clamp(1 - (double) queueNanos / EMPTYING_NANOS, MIN_BETA, MAX_BETA);
    }

    private void increase(long throughput, long nowNanos) {
        if (throughput > 0 && capacity.isAbove(throughput)) {
            capacity.forget();
        }
        double seconds = Math.clamp((nowNanos - lastChangeNanos) / 1e9, 0, 1);
        lastChangeNanos = nowNanos;
        double grown = capacity.known()
                ? bitrate + slope() * seconds
                : Math.max(bitrate * Math.pow(GROWTH_PER_SECOND, seconds), bitrate + MIN_GROWTH * seconds);
        double most = throughput == 0
                ? BandwidthEstimator.MAX_BITRATE
                : Math.min(
                        BandwidthEstimator.MAX_BITRATE, MOST_OVER_THROUGHPUT * throughput + MOST_OVER_THROUGHPUT_MORE);
        if (bitrate < most) {
            bitrate = (long) Math.min(grown, most);
        }
    }

    /**
     * Additive increase in bits a second each second: about a packet in the time that it takes to show. Unlike the draft's it is
     * the same for slow and fast flows, and nearly so for near and far ones, or the former would leave the latter nothing.
     */
    private double slope() {
        double slope = PACKET_BITS * 1e9 / (Math.min(roundTripNanos, MOST_ROUND_TRIP_NANOS) + RESPONSE_NANOS);
        return Math.max(MIN_SLOPE, Math.min(slope, MOST_SLOPE_SHARE * bitrate));
    }

    /** Whether a decrease happened within this time. */
    boolean decreasedWithin(long nanos, long nowNanos) {
        return decreased && nowNanos - lastDecreaseNanos < nanos;
    }
}
