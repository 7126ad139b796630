package org.lyceum.rtc.bwe;

import org.jspecify.annotations.Nullable;
import org.lyceum.wire.rtcp.TransportFeedback;

/**
 * Estimates what the network of one peer carries, from what left and what the peer says came. Confined to the peer's
 * thread. Rates are bits a second and count what the link sees from the UDP payload up: RTP headers and SRTP tags too. Times
 * are nanoseconds of the one monotonic clock.
 *
 * <p>Its caller, the pacer's owner, tells {@link #sent} of each packet when it leaves (never when it is queued), hands over
 * what RTCP brings ({@link #feedback}, {@link #remb}, {@link #receiverReport}), calls {@link #onDeadline} when
 * {@link #deadlineNanos} has come, and after each of these asks for {@link #bitrate} and {@link #nextProbe}.
 */
public final class BandwidthEstimator {
    /** For {@link #sent}: the packet belongs to no probe cluster. */
    public static final int NO_PROBE = -1;

    public static final long MIN_BITRATE = 30_000;
    public static final long MAX_BITRATE = 50_000_000;
    /** What is assumed of a network that nothing is known of. */
    public static final long START_BITRATE = 600_000;

    private long bitrate = START_BITRATE;

    public BandwidthEstimator(long nowNanos) {}

    /**
     * A packet left.
     *
     * @param transportSequence its transport-wide sequence number, 16 bits
     * @param bytes its UDP payload
     * @param probeCluster {@link ProbeCluster#id} or {@link #NO_PROBE}
     * @param media false for padding and for what is only sent to probe
     * @param departureNanos when it was handed to the socket
     */
    public void sent(int transportSequence, int bytes, int probeCluster, boolean media, long departureNanos) {}

    /** Transport-wide feedback came. What is impossible in it is counted and ignored. */
    public void feedback(TransportFeedback feedback, long nowNanos) {}

    /** The peer's own estimate came; it counts only while there is no transport-wide feedback. Any number is harmless. */
    public void remb(long bitsPerSecond, long nowNanos) {
        bitrate = Math.clamp(bitsPerSecond, MIN_BITRATE, MAX_BITRATE);
    }

    /**
     * A report block of the peer came.
     *
     * @param fractionLost 0 to 1
     * @param roundTripNanos 0 where the report tells none
     */
    public void receiverReport(double fractionLost, long roundTripNanos, long nowNanos) {}

    /** What the allocation would use if it had it: nothing far above it is probed for. */
    public void wanted(long bitsPerSecond) {}

    /** How much waits in the pacer: while something does, what is sent is not limited by the application. */
    public void queued(int bytes) {}

    /** The estimate. */
    public long bitrate() {
        return bitrate;
    }

    /** How fast packets that wait may leave: above the estimate, so that a frame does not take a frame's time to send. */
    public long pacingBitrate() {
        return bitrate * 5 / 2;
    }

    /** The next cluster to send, null for none now; to be asked until it is null. */
    public @Nullable ProbeCluster nextProbe(long nowNanos) {
        return null;
    }

    /** When {@link #onDeadline} wants to be called, {@link Long#MAX_VALUE} for never. */
    public long deadlineNanos() {
        return Long.MAX_VALUE;
    }

    public void onDeadline(long nowNanos) {}

    // ---- facts for people ----

    /** Smoothed; 0 while unknown. */
    public long roundTripNanos() {
        return 0;
    }

    /** How long packets wait in the network's queues now, above the fastest of the last minute. */
    public long queueingDelayNanos() {
        return 0;
    }

    /** Share of packets lost in the last seconds, 0 to 1. */
    public double lossRatio() {
        return 0;
    }

    public BandwidthState state() {
        return BandwidthState.NORMAL;
    }

    /** What came of what was sent, lately; 0 while unknown. */
    public long acknowledgedBitrate() {
        return 0;
    }

    /** Reports that were impossible, in whole or in part. */
    public long nonsense() {
        return 0;
    }
}
