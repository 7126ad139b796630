package org.lyceum.rtc.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What RFC 8868 asks to be told of a flow: share of the link, queueing delay, loss; and what its watcher sees: gaps, freezes, switches. */
public final class FlowMeasures {
    /** A picture's time at 30 a second and 150 ms, as freezeCount has it (webrtc-stats). */
    private static final long FREEZE_NANOS = 183_000_000L;

    private final List<Long> queueing = new ArrayList<>();
    private long receivedBytes;
    private long sentPackets;
    private long lostPackets;
    private double estimateShare;
    private double deliveredShare;
    private int samples;
    private long sampledBytes;
    private long lastFrameNanos;
    private long longestGapNanos;
    private int freezes;
    private int switches;

    void sent() {
        sentPackets++;
    }

    void received(int bytes, long queueingNanos) {
        receivedBytes += bytes;
        queueing.add(queueingNanos);
    }

    void lost() {
        lostPackets++;
    }

    /** Every so often: the estimate and what came since, against what would be this flow's. */
    void sample(long estimate, long fairShare, double seconds) {
        samples++;
        estimateShare += Math.min(1, (double) estimate / fairShare);
        deliveredShare += (receivedBytes - sampledBytes) * 8 / seconds / fairShare;
        sampledBytes = receivedBytes;
    }

    /** A frame is whole at the watcher. */
    void frame(long nowNanos) {
        longestGapNanos = Math.max(longestGapNanos, nowNanos - lastFrameNanos);
        freezes += nowNanos - lastFrameNanos > FREEZE_NANOS ? 1 : 0;
        lastFrameNanos = nowNanos;
    }

    /** Another encoding is forwarded from now on. */
    void switched() {
        switches++;
    }

    /** There was no frame before this, or none was sent. */
    void resumed(long nowNanos) {
        lastFrameNanos = nowNanos;
    }

    /** The longest time between two of them. */
    public double longestGapMillis() {
        return longestGapNanos / 1e6;
    }

    /** How often there was no new picture for as long as browsers call a freeze. */
    public int freezes() {
        return freezes;
    }

    public int switches() {
        return switches;
    }

    /** Begins anew: what was before is not counted. */
    public void reset() {
        queueing.clear();
        receivedBytes = 0;
        sampledBytes = 0;
        sentPackets = 0;
        lostPackets = 0;
        estimateShare = 0;
        deliveredShare = 0;
        samples = 0;
        longestGapNanos = 0;
        freezes = 0;
        switches = 0;
    }

    /** Mean of the estimate by the capacity, where more than the capacity is not counted as more. */
    public double estimateShare() {
        return estimateShare / Math.max(1, samples);
    }

    public double deliveredShare() {
        return deliveredShare / Math.max(1, samples);
    }

    public double lossRatio() {
        return sentPackets == 0 ? 0 : (double) lostPackets / sentPackets;
    }

    public double meanQueueingMillis() {
        return queueing.stream().mapToLong(Long::longValue).average().orElse(0) / 1e6;
    }

    public double queueingMillis(double quantile) {
        if (queueing.isEmpty()) {
            return 0;
        }
        List<Long> sorted = new ArrayList<>(queueing);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1, quantile * sorted.size())) / 1e6;
    }
}
