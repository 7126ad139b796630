package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeMeasureTest {
    private static final int ID = 17;
    private static final double MILLI = 1e6;

    private final ProbeMeasure measure = new ProbeMeasure();

    @BeforeEach
    void expectFivePackets() {
        measure.expect(new ProbeCluster(ID, 4_000_000, 5, 5000, 10_000_000));
    }

    /** Five packets of 1000 bytes that left and came so far apart. */
    private long cluster(int id, int packets, double sentApartMillis, double receivedApartMillis) {
        long shown = 0;
        for (int i = 0; i < packets; i++) {
            shown = measure.received(
                    id, 1000, (long) (i * sentApartMillis * MILLI), (long) ((90 + i * receivedApartMillis) * MILLI));
        }
        return shown;
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2, 4000000", // it came as it left
        "2, 1.9, 4000000", // no faster than it left
        "2, 2.1, 3809523", // a little slower
        "2, 4, 1900000", // the link was full: a little less than came
        "2, 0.9, -1", // it came in a heap
        "0, 2, 0",
        "2, 0, -1",
        "300, 300, 0" // it took too long
    })
    void theSlowerOfDepartureAndArrivalIsShown(double sentApart, double receivedApart, long bitrate) {
        assertThat(cluster(ID, 5, sentApart, receivedApart)).isEqualTo(bitrate);
    }

    @Test
    void fourOfFivePacketsAreEnoughAndThreeAreNot() {
        assertThat(cluster(ID, 3, 2, 2)).isZero();
        assertThat(cluster(ID, 4, 2, 2)).isPositive();
    }

    @Test
    void ofALongClusterTheFirstHalfIsNotMeasuredForATokenBucketLetsItPass() {
        measure.expect(new ProbeCluster(ID, 1_000_000, 5, 20_000, 160_000_000));
        long shown = 0;
        long arrival = 0;
        for (int i = 0; i < 20; i++) { // 8 ms apart, and 16 where the bucket is empty
            arrival += (i < 10 ? 8 : 16) * 1_000_000L;
            shown = measure.received(ID, 1000, i * 8_000_000L, arrival);
        }
        assertThat(shown).isEqualTo(475_000);
    }

    @Test
    void ofAFewSmallPacketsThatTakeLongAllAreMeasured() {
        measure.expect(new ProbeCluster(ID, 100_000, 5, 650, 52_000_000));
        long shown = 0;
        for (int i = 0; i < 5; i++) { // the second is late; of the last three alone it would be a heap
            long late = i == 2 ? 9 : 0;
            shown = measure.received(ID, 130, i * 10_400_000L, (long) ((90 + late) * MILLI) + i * 10_400_000L);
        }
        assertThat(shown).isEqualTo(100_000);
    }

    @Test
    void clustersThatNobodySentShowNothing() {
        assertThat(cluster(ID + 8, 5, 2, 2)).isZero();
        assertThat(cluster(BandwidthEstimator.NO_PROBE, 5, 2, 2)).isZero();
    }
}
