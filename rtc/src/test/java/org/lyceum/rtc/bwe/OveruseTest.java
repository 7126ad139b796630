package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.bwe.OveruseDetector.Usage;

/** Trend and detector together: groups 20 ms apart. */
class OveruseTest {
    private static final double APART = 20;

    private final Trendline trend = new Trendline();
    private final OveruseDetector detector = new OveruseDetector();
    private long arrivalNanos;

    /** One group whose delay is so much above that of the one before it. */
    private Usage group(double delayStep) {
        trend.add(APART, APART + delayStep);
        arrivalNanos += (long) ((APART + delayStep) * 1e6);
        return detector.detect(trend.slope(), trend.trust(), APART, arrivalNanos);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-4, -1, 0.5, 2, 10})
    void theSlopeOfASteadyGrowthIsFound(double step) {
        for (int i = 0; i < 200; i++) {
            group(step);
        }
        assertThat(trend.slope()).isCloseTo(step / (APART + step), within(0.001));
    }

    @Test
    void aQuietNetworkIsNormal() {
        for (int i = 0; i < 1000; i++) {
            assertThat(group(0)).isEqualTo(Usage.NORMAL);
        }
        assertThat(detector.threshold()).isLessThan(7);
    }

    @Test
    void aGrowingQueueIsOveruseWithinAQuarterOfASecondAndAnEmptyingOneUnderuse() {
        for (int i = 0; i < 100; i++) {
            group(0);
        }
        int groups = 0;
        while (group(10) != Usage.OVERUSING) {
            groups++;
        }
        assertThat(groups * (APART + 10)).isLessThan(250);
        for (int i = 0; i < 30; i++) {
            group(-10);
        }
        assertThat(detector.usage()).isEqualTo(Usage.UNDERUSING);
        for (int i = 0; i < 60; i++) {
            group(0);
        }
        assertThat(detector.usage()).isEqualTo(Usage.NORMAL);
    }

    @Test
    void jitterAloneIsSeldomOveruse() {
        long seed = 0x5EED;
        SplittableRandom random = new SplittableRandom(seed);
        int overuses = 0;
        double last = 0;
        for (int i = 0; i < 5000; i++) {
            double jitter = Math.clamp(random.nextGaussian(5, 2.5), 0, 10);
            overuses += group(jitter - last) == Usage.OVERUSING ? 1 : 0;
            last = jitter;
        }
        assertThat(overuses).as("seed %d", seed).isLessThan(50);
    }

    @Test
    void theThresholdFollowsADelayThatWandersButNotASingleStep() {
        for (int i = 0; i < 100; i++) {
            group(0);
        }
        double quiet = detector.threshold();
        group(300);
        assertThat(detector.threshold()).isLessThan(quiet + 2);
        double highest = 0;
        for (int i = 0; i < 2000; i++) {
            group(i % 60 < 30 ? 1 : -1);
            highest = Math.max(highest, detector.threshold());
        }
        assertThat(highest).isGreaterThan(quiet + 2);
    }
}
