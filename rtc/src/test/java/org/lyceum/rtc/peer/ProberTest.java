package org.lyceum.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lyceum.rtc.bwe.BandwidthEstimator;
import org.lyceum.rtc.bwe.ProbeCluster;

class ProberTest {
    private static final long MS = 1_000_000L;

    private final Prober prober = new Prober();

    private static ProbeCluster cluster(int id, long bitrate, int packets, int millis) {
        return new ProbeCluster(id, bitrate, packets, (int) (bitrate / 8 * millis / 1000), millis * MS);
    }

    /** Sends what is due in packets of that size; the time when the prober has had enough. */
    private long runAll(int packetBytes) {
        long now = prober.deadlineNanos();
        while (prober.active()) {
            now = prober.deadlineNanos();
            for (int due = prober.due(now); due > 0; due -= packetBytes) {
                prober.left(packetBytes);
            }
        }
        return now;
    }

    @ParameterizedTest
    @CsvSource({
        // bitrate, packet, longest
        "1000000, 1000, 40",
        "5000000, 1000, 25",
        "5000000,  280, 25",
        "20000000, 1200, 25",
    })
    void aClusterLeavesAtItsRateWhateverThePacketsAre(long bitrate, int packetBytes, long longestMillis) {
        prober.add(cluster(1, bitrate, 5, 15), 0);
        long end = runAll(packetBytes);
        assertThat(end).isBetween(10 * MS, longestMillis * MS);
    }

    @Test
    void onASlowLinkPacketsAreAsSmallAsTheClusterAllows() {
        prober.add(new ProbeCluster(1, 100_000, 5, 650, 52 * MS), 0);
        assertThat(prober.packetBytes()).isEqualTo(130);
        assertThat(runAll(130)).isBetween(40 * MS, 60 * MS);
        assertThat(prober.packetBytes()).as("no cluster").isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void mediaThatLeavesMeanwhileCounts() {
        prober.add(cluster(7, 1_000_000, 2, 20), 0);
        assertThat(prober.clusterId()).isEqualTo(7);
        assertThat(prober.due(0)).isPositive();
        prober.left(1_250);
        prober.left(1_250);
        assertThat(prober.due(MS)).isZero();
        assertThat(prober.active()).isFalse();
        assertThat(prober.clusterId()).isEqualTo(BandwidthEstimator.NO_PROBE);
    }

    @Test
    void clustersFollowOneAnother() {
        prober.add(cluster(1, 1_000_000, 2, 15), 0);
        prober.add(cluster(2, 2_000_000, 2, 15), 0);
        prober.left(1_000);
        prober.left(1_000);
        assertThat(prober.due(15 * MS)).isPositive();
        assertThat(prober.clusterId()).isEqualTo(2);
    }

    @Test
    void aClusterThatDragsOnIsGivenUp() {
        prober.add(cluster(1, 1_000_000, 50, 15), 0);
        assertThat(prober.due(59 * MS)).isPositive();
        assertThat(prober.due(61 * MS)).isZero();
        assertThat(prober.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void withNothingToSendNothingIsProbed() {
        prober.add(cluster(1, 1_000_000, 5, 15), 0);
        prober.add(cluster(2, 2_000_000, 5, 15), 0);
        prober.abandon(0);
        assertThat(prober.active()).isFalse();
    }
}
