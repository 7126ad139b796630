package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportBasedEstimatorTest {
    private static final long SECOND = 1_000_000_000L;

    private final ReportBasedEstimator estimator = new ReportBasedEstimator(1_000_000);

    private void reports(int seconds, double lost) {
        reports(seconds, lost, 20_000_000);
    }

    private void reports(int seconds, double lost, long sent) {
        for (int i = 0; i < seconds; i++) {
            estimator.report(lost, SECOND / 20, sent, i * SECOND);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1999004", "0.02, 1999004", "0.05, 1000000", "0.1, 1000000", "0.2, 348678", "1, 30000"})
    void tenReportsMoveTheEstimateByTheirLoss(double lost, long expected) {
        reports(10, lost);
        assertThat(estimator.bitrate()).isBetween(expected - 10, expected + 10);
    }

    @ParameterizedTest
    @CsvSource({"0, 1000000", "500000, 1000000", "800000, 1200000", "9223372036854775807, 50000000"})
    void growsOnlyToHalfAsMuchAgainAsWasSent(long sent, long expected) {
        reports(100, 0, sent);
        assertThat(estimator.bitrate()).isEqualTo(expected);
    }

    @Test
    void comesBackToTheStartHoweverLittleIsSent() {
        reports(10, 1);
        assertThat(estimator.bitrate()).isEqualTo(BandwidthEstimator.MIN_BITRATE);
        reports(100, 0, 30_000);
        assertThat(estimator.bitrate()).isEqualTo(BandwidthEstimator.START_BITRATE);
    }

    @Test
    void thePeersOwnEstimateIsTakenAtOnceEitherWay() {
        estimator.remb(3_000_000);
        assertThat(estimator.bitrate()).isEqualTo(3_000_000);
        estimator.remb(300_000);
        assertThat(estimator.bitrate()).isEqualTo(300_000);
        reports(10, 0);
        assertThat(estimator.bitrate()).isEqualTo(300_000);
    }

    @Test
    void lossHoldsThePeersEstimateDown() {
        estimator.remb(1_000_000);
        reports(3, 0.2);
        estimator.remb(1_000_000);
        assertThat(estimator.bitrate()).isBetween(700_000L, 800_000L);
    }

    @ParameterizedTest
    @CsvSource({"0, 30000", "-9223372036854775808, 30000", "9223372036854775807, 50000000"})
    void anyNumberStaysInBounds(long remb, long expected) {
        estimator.remb(remb);
        assertThat(estimator.bitrate()).isEqualTo(expected);
    }
}
