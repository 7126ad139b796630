package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossBasedEstimatorTest {
    private static final long SEED = 0x10551;
    private static final long REPORT_NANOS = 50_000_000L;
    private static final long DELAY_BASED = 4_000_000;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final LossBasedEstimator estimator = new LossBasedEstimator();
    private long now;
    private double open;

    private long estimate() {
        return Math.min(estimator.bitrate(), DELAY_BASED);
    }

    /** Sends at the estimate over a network that polices at a rate and loses a share by itself. */
    private void run(double seconds, long policed, double inherent) {
        for (long end = now + (long) (seconds * 1e9); now < end; now += REPORT_NANOS) {
            long rate = estimate();
            open += rate / 8.0 / 1200 * REPORT_NANOS / 1e9;
            int packets = (int) open;
            open -= packets;
            double share = 1 - (1 - inherent) * Math.min(1, (double) policed / rate);
            int lost = 0;
            for (int i = 0; i < packets; i++) {
                lost += random.nextDouble() < share ? 1 : 0;
            }
            int received = packets - lost;
            if (estimator.add(received, received * 1200L, lost, lost * 1200L, 0, false, now)) {
                estimator.update(DELAY_BASED, (long) (rate * (1 - share)), now);
            }
        }
    }

    @Test
    void isNoLimitWithoutLoss() {
        run(20, 100_000_000, 0);
        assertThat(estimator.bitrate()).isEqualTo(Long.MAX_VALUE);
        assertThat(estimator.state()).isEqualTo(LossBasedEstimator.State.DELAY_BASED);
    }

    @Test
    void theLargestCandidateIsTheLikeliestWhereNothingWasLost() {
        run(6, 100_000_000, 0); // until none is believed to be the network's own either
        for (int i = 0; i < 200; i++) {
            run(0.3, 100_000_000, 0);
            long delayBased = random.nextLong(30_000, 50_000_000);
            long acknowledged = random.nextLong(delayBased);
            assertThat(estimator.likeliest(delayBased, acknowledged))
                    .as("seed %d", SEED)
                    .isEqualTo(estimator.largest(delayBased, acknowledged));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.005, 0.01, 0.02, 0.03})
    void aFewPercentOfRandomLossAreTheNetworksOwn(double loss) {
        run(30, 100_000_000, loss);
        assertThat(estimate()).as("seed %d", SEED).isGreaterThan((long) (0.9 * DELAY_BASED));
        assertThat(estimator.inherentLoss()).isBetween(loss / 2, loss * 2);
    }

    @Test
    void aPolicerIsFoundWithinSecondsAndItsRateIsUsed() {
        run(10, 100_000_000, 0);
        run(3, 1_000_000, 0);
        assertThat(estimate()).as("seed %d", SEED).isLessThan(1_300_000);
        run(20, 1_000_000, 0);
        assertThat(estimate()).isBetween(800_000L, 1_200_000L);
    }

    @Test
    void aPolicerIsFoundThoughTheNetworkLosesATenthByItself() {
        run(15, 100_000_000, 0.1);
        run(5, 1_000_000, 0.1);
        assertThat(estimate()).as("seed %d", SEED).isLessThan(1_500_000);
        run(20, 1_000_000, 0.1);
        assertThat(estimate()).isBetween(700_000L, 1_400_000L);
    }

    @Test
    void aTenthLostByChanceAtEveryRateIsNoLimit() {
        run(30, 100_000_000, 0.1);
        assertThat(estimate()).as("seed %d", SEED).isGreaterThan(3_000_000);
    }

    @Test
    void recoversWhenThePolicerIsGone() {
        run(10, 500_000, 0);
        assertThat(estimate()).isLessThan(800_000);
        run(15, 100_000_000, 0);
        assertThat(estimate()).isGreaterThan((long) (0.9 * DELAY_BASED));
    }

    /** Observations of so many packets at a rate, a share of them lost. */
    private void observe(int observations, long rate, int packets, int lost) {
        for (int i = 0; i < observations; i++) {
            now += LossBasedEstimator.OBSERVATION_NANOS;
            long bytes = rate / 8 * LossBasedEstimator.OBSERVATION_NANOS / 1_000_000_000L;
            if (estimator.add(
                    packets - lost, bytes * (packets - lost) / packets, lost, bytes * lost / packets, 0, false, now)) {
                estimator.update(DELAY_BASED, 0, now);
            }
        }
    }

    @Test
    void lossFromBeforeAProbeIsNoReasonToSendLessThanItShowed() {
        observe(4, 60_000, 6, 0);
        observe(8, 150_000, 12, 6);
        observe(2, 50_000, 6, 0);
        assertThat(estimator.bitrate()).isLessThan(200_000);
        estimator.carried(200_000);
        for (int i = 0; i < 12; i++) {
            observe(1, 60_000, 6, 0);
            assertThat(estimator.bitrate()).isGreaterThanOrEqualTo(200_000);
        }
    }

    @Test
    void lossAfterAProbeIsHeeded() {
        observe(4, 60_000, 6, 0);
        observe(8, 150_000, 12, 6);
        estimator.carried(200_000);
        observe(8, 200_000, 16, 10);
        assertThat(estimator.bitrate()).isLessThan(150_000);
    }

    @Test
    void aSecondWithoutLossIsEnoughForProbingThoughOldLossKeepsTheEstimateDown() {
        observe(4, 60_000, 6, 0);
        observe(8, 150_000, 12, 6);
        assertThat(estimator.state()).isEqualTo(LossBasedEstimator.State.DECREASING);
        observe(8, 50_000, 6, 0);
        assertThat(estimator.state()).isNotEqualTo(LossBasedEstimator.State.DECREASING);
        assertThat(estimator.bitrate()).isLessThan(DELAY_BASED / 2);
    }

    @Test
    void aPacketThatWasOnlyLateIsNotLost() {
        for (int i = 0; i < 400; i++, now += REPORT_NANOS) {
            if (estimator.add(20, 24_000, i % 2 == 0 ? 4 : 0, 0, i % 2 == 1 ? 4 : 0, false, now)) {
                estimator.update(DELAY_BASED, 0, now);
            }
        }
        assertThat(estimator.averageLoss()).isLessThan(0.05);
    }

    @Test
    void itsEstimateStaysInBoundsWhateverIsLost() {
        run(60, 1, 1);
        assertThat(estimator.bitrate()).isBetween(BandwidthEstimator.MIN_BITRATE, BandwidthEstimator.MAX_BITRATE);
    }
}
