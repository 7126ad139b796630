package org.lyceum.rtc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NackGeneratorTest {
    private static final long MILLI = 1_000_000L;
    private final NackGenerator nacks = new NackGenerator();
    private final int[] out = new int[1000];

    @Test
    void withoutLossNothingIsAskedFor() {
        for (int i = 0; i < 1000; i++) {
            nacks.received(i, false, i * MILLI);
        }
        assertThat(nacks.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(asked(5000 * MILLI)).isEmpty();
    }

    @Test
    void aGapIsAskedForOnceReorderingIsRuledOut() {
        nacks.received(65_533, false, 0);
        nacks.received(65_537, false, 10 * MILLI);
        assertThat(nacks.deadlineNanos()).isEqualTo(10 * MILLI + NackGenerator.REORDER_NANOS);
        assertThat(asked(14 * MILLI)).isEmpty();
        assertThat(asked(15 * MILLI)).containsExactly(65_534, 65_535, 0);
        assertThat(asked(15 * MILLI)).isEmpty();
    }

    @Test
    void whatWasOnlyOvertakenIsNotAskedFor() {
        nacks.received(1, false, 0);
        nacks.received(3, false, 0);
        nacks.received(2, false, 4 * MILLI);
        assertThat(nacks.missing()).isZero();
        assertThat(nacks.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(asked(5 * MILLI)).isEmpty();
    }

    @Test
    void aRequestIsRepeatedAfterARoundTripAndItsMargin() {
        nacks.roundTrip(40 * MILLI);
        nacks.received(1, false, 0);
        nacks.received(3, false, 0);
        assertThat(asked(5 * MILLI)).containsExactly(2);
        assertThat(nacks.deadlineNanos()).isEqualTo(55 * MILLI);
        assertThat(asked(54 * MILLI)).isEmpty();
        assertThat(asked(55 * MILLI)).containsExactly(2);
        nacks.received(2, true, 80 * MILLI);
        assertThat(asked(1000 * MILLI)).isEmpty();
    }

    @Test
    void anAnswerToTheFirstRequestTellsTheRoundTrip() {
        nacks.received(1, false, 0);
        nacks.received(3, false, 0);
        asked(5 * MILLI);
        nacks.received(2, true, 35 * MILLI);
        assertThat(nacks.roundTripNanos()).isEqualTo(30 * MILLI);
        nacks.received(5, false, 40 * MILLI);
        asked(45 * MILLI);
        nacks.received(4, true, 115 * MILLI);
        assertThat(nacks.roundTripNanos()).isEqualTo(35 * MILLI);
    }

    @Test
    void answersThatMayBeToAnyRequestTellNothing() {
        nacks.received(1, false, 0);
        nacks.received(4, false, 0);
        asked(5 * MILLI);
        asked(400 * MILLI);
        nacks.received(2, true, 410 * MILLI);
        nacks.received(3, false, 410 * MILLI);
        assertThat(nacks.roundTripNanos()).isEqualTo(NackGenerator.FIRST_ROUND_TRIP_NANOS);
    }

    @Test
    void requestsInVainMakeTheRoundTripLonger() {
        nacks.roundTrip(40 * MILLI);
        nacks.received(0, false, 0);
        nacks.received(NackGenerator.VAIN_REQUESTS + 1, false, 0);
        asked(5 * MILLI);
        assertThat(nacks.roundTripNanos()).isEqualTo(40 * MILLI);
        asked(55 * MILLI);
        assertThat(nacks.roundTripNanos()).isEqualTo(80 * MILLI);
        nacks.received(NackGenerator.VAIN_REQUESTS + 3, false, 60 * MILLI);
        asked(65 * MILLI);
        nacks.received(NackGenerator.VAIN_REQUESTS + 2, true, 95 * MILLI);
        assertThat(nacks.roundTripNanos()).isEqualTo(30 * MILLI);
    }

    @Test
    void afterSoManyTriesANumberIsGivenUp() {
        nacks.roundTrip(20 * MILLI);
        nacks.received(1, false, 0);
        nacks.received(3, false, 0);
        int tries = 0;
        while (nacks.deadlineNanos() != Long.MAX_VALUE) {
            tries += asked(nacks.deadlineNanos()).length;
        }
        assertThat(tries).isEqualTo(NackGenerator.MAX_TRIES);
        assertThat(nacks.missing()).isZero();
        assertThat(nacks.abandoned()).isEqualTo(1);
    }

    @Test
    void afterSoLongANumberIsGivenUp() {
        nacks.roundTrip(1000 * MILLI);
        nacks.received(1, false, 0);
        nacks.received(3, false, 0);
        assertThat(asked(5 * MILLI)).containsExactly(2);
        assertThat(asked(1300 * MILLI)).containsExactly(2);
        assertThat(asked(NackGenerator.MAX_AGE_NANOS + 1)).isEmpty();
        assertThat(nacks.abandoned()).isEqualTo(1);
        assertThat(nacks.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aGapThatIsTooLargeIsNotAskedForAtAll() {
        nacks.received(1, false, 0);
        nacks.received(3, false, 0);
        nacks.received(4 + NackGenerator.CAPACITY + 1, false, 0);
        assertThat(nacks.missing()).isZero();
        assertThat(nacks.abandoned()).isEqualTo(NackGenerator.CAPACITY + 2);
        assertThat(asked(5 * MILLI)).isEmpty();
    }

    @Test
    void ofTooManyLossesTheOldestAreGivenUp() {
        nacks.received(0, false, 0);
        nacks.received(NackGenerator.CAPACITY, false, 0);
        nacks.received(NackGenerator.CAPACITY + 3, false, 0);
        assertThat(nacks.missing()).isEqualTo(NackGenerator.CAPACITY);
        assertThat(nacks.abandoned()).isEqualTo(1);
        assertThat(asked(5 * MILLI)[0]).isEqualTo(2);
    }

    @Test
    void aBudgetBoundsWhatIsAskedAtOnceAndInASecond() {
        nacks.received(0, false, 0);
        nacks.received(501, false, 0);
        assertThat(asked(5 * MILLI)).hasSize(NackGenerator.BUDGET_BURST);
        assertThat(nacks.deadlineNanos()).isEqualTo(6 * MILLI);
        assertThat(asked(6 * MILLI)).hasSize(1);
        assertThat(asked(16 * MILLI)).hasSize(10);
        int total = 0;
        nacks.reset();
        for (int s = 0; s < 20_000; s += 2) {
            nacks.received(s, false, (1000 + s / 10) * MILLI);
            total += asked((1000 + s / 10) * MILLI).length;
        }
        assertThat(total).isBetween(1900, 2 * NackGenerator.BUDGET_PER_SECOND + NackGenerator.BUDGET_BURST);
    }

    @Test
    void asMuchIsHandedOutAsThereIsRoom() {
        nacks.received(0, false, 0);
        nacks.received(10, false, 0);
        int[] small = new int[4];
        assertThat(nacks.collect(small, 5 * MILLI)).isEqualTo(4);
        assertThat(small).containsExactly(1, 2, 3, 4);
        assertThat(asked(6 * MILLI)).containsExactly(5, 6, 7, 8, 9);
    }

    @Test
    void afterAResetTheNextNumberBeginsAnew() {
        nacks.received(1, false, 0);
        nacks.received(3, false, 0);
        nacks.reset();
        nacks.received(40_000, false, 0);
        nacks.received(40_002, false, 0);
        assertThat(asked(5 * MILLI)).containsExactly(40_001);
    }

    private int[] asked(long nowNanos) {
        int count = nacks.collect(out, nowNanos);
        int[] asked = new int[count];
        System.arraycopy(out, 0, asked, 0, count);
        return asked;
    }
}
