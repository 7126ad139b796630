package org.lyceum.rtc.bwe;

/**
 * What comes through, in bits a second of the reporter's clock. Samples over short windows are weighed against the estimate
 * so far as a Bayesian would: a sample far from it counts little at once and wins if others follow. What the application
 * did not send says little about the network, so that while it is the limit, a sample below the estimate counts even less,
 * and when it ceases to be, the estimate is ready to move fast.
 */
final class AcknowledgedBitrate {
    static final long FIRST_WINDOW_NANOS = 500_000_000L;
    static final long WINDOW_NANOS = 150_000_000L;

    private static final double UNCERTAINTY = 10;
    private static final double UNCERTAINTY_IF_LIMITED = 20;
    private static final double START_VARIANCE = 50;
    private static final double VARIANCE_PER_SAMPLE = 5;
    private static final double VARIANCE_OF_CHANGE = 200;

    private boolean started;
    private long lastArrivalNanos;
    private long windowNanos;
    private long windowBytes;
    private double estimate = -1;
    private double variance = START_VARIANCE;
    private double lastSample;
    private double sampleBefore;

    /** Takes a packet in the order of arrival. */
    void add(long arrivalNanos, int bytes, boolean applicationLimited) {
        long step = started ? arrivalNanos - lastArrivalNanos : 0;
        long window = estimate < 0 ? FIRST_WINDOW_NANOS : WINDOW_NANOS;
        if (step < 0) {
            step = 0;
        } else {
            lastArrivalNanos = arrivalNanos;
        }
        started = true;
        windowNanos += step;
        if (step > window) { // nothing was sent for a while: the sample would tell of that alone
            windowBytes = 0;
            windowNanos %= window;
        } else if (windowNanos >= window) {
            sample(windowBytes * 8e9 / window, applicationLimited);
            windowNanos -= window;
            windowBytes = 0;
        }
        windowBytes += bytes;
    }

    private void sample(double sample, boolean applicationLimited) {
        sampleBefore = lastSample;
        lastSample = sample;
        if (estimate < 0) {
            estimate = sample;
            sampleBefore = sample;
            return;
        }
        double scale = applicationLimited && sample < estimate ? UNCERTAINTY_IF_LIMITED : UNCERTAINTY;
        double uncertainty = scale * Math.abs(estimate - sample) / Math.max(1, estimate + sample);
        double sampleVariance = uncertainty * uncertainty;
        double predicted = variance + VARIANCE_PER_SAMPLE;
        estimate = (sampleVariance * estimate + predicted * sample) / (sampleVariance + predicted);
        variance = sampleVariance * predicted / (sampleVariance + predicted);
    }

    /** What is sent is about to change for another reason than the network. */
    void expectChange() {
        variance += VARIANCE_OF_CHANGE;
        windowNanos = 0; // a sample of before and after would tell of neither
        windowBytes = 0;
    }

    /** Bits a second, 0 while unknown. */
    long bitrate() {
        return Math.max(0, (long) estimate);
    }

    /**
     * What came in the better one of the last two windows: while a queue stands before the bottleneck, this is the
     * bottleneck's rate, and knows of a drop much sooner.
     */
    long recentBitrate() {
        return (long) Math.max(lastSample, sampleBefore);
    }
}
