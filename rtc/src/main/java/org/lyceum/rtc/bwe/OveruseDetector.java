package org.lyceum.rtc.bwe;

/**
 * Tells from the slope of the queueing delay whether more is sent than the network carries (draft-ietf-rmcat-gcc, 5.4). The
 * threshold adapts: slowly up where the delay wanders by itself, so that jitter and competing TCP do not starve us, and
 * quickly down where it is quiet.
 */
final class OveruseDetector {
    enum Usage {
        NORMAL,
        OVERUSING,
        UNDERUSING
    }

    private static final double GAIN = 4;
    private static final double START_THRESHOLD = 12.5;
    private static final double MIN_THRESHOLD = 6;
    private static final double MAX_THRESHOLD = 600;
    private static final double UP = 0.0087;
    private static final double DOWN = 0.039;
    /** A slope this far above the threshold is a step of the network, not its wandering: the threshold does not follow. */
    private static final double OUTLIER = 15;

    private static final double LONGEST_STEP_MILLIS = 100;
    private static final double OVERUSE_MILLIS = 10;

    private double threshold = START_THRESHOLD;
    private long lastNanos;
    private boolean started;
    private double overusedMillis = -1;
    private int overusedGroups;
    private double lastSlope;
    private Usage usage = Usage.NORMAL;

    /**
     * Takes the slope after one more group.
     *
     * @param slope of {@link Trendline}
     * @param trust groups that the slope rests on
     * @param departureDelta milliseconds between the departures of the group and the one before it
     * @param arrivalNanos when the group came
     */
    Usage detect(double slope, int trust, double departureDelta, long arrivalNanos) {
        double scaled = trust * slope * GAIN;
        if (scaled > threshold) {
            overusedMillis = overusedMillis < 0 ? departureDelta / 2 : overusedMillis + departureDelta;
            overusedGroups++;
            if (overusedMillis > OVERUSE_MILLIS && overusedGroups > 1 && slope >= lastSlope) {
                overusedMillis = 0;
                overusedGroups = 0;
                usage = Usage.OVERUSING;
            }
        } else {
            overusedMillis = -1;
            overusedGroups = 0;
            usage = scaled < -threshold ? Usage.UNDERUSING : Usage.NORMAL;
        }
        lastSlope = slope;
        adapt(Math.abs(scaled), arrivalNanos);
        return usage;
    }

    private void adapt(double scaled, long arrivalNanos) {
        double elapsed = started ? (arrivalNanos - lastNanos) / 1e6 : 0;
        started = true;
        lastNanos = arrivalNanos;
        if (scaled > threshold + OUTLIER) {
            return;
        }
        double rate = scaled < threshold ? DOWN : UP;
        threshold += rate * (scaled - threshold) * Math.clamp(elapsed, 0, LONGEST_STEP_MILLIS);
        threshold = Math.clamp(threshold, MIN_THRESHOLD, MAX_THRESHOLD);
    }

    Usage usage() {
        return usage;
    }

    double threshold() {
        return threshold;
    }

    /** The path changed: what was seen says nothing any more. */
    void reset() {
        overusedMillis = -1;
        overusedGroups = 0;
        lastSlope = 0;
        usage = Usage.NORMAL;
    }
}
