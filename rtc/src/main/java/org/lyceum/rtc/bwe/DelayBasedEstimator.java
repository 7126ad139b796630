package org.lyceum.rtc.bwe;

import org.lyceum.rtc.bwe.OveruseDetector.Usage;

/**
 * The delay-based half of the estimate (draft-ietf-rmcat-gcc, 5): arrivals become groups, groups a trend of the queueing
 * delay, the trend a verdict, and the verdict, with what came through, a rate.
 *
 * <p>Unlike the draft, a growing trend alone is no overuse while no queue stands: most likely it is the shape of a frame, whose
 * packets leave faster than the link carries and wait for each other, and would keep the estimate down on any link that
 * is near it. And a queue that springs up is overuse before there is a trend. While the application is the limit, what came through tells
 * nothing of the network, and a delay that grew may be that of a longer way: then only a bottleneck that is seen to hold
 * packets up makes the rate fall, to what it serves.
 */
final class DelayBasedEstimator {
    /** Without arrivals for so long the trend is begun anew: what it saw is another network by now. */
    private static final long STALE_NANOS = 2_000_000_000L;

    /** While a queue of our own is longer than this the rate does not grow. */
    private static final long OWN_QUEUE_NANOS = 25_000_000L;

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
     * @param acknowledged what came through
     * @param queue the queue on the way, which has seen this report
     * @param applicationLimited less is sent than might be
     * @param probed what a probe of this report shows, 0 for none
     */
    void update(
            FeedbackReader report,
            AcknowledgedBitrate acknowledged,
            QueueingDelay queue,
            boolean applicationLimited,
            long probed,
            long nowNanos) {
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
        boolean trendGrows = detect(report) && queue.nanos() >= QueueingDelay.EMPTY_NANOS;
        boolean overused = trendGrows || queue.hasSprungUp();
        if (overused && (!applicationLimited || queue.isHeldUp())) {
            decrease(acknowledged, queue, nowNanos);
        } else if (probed > control.bitrate()) {
            control.set(probed, nowNanos);
        } else {
            control.update(usage(queue), acknowledged.bitrate(), nowNanos);
        }
    }

    private void decrease(AcknowledgedBitrate acknowledged, QueueingDelay queue, long nowNanos) {
        long served = queue.servedBitrate();
        long carried = served > 0 ? served : Math.max(acknowledged.bitrate(), acknowledged.recentBitrate());
        if (control.mayDecrease(carried == 0 ? control.bitrate() : carried, nowNanos)) {
            decreased = control.decrease(carried, queue.nanos(), nowNanos);
        }
    }

    /** What the rate is to do where it need not fall: a queue of our own is not to grow, nor one that has just been cut. */
    private Usage usage(QueueingDelay queue) {
        boolean holds = detector.usage() == Usage.OVERUSING || (queue.nanos() > OWN_QUEUE_NANOS && queue.isOurs());
        return holds ? Usage.UNDERUSING : detector.usage();
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
