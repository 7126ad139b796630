package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.sfu.TestSource.MS;

import org.junit.jupiter.api.Test;

class ResendBudgetTest {
    private final ResendBudget budget = new ResendBudget();

    private int next;

    private int takeAll(int length) {
        int taken = 0;
        while (asked(next++, length, 0, 0)) {
            taken++;
        }
        return taken;
    }

    private boolean asked(int sequence, int length, long roundTripNanos, long nowNanos) {
        return went(budget.asked(sequence, length, roundTripNanos, nowNanos), sequence, length, nowNanos);
    }

    private boolean lost(int sequence, int length, long departureNanos, long nowNanos) {
        return went(budget.lost(sequence, length, departureNanos), sequence, length, nowNanos);
    }

    private boolean went(boolean allowed, int sequence, int length, long nowNanos) {
        if (allowed) {
            budget.repeated(sequence, length, nowNanos);
        }
        return allowed;
    }

    @Test
    void moreThanWasSentIsNotSentAgainBeyondTheAllowance() {
        assertThat(takeAll(1024)).isEqualTo(64);
        budget.sent(3 * 1024);
        assertThat(takeAll(1024)).isEqualTo(3);
    }

    @Test
    void whatIsNotUsedDoesNotAddUpForEver() {
        for (int i = 0; i < 10_000; i++) {
            budget.sent(1024);
        }
        assertThat(takeAll(1024)).isEqualTo(512);
    }

    @Test
    void whatIsLostGoesOutAgainUnlessAnotherCopyIsOnItsWay() {
        assertThat(lost(1, 10, 0, 60 * MS)).isTrue();
        assertThat(lost(1, 10, 0, 80 * MS)).as("the first copy once more").isFalse();
        assertThat(asked(1, 10, 50 * MS, 80 * MS)).isFalse();
        assertThat(lost(1, 10, 60 * MS, 85 * MS)).as("the second copy").isTrue();
        assertThat(asked(2, 10, 50 * MS, 90 * MS)).isTrue();
        assertThat(lost(2, 10, 10 * MS, 95 * MS)).as("has been asked for since").isFalse();
    }

    @Test
    void packetsAreKeptApartByTheirNumber() {
        assertThat(asked(1, 10, 0, 0)).isTrue();
        assertThat(asked(2, 10, 0, 0)).isTrue();
        assertThat(asked(1, 10, 0, 0)).isFalse();
        assertThat(asked(1, 10, 0, 20 * MS)).isTrue();
        assertThat(asked(1, 10, 90 * MS, 100 * MS)).isFalse();
        assertThat(asked(1, 10, 90 * MS, 110 * MS)).isTrue();
    }

    @Test
    void whatDoesNotGoCostsNothing() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(budget.asked(i, 1024, 0, 0)).isTrue();
        }
        assertThat(takeAll(1024)).isEqualTo(64);
    }
}
