package org.lyceum.rtc.peer;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.bwe.BandwidthEstimator;
import org.lyceum.rtc.bwe.ProbeCluster;

/**
 * The timetable of probing: which cluster is under way, and how much of it should have left by now. Everything that leaves
 * meanwhile counts, since it is the sum that the network sees. Sans-IO; confined to the peer's thread.
 */
final class Prober {
    /** Packets of a cluster leave in steps of about this. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** A cluster that takes so much longer than it should tells nothing any more. */
    private static final int PATIENCE = 4;

    private static final long LEAST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int MOST_WAITING = 8;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ArrayDeque<ProbeCluster> waiting = new ArrayDeque<>(0);
    private @Nullable ProbeCluster cluster;
    private long startedNanos;
    private long sentBytes;
    private int sentPackets;
    private long nextNanos;

    /** Another cluster, after those that wait; one too many is forgotten. */
    void add(ProbeCluster next, long nowNanos) {
        if (cluster == null) {
            begin(next, nowNanos);
        } else if (waiting.size() < MOST_WAITING) {
            waiting.addLast(next);
        }
    }

    private void begin(ProbeCluster next, long nowNanos) {
        cluster = next;
        startedNanos = nowNanos;
        sentBytes = 0;
        sentPackets = 0;
        nextNanos = nowNanos;
    }

    boolean active() {
        return cluster != null;
    }

    /** Which cluster a packet that leaves now belongs to, {@link BandwidthEstimator#NO_PROBE} for none. */
    int clusterId() {
        return cluster == null ? BandwidthEstimator.NO_PROBE : cluster.id();
    }

    /** How large the packets of a cluster need be, so that it is no longer than it is meant to be. */
    int packetBytes() {
        return cluster == null ? Integer.MAX_VALUE : cluster.minBytes() / cluster.minPackets();
    }

    /** A packet left while a cluster was under way. */
    void left(int bytes) {
        sentBytes += bytes;
        sentPackets++;
    }

    /**
     * Bytes that should leave now so that the cluster keeps its rate, 0 for none. Ends a cluster that is complete, or that has
     * taken too long, and begins the next.
     */
    int due(long nowNanos) {
        ProbeCluster current = cluster;
        if (current == null) {
            return 0;
        }
        long elapsed = nowNanos - startedNanos;
        boolean complete = sentPackets >= current.minPackets() && sentBytes >= current.minBytes();
        if (complete || elapsed > Math.max(LEAST_PATIENCE_NANOS, PATIENCE * current.durationNanos())) {
            end(nowNanos);
            return due(nowNanos);
        }
        long wanted = current.bitrate() / 8 * (elapsed + STEP_NANOS) / SECOND_NANOS;
        nextNanos = nowNanos + STEP_NANOS;
        return (int) Math.max(0, wanted - sentBytes);
    }

    /** There was nothing to send: a cluster with holes would tell of nothing but itself. */
    void abandon(long nowNanos) {
        waiting.clear();
        end(nowNanos);
    }

    private void end(long nowNanos) {
        cluster = null;
        ProbeCluster next = waiting.pollFirst();
        if (next != null) {
            begin(next, nowNanos);
        }
    }

    /** When {@link #due} should be asked again, {@link Long#MAX_VALUE} while nothing is probed. */
    long deadlineNanos() {
        return cluster == null ? Long.MAX_VALUE : nextNanos;
    }
}
