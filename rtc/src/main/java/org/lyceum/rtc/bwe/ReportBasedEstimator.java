package org.lyceum.rtc.bwe;

/**
 * The estimate of a network whose peer sends no transport-wide feedback: its own estimate (REMB) where it tells one, and
 * less than that while receiver reports tell of loss (draft-ietf-rmcat-gcc, 6): above 10 % it falls by half the loss, below
 * 2 % it grows by 8 % a second. But that little of little was lost tells nothing of more: by reports it grows to half as much
 * again as was sent, or to what is assumed of a network that nothing is known of.
 */
final class ReportBasedEstimator {
    private static final double LOW = 0.02;
    static final double HIGH = 0.1;
    private static final double GROWTH_PER_SECOND = 1.08;
    private static final double MOST_BEYOND_SENT = 1.5;
    private static final long MIN_PAUSE_NANOS = 300_000_000L;
    private static final double LONGEST_STEP_SECONDS = 1;

    private long bitrate;
    private long remb = BandwidthEstimator.MAX_BITRATE;
    private double lastLoss;
    private boolean reported;
    private long lastReportNanos;
    private boolean decreased;
    private long lastDecreaseNanos;

    ReportBasedEstimator(long startBitrate) {
        bitrate = startBitrate;
    }

    /** The peer's own estimate: its word is taken at once, either way, while little is lost. */
    void remb(long bitsPerSecond) {
        remb = Math.clamp(bitsPerSecond, BandwidthEstimator.MIN_BITRATE, BandwidthEstimator.MAX_BITRATE);
        if (lastLoss <= LOW) {
            bitrate = remb;
        }
    }

    /**
     * A report about packets that no report was about before.
     *
     * @param sentBitrate what was sent lately
     */
    void report(double fractionLost, long roundTripNanos, long sentBitrate, long nowNanos) {
        double seconds = reported ? Math.clamp((nowNanos - lastReportNanos) / 1e9, 0, LONGEST_STEP_SECONDS) : 0;
        reported = true;
        lastReportNanos = nowNanos;
        lastLoss = fractionLost;
        if (fractionLost <= LOW) {
            grow(Math.pow(GROWTH_PER_SECOND, seconds), sentBitrate);
        } else if (fractionLost > HIGH && mayDecrease(roundTripNanos, nowNanos)) {
            decreased = true;
            lastDecreaseNanos = nowNanos;
            bitrate = (long) (bitrate() * (1 - fractionLost / 2));
        }
        bitrate = Math.max(bitrate, BandwidthEstimator.MIN_BITRATE);
    }

    private void grow(double factor, long sentBitrate) {
        double proven = Math.clamp(
                MOST_BEYOND_SENT * sentBitrate, BandwidthEstimator.START_BITRATE, BandwidthEstimator.MAX_BITRATE);
        bitrate = Math.max(bitrate, (long) Math.min(factor * bitrate, proven));
    }

    private boolean mayDecrease(long roundTripNanos, long nowNanos) {
        return !decreased || nowNanos - lastDecreaseNanos >= MIN_PAUSE_NANOS + Math.max(0, roundTripNanos);
    }

    long bitrate() {
        return Math.min(bitrate, remb);
    }

    /** Goes on from another estimator's result. */
    void set(long newBitrate) {
        bitrate = newBitrate;
    }
}
