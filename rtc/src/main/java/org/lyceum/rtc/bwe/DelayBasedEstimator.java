package org.lyceum.rtc.bwe;

import org.lyceum.rtc.bwe.OveruseDetector.Usage;

/**
 * The delay-based half of the estimate (draft-ietf-rmcat-gcc, 5): arrivals become groups, groups a trend of the queueing
 * delay, the trend a verdict, and the verdict, with what came through, a rate.
 */
final class DelayBasedEstimator {
    /** Without arrivals for so long the trend is begun anew: what it saw is another network by now. */
    private static final long STALE_NANOS = 2_000_000_000L;

    /**
     * A trend that has led to no queue yet is most likely the shape of a frame, whose packets leave faster than the link
     * carries and wait for each other: taken for overuse, it would keep the estimate down on any link that is near it.
     */
    private static final long REAL_QUEUE_NANOS = 10_000_000L;
    /** Behind a queue as long as this, what came lately is what the link carries, whatever came before. */
    private static final long STANDING_QUEUE_NANOS = 50_000_000L;

    private final PacketGroups groups = new PacketGroups();
    private final Trendline trend = new Trendline();
    private final OveruseDetector detector = new OveruseDetector();
    private final RateControl control;
    private boolean started;
    private long lastReportNanos;
    private boolean decreased;

    DelayBasedEstimator(long startBitrate, long nowNanos) {
        control = new RateControl(startBitrate, nowNanos);
    }

    /**
     * Takes a report as it was read.
     *
     * @param throughput what came through lately, 0 for unknown
     * @param recent the same, quicker and rougher
     * @param queueingNanos how long packets wait on the way by now
     * @param probed what a probe of this report shows, 0 for none
     */
    void update(FeedbackReader report, long throughput, long recent, long queueingNanos, long probed, long nowNanos) {
        decreased = false;
        if (report.count() == 0) {
            return;
        }
        if (started && nowNanos - lastReportNanos > STALE_NANOS) {
            groups.reset();
            trend.reset();
            detector.reset();
        }
        started = true;
        lastReportNanos = nowNanos;
        if (detect(report) && queueingNanos >= REAL_QUEUE_NANOS) {
            long carried = queueingNanos >= STANDING_QUEUE_NANOS ? recent : Math.max(throughput, recent);
            if (control.mayDecrease(carried == 0 ? control.bitrate() : carried, nowNanos)) {
                decreased = control.update(Usage.OVERUSING, carried, nowNanos);
            }
        } else if (probed > control.bitrate()) {
            control.set(probed, nowNanos);
        } else {
            control.update(
                    detector.usage() == Usage.OVERUSING ? Usage.UNDERUSING : detector.usage(), throughput, nowNanos);
        }
    }

    private boolean detect(FeedbackReader report) {
        boolean overused = false;
        for (int i = 0; i < report.count(); i++) {
            if (groups.add(report.departureNanos(i), report.arrivalNanos(i))) {
                double departureDelta = groups.departureDelta() / 1e6;
                trend.add(departureDelta, groups.arrivalDelta() / 1e6);
                Usage usage = detector.detect(trend.slope(), trend.trust(), departureDelta, report.arrivalNanos(i));
                overused |= usage == Usage.OVERUSING;
            }
        }
        return overused;
    }

    void roundTrip(long nanos) {
        control.roundTrip(nanos);
    }

    long bitrate() {
        return control.bitrate();
    }

    /** Somebody else lowered the estimate. */
    void set(long bitrate, long nowNanos) {
        control.set(bitrate, nowNanos);
    }

    Usage usage() {
        return detector.usage();
    }

    /** Whether the last report made the rate fall. */
    boolean decreased() {
        return decreased;
    }

    boolean decreasedWithin(long nanos, long nowNanos) {
        return control.decreasedWithin(nanos, nowNanos);
    }
}
