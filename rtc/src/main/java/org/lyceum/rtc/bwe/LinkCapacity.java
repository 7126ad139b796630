package org.lyceum.rtc.bwe;

/**
 * Where the link's capacity was the last times that it was found: mean and deviation of the throughput at the moments of
 * overuse (draft-ietf-rmcat-gcc, 5.5). Near it the rate grows by small steps.
 */
final class LinkCapacity {
    private static final double SMOOTHING = 0.05;
    private static final double START_DEVIATION = 0.4;
    private static final double MIN_DEVIATION = 0.4;
    private static final double MAX_DEVIATION = 2.5;
    private static final double DEVIATIONS = 3;

    private double estimateKbit = -1;
    /** Variance divided by the mean, in kbit/s. */
    private double deviation = START_DEVIATION;

    /** The throughput while too much was sent. */
    void overused(long bitrate) {
        add(bitrate / 1e3, SMOOTHING);
    }

    private void add(double sample, double weight) {
        estimateKbit = estimateKbit < 0 ? sample : (1 - weight) * estimateKbit + weight * sample;
        double error = estimateKbit - sample;
        deviation = (1 - weight) * deviation + weight * error * error / Math.max(1, estimateKbit);
        deviation = Math.clamp(deviation, MIN_DEVIATION, MAX_DEVIATION);
    }

    boolean known() {
        return estimateKbit >= 0;
    }

    void forget() {
        estimateKbit = -1;
    }

    /** Whether this is more than the capacity can be. */
    boolean isAbove(long bitrate) {
        return known() && bitrate / 1e3 > estimateKbit + margin();
    }

    /** Whether this is less. */
    boolean isBelow(long bitrate) {
        return known() && bitrate / 1e3 < estimateKbit - margin();
    }

    private double margin() {
        return DEVIATIONS * Math.sqrt(deviation * estimateKbit);
    }
}
