package org.lyceum.rtc.bwe;

/**
 * The slope of the queueing delay over the last {@link #WINDOW} groups: a line fitted by least squares through their
 * accumulated, smoothed delay variation (draft-ietf-rmcat-gcc, 5.3, with a line in the place of the Kalman filter). 0.1 means
 * that the queue grows by a tenth of a millisecond each millisecond.
 */
final class Trendline {
    static final int WINDOW = 20;
    private static final double SMOOTHING = 0.9;
    /** Groups after which the slope is trusted in full. */
    private static final int FULL_TRUST = 60;

    private final double[] times = new double[WINDOW];
    private final double[] delays = new double[WINDOW];
    private int groups;
    private double arrivalMillis;
    private double accumulated;
    private double smoothed;
    private double slope;

    /** Takes one comparison of groups, in milliseconds. */
    void add(double departureDelta, double arrivalDelta) {
        arrivalMillis += arrivalDelta;
        accumulated += arrivalDelta - departureDelta;
        smoothed = SMOOTHING * smoothed + (1 - SMOOTHING) * accumulated;
        times[groups % WINDOW] = arrivalMillis;
        delays[groups % WINDOW] = smoothed;
        groups++;
        if (groups >= WINDOW) {
            fit();
        }
    }

    private void fit() {
        double meanTime = 0;
        double meanDelay = 0;
        for (int i = 0; i < WINDOW; i++) {
            meanTime += times[i] / WINDOW;
            meanDelay += delays[i] / WINDOW;
        }
        double numerator = 0;
        double denominator = 0;
        for (int i = 0; i < WINDOW; i++) {
            double time = times[i] - meanTime;
            numerator += time * (delays[i] - meanDelay);
            denominator += time * time;
        }
        if (denominator > 0) {
            slope = numerator / denominator;
        }
    }

    double slope() {
        return slope;
    }

    /** How much the slope is trusted: the number of groups seen, at most {@value #FULL_TRUST}. */
    int trust() {
        return Math.min(groups, FULL_TRUST);
    }

    void reset() {
        groups = 0;
        arrivalMillis = 0;
        accumulated = 0;
        smoothed = 0;
        slope = 0;
    }
}
