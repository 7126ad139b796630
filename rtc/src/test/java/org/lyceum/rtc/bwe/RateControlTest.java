package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lyceum.rtc.bwe.OveruseDetector.Usage;

class RateControlTest {
    private static final long MILLI = 1_000_000L;

    private final RateControl control = new RateControl(1_000_000, 0);
    private long now;

    private void run(Usage usage, long throughput, long millis) {
        for (long i = 0; i < millis; i += 50) {
            now += 50 * MILLI;
            control.update(usage, throughput, now);
        }
    }

    @Test
    void growsByEightPercentASecondWhileNothingIsKnown() {
        run(Usage.NORMAL, 1_000_000, 50);
        run(Usage.NORMAL, 1_000_000, 1000);
        assertThat(control.bitrate()).isBetween(1_075_000L, 1_085_000L);
    }

    @Test
    void neverGrowsFarBeyondWhatComesThrough() {
        run(Usage.NORMAL, 500_000, 60_000);
        assertThat(control.bitrate()).isEqualTo(1_000_000);
        run(Usage.NORMAL, 1_000_000, 60_000);
        assertThat(control.bitrate()).isEqualTo(1_510_000);
    }

    @ParameterizedTest
    @CsvSource({
        "800000, 300, 680000",
        "800000, 50, 720000",
        "800000, 0, 760000",
        "100000, 300, 85000",
        "1000, 300, 30000",
        "0, 300, 500000",
        "2000000, 300, 1000000"
    })
    void overuseLeavesAPartOfWhatComesThroughAndTheLessTheLongerTheQueue(
            long throughput, long queueMillis, long expected) {
        control.decrease(throughput, queueMillis * MILLI, now);
        assertThat(control.bitrate()).isEqualTo(expected);
    }

    @Test
    void waitsARoundTripForADecreaseToShowUnlessItWasByFarTooSmall() {
        control.roundTrip(100 * MILLI);
        assertThat(control.mayDecrease(900_000, now)).isTrue();
        control.decrease(900_000, 300 * MILLI, now);
        assertThat(control.mayDecrease(700_000, now + 50 * MILLI)).isFalse();
        assertThat(control.mayDecrease(300_000, now + 50 * MILLI)).isTrue();
        assertThat(control.mayDecrease(700_000, now + 100 * MILLI)).isTrue();
    }

    @Test
    void holdsWhileTheQueueEmpties() {
        control.decrease(1_000_000, 300 * MILLI, now);
        run(Usage.UNDERUSING, 1_000_000, 2000);
        assertThat(control.bitrate()).isEqualTo(850_000);
    }

    @Test
    void growsBySmallStepsNearTheCapacityAndFastBeyondIt() {
        control.roundTrip(50 * MILLI);
        control.decrease(1_000_000, 300 * MILLI, now);
        run(Usage.NORMAL, 900_000, 1050);
        long small = control.bitrate() - 850_000;
        assertThat(small).isBetween(40_000L, 65_000L); // a packet each 150 ms
        control.set(2_000_000, now); // a probe knows better
        run(Usage.NORMAL, 2_000_000, 50);
        long before = control.bitrate();
        run(Usage.NORMAL, 2_000_000, 1000);
        assertThat(control.bitrate() - before).isBetween(150_000L, 170_000L);
    }

    @Test
    void staysWithinBounds() {
        control.set(Long.MAX_VALUE, now);
        assertThat(control.bitrate()).isEqualTo(BandwidthEstimator.MAX_BITRATE);
        run(Usage.NORMAL, 0, 10_000);
        assertThat(control.bitrate()).isEqualTo(BandwidthEstimator.MAX_BITRATE);
        control.set(0, now);
        assertThat(control.bitrate()).isEqualTo(BandwidthEstimator.MIN_BITRATE);
        control.decrease(0, 0, now);
        assertThat(control.bitrate()).isEqualTo(BandwidthEstimator.MIN_BITRATE);
    }
}
