package org.lyceum.rtc.bwe;

/** What is measured of the path for people, and to time reactions: the round trip, and the share that is lost. */
final class PathFacts {
    private static final int SMOOTHING = 8;
    /** Packets over which the loss is averaged: some seconds of video. */
    private static final double LOSS_PACKETS = 500;

    private long roundTripNanos;
    private double weightedLost;
    private double weightedAll;

    /** Takes a report as it was read. */
    void add(FeedbackReader report, long nowNanos) {
        int count = report.count();
        lose(report.lost() - report.found(), count + report.lost() - report.found());
        if (count == 0) {
            return;
        }
        long lastArrival = report.arrivalNanos(count - 1);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            long waited = lastArrival - report.arrivalNanos(i);
            least = Math.min(least, nowNanos - report.departureNanos(i) - waited);
        }
        roundTrip(least);
    }

    /** A round trip was measured, with queues and all. */
    void roundTrip(long nanos) {
        if (nanos > 0) {
            roundTripNanos = roundTripNanos == 0 ? nanos : ((SMOOTHING - 1) * roundTripNanos + nanos) / SMOOTHING;
        }
    }

    private void lose(int lost, int all) {
        if (all <= 0) {
            return;
        }
        double kept = Math.exp(-all / LOSS_PACKETS);
        weightedLost = weightedLost * kept + lost;
        weightedAll = weightedAll * kept + all;
    }

    /** The share lost as a receiver report has it. */
    void loss(double share) {
        weightedLost = share;
        weightedAll = 1;
    }

    /** Smoothed, 0 while unknown. */
    long roundTripNanos() {
        return roundTripNanos;
    }

    double lossRatio() {
        return weightedAll <= 0 ? 0 : Math.clamp(weightedLost / weightedAll, 0, 1);
    }
}
