package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentHistoryTest {
    private static final long MILLI = 1_000_000L;

    private final SentHistory history = new SentHistory();

    @Test
    void remembersWhatLeftAcrossTheWrapOfItsNumbers() {
        for (int i = 0; i < 20; i++) {
            history.add(65_530 + i & 0xFFFF, 100 + i, i == 7 ? 3 : BandwidthEstimator.NO_PROBE, 0, i * MILLI);
        }
        long sequence = history.extend(1);
        assertThat(sequence).isEqualTo(65_537);
        assertThat(history.known(sequence)).isTrue();
        assertThat(history.bytes(sequence)).isEqualTo(107);
        assertThat(history.departureNanos(sequence)).isEqualTo(7 * MILLI);
        assertThat(history.probeCluster(sequence)).isEqualTo(3);
        assertThat(history.probeCluster(sequence + 1)).isEqualTo(BandwidthEstimator.NO_PROBE);
    }

    @Test
    void knowsNothingOfNumbersThatWereNotSent() {
        assertThat(history.sent(history.extend(5))).isFalse();
        history.add(10, 100, 0, 0, 0);
        history.add(13, 100, 0, 0, 0);
        assertThat(history.sent(history.extend(14))).isFalse();
        assertThat(history.known(history.extend(9))).isFalse();
        assertThat(history.known(history.extend(11))).isFalse();
        assertThat(history.known(history.extend(13))).isTrue();
    }

    @Test
    void anUsedNumberIsRefused() {
        assertThat(history.add(10, 100, 0, 0, 0)).isTrue();
        assertThat(history.add(10, 100, 0, 0, 0)).isFalse();
        assertThat(history.add(9, 100, 0, 0, 0)).isFalse();
    }

    @Test
    void fateIsKeptAndMayTurnForTheBetter() {
        history.add(1, 100, 0, 0, 0);
        history.markLost(1);
        assertThat(history.lost(1)).isTrue();
        history.markReceived(1);
        assertThat(history.received(1)).isTrue();
        assertThat(history.lost(1)).isFalse();
    }

    @Test
    void growsOnlyWhileYoungPacketsAwaitTheirAnswerAndNotForEver() {
        for (int i = 0; i < 5 * SentHistory.MIN_SIZE; i++) { // answered at once
            history.add(i, 100, 0, 0, i * MILLI);
            history.markReceived(i);
        }
        assertThat(history.size()).isEqualTo(SentHistory.MIN_SIZE);

        int from = 5 * SentHistory.MIN_SIZE;
        for (int i = from; i < from + 1000; i++) {
            history.add(i, i % 1000, 0, 0, i * MILLI);
        }
        assertThat(history.size()).isEqualTo(1024);
        for (int i = from; i < from + 1000; i++) {
            assertThat(history.known(i)).isTrue();
            assertThat(history.bytes(i)).isEqualTo(i % 1000);
        }

        for (int i = 0; i < 20_000; i++) {
            history.add(from + 1000 + i & 0xFFFF, 100, 0, 0, from * MILLI);
        }
        assertThat(history.size()).isEqualTo(SentHistory.MAX_SIZE);
    }

    @Test
    void packetsOlderThanAnyAnswerAreNotKept() {
        for (int i = 0; i < 10_000; i++) { // ten a second, never answered
            history.add(i, 100, 0, 0, i * 100L * MILLI);
        }
        assertThat(history.size()).isEqualTo(SentHistory.MIN_SIZE);
        assertThat(history.known(9_999)).isTrue();
        assertThat(history.known(9_000)).isFalse();
    }

    @Test
    void aJumpOfTheNumbersForgetsWhatWasBefore() {
        history.add(1, 100, 0, 0, 0);
        history.add(30_000, 100, 0, 0, 0);
        assertThat(history.known(30_000)).isTrue();
        assertThat(history.known(1)).isFalse();
        assertThat(history.known(29_999)).isFalse();
    }

    @Test
    void whatIsKnownOfAPacketOutlivesGrowthAndEveryChangeOfItsFate() {
        SentHistory kept = new SentHistory();
        int packets = 3 * SentHistory.MIN_SIZE;
        for (int i = 0; i < packets; i++) {
            kept.add(i, 65_535 - i, i % 5 - 1, -1L - i, 1_000 + i);
        }
        assertThat(kept.size()).isGreaterThanOrEqualTo(packets);
        kept.markLost(5);
        kept.markRepeated(5);
        kept.markRepeated(6);
        kept.markReceived(7);
        kept.markLost(8);
        assertThat(kept.repeatedSinceTold(5)).isTrue();
        assertThat(kept.repeated(6) && !kept.repeatedSinceTold(6)).isTrue();
        assertThat(kept.received(7) && !kept.lost(7)).isTrue();
        assertThat(kept.lost(8) && !kept.received(8)).isTrue();
        for (int i = 0; i < packets; i++) {
            assertThat(kept.known(i)).isTrue();
            assertThat(kept.bytes(i)).isEqualTo(65_535 - i);
            assertThat(kept.probeCluster(i)).isEqualTo(i % 5 - 1);
            assertThat(kept.content(i)).isEqualTo(-1L - i);
            assertThat(kept.departureNanos(i)).isEqualTo(1_000 + i);
        }
    }
}
