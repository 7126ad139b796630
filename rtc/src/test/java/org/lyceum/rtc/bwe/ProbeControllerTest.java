package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeControllerTest {
    private static final long SECOND = 1_000_000_000L;

    private final ProbeController probes = new ProbeController();
    private int last;

    private void tick(long bitrate, BandwidthState state, long now) {
        probes.tick(bitrate, state, false, now);
    }

    private long next(long now) {
        ProbeCluster cluster = probes.next(now);
        last = cluster == null ? last : cluster.id();
        return cluster == null ? 0 : cluster.bitrate();
    }

    @Test
    void beginsWithThreeAndSixTimesTheStart() {
        probes.wanted(50_000_000);
        probes.ready(0);
        tick(600_000, BandwidthState.NORMAL, 0);
        ProbeCluster first = Objects.requireNonNull(probes.next(0));
        assertThat(first.bitrate()).isEqualTo(1_800_000);
        assertThat(first.minPackets()).isEqualTo(5);
        assertThat(first.minBytes()).isEqualTo(3375);
        assertThat(next(0)).isEqualTo(3_600_000);
        assertThat(next(0)).isZero();
    }

    @Test
    void nothingIsAskedBeforeSomethingIsWanted() {
        probes.ready(0);
        assertThat(probes.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
        tick(600_000, BandwidthState.NORMAL, SECOND);
        assertThat(next(SECOND)).isZero();
        probes.wanted(2_000_000);
        tick(600_000, BandwidthState.NORMAL, 2 * SECOND);
        assertThat(next(2 * SECOND)).isPositive();
    }

    @Test
    void goesOnWhileTheNetworkCarriesWhatWasTriedButNotBeyondWhatIsWanted() {
        start(600_000, 6_000_000);
        probes.result(last, 3_500_000, 600_000, SECOND / 10);
        assertThat(next(SECOND / 10)).isEqualTo(7_000_000);
        probes.result(last, 6_900_000, 600_000, SECOND / 5);
        assertThat(next(SECOND / 5)).isZero();
    }

    @Test
    void aResultIsFollowedOnceHoweverOftenItIsMeasured() {
        start(600_000, 50_000_000);
        probes.result(last, 3_500_000, 600_000, SECOND / 10);
        int followed = last;
        assertThat(next(SECOND / 10)).isEqualTo(7_000_000);
        probes.result(followed, 5_000_000, 600_000, SECOND / 10);
        assertThat(next(SECOND / 10)).as("the old cluster is not the new one").isZero();
        probes.result(last, 6_900_000, 600_000, SECOND / 5);
        probes.result(last, 8_000_000, 600_000, SECOND / 5);
        assertThat(next(SECOND / 5)).isEqualTo(13_800_000);
        assertThat(next(SECOND / 5)).isZero();
    }

    @Test
    void stopsWhereTheNetworkDoesNotCarryIt() {
        start(600_000, 6_000_000);
        probes.result(last, 2_000_000, 600_000, SECOND / 10);
        assertThat(next(SECOND / 10)).isZero();
    }

    @Test
    void asksNowAndThenWhileMoreIsWantedThanTheEstimate() {
        start(600_000, 6_000_000);
        int asked = 0;
        for (long now = 0; now < 60 * SECOND; now += SECOND / 10) {
            tick(500_000, BandwidthState.NORMAL, now);
            long tried = next(now);
            asked += tried > 0 ? 1 : 0;
            assertThat(tried).isIn(0L, 1_000_000L);
        }
        assertThat(asked).isBetween(25, 35);
        for (long now = 60 * SECOND; now < 120 * SECOND; now += SECOND / 10) {
            tick(7_000_000, BandwidthState.NORMAL, now);
            assertThat(next(now)).isZero();
        }
    }

    @Test
    void neverAsksWhileDelayOrGrowingLossIsTheLimit() {
        start(600_000, 6_000_000);
        for (long now = 0; now < 60 * SECOND; now += SECOND / 10) {
            tick(500_000, BandwidthState.DELAY_LIMITED, now);
            probes.tick(500_000, BandwidthState.LOSS_LIMITED, true, now);
            assertThat(next(now)).isZero();
        }
        probes.tick(500_000, BandwidthState.LOSS_LIMITED, false, 61 * SECOND);
        assertThat(next(61 * SECOND)).isEqualTo(750_000);
    }

    @Test
    void asksSoonAfterADrop() {
        start(600_000, 6_000_000);
        for (long now = 0; now < 60 * SECOND; now += SECOND / 10) {
            tick(500_000, BandwidthState.NORMAL, now);
            next(now);
        }
        probes.dropped(true, 60 * SECOND);
        tick(300_000, BandwidthState.NORMAL, 60 * SECOND + SECOND / 2);
        assertThat(next(60 * SECOND + SECOND / 2)).isZero();
        tick(300_000, BandwidthState.NORMAL, 61 * SECOND);
        assertThat(next(61 * SECOND)).isEqualTo(600_000);
    }

    @ParameterizedTest
    @CsvSource({"true, 3000", "false, 1000"})
    void asksLaterEachTimeThatARiseDoesNotLastUnlessTheQueueIsAnothers(boolean ours, long pauseMillis) {
        start(600_000, 20_000_000);
        long now = 0;
        for (int i = 0; i < 4; i++) {
            probes.result(last, 3_600_000, 600_000, now);
            while (next(now) > 0) {}
            now += SECOND;
            probes.dropped(ours, now);
            long dropped = now;
            while (next(now) == 0) {
                now += SECOND / 20;
                tick(600_000, BandwidthState.NORMAL, now);
            }
            assertThat(now - dropped).isLessThanOrEqualTo(pauseMillis * SECOND / 1000);
            if (i == 3) {
                assertThat(now - dropped).isEqualTo(pauseMillis * SECOND / 1000);
            }
        }
    }

    @Test
    void clustersAreLongerWhereARiseDidNotLastButNotForEver() {
        start(600_000, 20_000_000);
        long now = 0;
        long[] durations = new long[6];
        for (int i = 0; i < durations.length; i++) {
            probes.result(last, 3_600_000, 600_000, now);
            while (next(now) > 0) {}
            probes.dropped(true, now + SECOND);
            now += 6 * SECOND;
            tick(500_000, BandwidthState.NORMAL, now);
            ProbeCluster cluster = Objects.requireNonNull(probes.next(now));
            last = cluster.id();
            durations[i] = cluster.durationNanos() / 1_000_000;
        }
        assertThat(durations).containsExactly(30, 60, 120, 240, 240, 240);
    }

    @Test
    void clustersAreLongerWhereTheyComeInHeaps() {
        start(600_000, 20_000_000);
        long now = 0;
        long[] durations = new long[4];
        for (int i = 0; i < durations.length; i++) {
            probes.heaped(last, now);
            now += 3 * SECOND;
            tick(600_000, BandwidthState.NORMAL, now);
            ProbeCluster cluster = Objects.requireNonNull(probes.next(now));
            last = cluster.id();
            durations[i] = cluster.durationNanos() / 1_000_000;
            assertThat(cluster.minBytes()).isEqualTo((int) (cluster.bitrate() / 8000 * durations[i]));
        }
        assertThat(durations).containsExactly(30, 60, 60, 60);
    }

    @Test
    void whatCameInAHeapIsFollowedAllTheSameWhereItsLastPacketsShowARate() {
        start(600_000, 20_000_000);
        probes.heaped(last, SECOND / 10);
        probes.heaped(last, SECOND / 10);
        probes.result(last, 3_500_000, 600_000, SECOND / 10);
        ProbeCluster cluster = Objects.requireNonNull(probes.next(SECOND / 10));
        assertThat(cluster.bitrate()).isEqualTo(7_000_000);
        assertThat(cluster.durationNanos()).as("longer, once for each cluster").isEqualTo(30_000_000);
    }

    @Test
    void onASlowNetworkAClusterIsOfSmallPacketsAndTakesAsLongAsTheyDo() {
        probes.wanted(1_000_000);
        probes.ready(0);
        tick(30_000, BandwidthState.NORMAL, 0);
        ProbeCluster cluster = Objects.requireNonNull(probes.next(0));
        assertThat(cluster.bitrate()).isEqualTo(90_000);
        assertThat(cluster.minBytes()).isBetween(649, 650);
        assertThat(cluster.durationNanos()).isBetween(57_000_000L, 58_000_000L);
    }

    @Test
    void asksSoonWhenMoreIsWanted() {
        start(600_000, 500_000);
        tick(600_000, BandwidthState.NORMAL, 100 * SECOND);
        assertThat(next(100 * SECOND)).isZero();
        probes.wanted(4_000_000);
        assertThat(probes.deadlineNanos()).isLessThanOrEqualTo(101 * SECOND);
        tick(600_000, BandwidthState.NORMAL, 101 * SECOND);
        assertThat(next(101 * SECOND)).isEqualTo(1_200_000);
    }

    @Test
    void identifiersAreNeverNegativeAndDiffer() {
        probes.wanted(6_000_000);
        probes.ready(0);
        int before = -1;
        for (long now = 0; now < 100_000 * SECOND; now += SECOND) {
            tick(500_000, BandwidthState.NORMAL, now);
            ProbeCluster cluster = probes.next(now);
            if (cluster != null) {
                assertThat(cluster.id()).isNotEqualTo(before).isBetween(0, (int) Short.MAX_VALUE);
                before = cluster.id();
            }
        }
    }

    private void start(long bitrate, long wanted) {
        probes.wanted(wanted);
        probes.ready(0);
        tick(bitrate, BandwidthState.NORMAL, 0);
        while (next(0) > 0) {}
    }
}
