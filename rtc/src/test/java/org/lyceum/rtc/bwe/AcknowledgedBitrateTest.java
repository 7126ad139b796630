package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcknowledgedBitrateTest {
    private static final long MILLI = 1_000_000L;

    private final AcknowledgedBitrate acknowledged = new AcknowledgedBitrate();
    private long now = -5_000 * MILLI;

    private void receive(long millis, long bitrate, boolean limited) {
        for (long i = 0; i < millis; i += 10) {
            now += 10 * MILLI;
            acknowledged.add(now, (int) (bitrate / 800), limited);
        }
    }

    @Test
    void isUnknownUntilHalfASecondHasCome() {
        receive(400, 1_000_000, false);
        assertThat(acknowledged.bitrate()).isZero();
        receive(200, 1_000_000, false);
        assertThat(acknowledged.bitrate()).isBetween(950_000L, 1_050_000L);
    }

    @Test
    void followsADropSlowlyAndTheRecentRateAtOnce() {
        receive(5000, 4_000_000, false);
        receive(450, 500_000, false);
        assertThat(acknowledged.recentBitrate()).isBetween(450_000L, 550_000L);
        assertThat(acknowledged.bitrate()).isGreaterThan(600_000);
        receive(5000, 500_000, false);
        assertThat(acknowledged.bitrate()).isBetween(450_000L, 600_000L);
    }

    @Test
    void anEmptySampleOrTwoChangeLittleWhileTheApplicationIsTheLimit() {
        AcknowledgedBitrate other = new AcknowledgedBitrate();
        for (int i = 0; i < 500; i++) {
            acknowledged.add(i * 10L * MILLI, 2500, false);
            other.add(i * 10L * MILLI, 2500, false);
        }
        for (int i = 500; i < 600; i++) {
            acknowledged.add(i * 10L * MILLI, 250, true);
            other.add(i * 10L * MILLI, 250, false);
        }
        assertThat(acknowledged.bitrate()).isGreaterThan(other.bitrate());
    }

    @Test
    void movesFastWhereAChangeIsExpected() {
        receive(5000, 500_000, true);
        long before = acknowledged.bitrate();
        acknowledged.expectChange();
        receive(300, 3_000_000, false);
        assertThat(acknowledged.bitrate()).isGreaterThan(4 * before);
    }

    @Test
    void aPauseIsNoSampleAndTimesBackwardsAreNoTime() {
        receive(2000, 1_000_000, false);
        now += 60_000 * MILLI;
        receive(300, 1_000_000, false);
        assertThat(acknowledged.bitrate()).isBetween(800_000L, 1_200_000L);
        acknowledged.add(now - 1000 * MILLI, 100, false);
        receive(2000, 1_000_000, false);
        assertThat(acknowledged.bitrate()).isBetween(900_000L, 1_100_000L);
    }
}
