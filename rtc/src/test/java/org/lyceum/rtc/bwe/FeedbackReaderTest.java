package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.lyceum.wire.rtcp.TransportFeedback;

class FeedbackReaderTest {
    private static final int LOST = TransportFeedback.NOT_RECEIVED;
    private static final long MILLI = 1_000_000L;

    private final SentHistory history = new SentHistory();
    private final FeedbackReader reader = new FeedbackReader(history);

    private void send(int from, int count) {
        for (int i = from; i < from + count; i++) {
            history.add(i & 0xFFFF, 100 + i % 10, BandwidthEstimator.NO_PROBE, i, i * MILLI);
        }
    }

    private static TransportFeedback report(int base, int reference, int... deltas) {
        return new TransportFeedback(1, 2, base & 0xFFFF, (reference << 8) >> 8, 0, deltas);
    }

    @Test
    void joinsArrivalsWithDepartures() {
        send(0, 4);
        assertThat(reader.read(report(0, 10, 0, 4, LOST, 8), 0)).isTrue();
        assertThat(reader.count()).isEqualTo(3);
        assertThat(reader.lost()).isEqualTo(1);
        assertThat(reader.lostBytes()).isEqualTo(102);
        assertThat(reader.departureNanos(2)).isEqualTo(3 * MILLI);
        assertThat(reader.bytes(2)).isEqualTo(103);
        assertThat(reader.arrivalNanos(1) - reader.arrivalNanos(0)).isEqualTo(MILLI);
        assertThat(reader.arrivalNanos(2) - reader.arrivalNanos(1)).isEqualTo(2 * MILLI);
        assertThat(reader.lastDepartureNanos()).isEqualTo(3 * MILLI);
    }

    @Test
    void tellsWhatWasCarriedByThoseThatAreLostOnceEach() {
        send(1_000, 200);
        int[] deltas = new int[200];
        Arrays.fill(deltas, LOST);
        deltas[0] = 0;
        reader.read(report(1_000, 10, deltas), 0);
        assertThat(reader.lost()).isEqualTo(199);
        for (int i = 0; i < 199; i++) {
            assertThat(reader.lostContent(i)).isEqualTo(1_001 + i);
            assertThat(reader.lostDepartureNanos(i)).isEqualTo((1_001 + i) * MILLI);
        }
        reader.read(report(1_000, 10, deltas), 50 * MILLI);
        assertThat(reader.lost()).isZero();
    }

    @Test
    void ordersByArrival() {
        send(0, 4);
        reader.read(report(0, 10, 100, -40, 80, -10), 0);
        assertThat(reader.count()).isEqualTo(4);
        long[] order = {1, 0, 3, 2};
        for (int i = 0; i < 4; i++) {
            assertThat(reader.departureNanos(i)).isEqualTo(order[i] * MILLI);
        }
    }

    @Test
    void whatIsToldTwiceCountsOnceAndWhatWasLostMayBeFound() {
        send(0, 3);
        reader.read(report(0, 10, 0, LOST, 4), 0);
        reader.read(report(0, 10, 0, 8, -4), 50 * MILLI);
        assertThat(reader.count()).isEqualTo(1);
        assertThat(reader.found()).isEqualTo(1);
        assertThat(reader.lost()).isZero();
        reader.read(report(0, 10, 0, LOST, 4), 60 * MILLI);
        assertThat(reader.count() + reader.lost() + reader.found()).isZero();
    }

    @Test
    void whatWentOutAgainUnderItsNumberStaysLostAndTellsNoArrival() {
        send(0, 4);
        reader.read(report(0, 10, 0, LOST), 0);
        reader.repeated(1);
        reader.read(report(1, 10, 400, -390), 100 * MILLI);
        assertThat(reader.count()).isEqualTo(1);
        assertThat(reader.departureNanos(0)).isEqualTo(2 * MILLI);
        assertThat(reader.found()).isZero();
        assertThat(reader.lost()).isZero();
    }

    @Test
    void whatWentOutAgainBeforeItWasToldLostCountsOnce() {
        send(0, 2);
        reader.repeated(1);
        reader.read(report(0, 10, 0, 400), 100 * MILLI);
        assertThat(reader.count()).isEqualTo(1);
        assertThat(reader.lost()).isEqualTo(1);
        reader.read(report(1, 10, 400), 150 * MILLI);
        reader.repeated(1);
        reader.repeated(9);
        assertThat(reader.count() + reader.lost() + reader.found()).isZero();
    }

    @Test
    void arrivalsGoOnAcrossReportsAndTheWrapOfTheReferenceTime() {
        send(0, 2);
        reader.read(report(0, 0x7F_FFFF, 0), 0);
        long first = reader.arrivalNanos(0);
        reader.read(report(1, 0x80_0000, 4), 64 * MILLI);
        assertThat(reader.arrivalNanos(0) - first).isEqualTo(65 * MILLI);
        assertThat(reader.nonsense()).isZero();
    }

    @Test
    void numbersNeverSentAreCountedAndIgnored() {
        send(0, 2);
        assertThat(reader.read(report(30_000, 10, 0, 1, 2), 0)).isFalse();
        assertThat(reader.count()).isZero();
        assertThat(reader.nonsense()).isEqualTo(3);
    }

    @Test
    void aClockThatJumpsIsIgnoredOnceAndBelievedThen() {
        send(0, 4);
        reader.read(report(0, 1000, 0), 0);
        long first = reader.arrivalNanos(0);
        assertThat(reader.read(report(1, 5, 0), 100 * MILLI)).isFalse();
        assertThat(reader.nonsense()).isEqualTo(1);
        assertThat(reader.read(report(2, 7, 0), 228 * MILLI)).isTrue();
        assertThat(reader.arrivalNanos(0) - first).isEqualTo(228 * MILLI);
    }

    @Test
    void anArrivalFarFromTheElapsedTimeIsIgnored() {
        send(0, 3);
        reader.read(report(0, 10, 0, 32_767, 32_767), 0); // 8 s, and 16
        assertThat(reader.count()).isEqualTo(2);
        assertThat(reader.nonsense()).isEqualTo(1);
    }

    @Test
    void aReportThatPutsEverythingInReverseCostsLittle() {
        send(0, 5000);
        int[] deltas = new int[5000];
        Arrays.fill(deltas, -1);
        reader.read(report(0, 10, deltas), 0);
        assertThat(reader.count()).isEqualTo(FeedbackReader.MOST_REORDERED + 1);
        assertThat(reader.nonsense()).isPositive();
        for (int i = 1; i < reader.count(); i++) {
            assertThat(reader.arrivalNanos(i)).isGreaterThanOrEqualTo(reader.arrivalNanos(i - 1));
        }
    }
}
