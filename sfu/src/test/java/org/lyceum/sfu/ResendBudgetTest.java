package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.sfu.TestSource.MS;

import org.junit.jupiter.api.Test;

class ResendBudgetTest {
    private final ResendBudget budget = new ResendBudget();

    private int next;

    private int takeAll(int length) {
        int taken = 0;
        while (budget.take(next++, length, 0, 0)) {
            taken++;
        }
        return taken;
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
    void packetsAreKeptApartByTheirNumber() {
        assertThat(budget.take(1, 10, 0, 0)).isTrue();
        assertThat(budget.take(2, 10, 0, 0)).isTrue();
        assertThat(budget.take(1, 10, 0, 0)).isFalse();
        assertThat(budget.take(1, 10, 0, 20 * MS)).isTrue();
        assertThat(budget.take(1, 10, 90 * MS, 100 * MS)).isFalse();
        assertThat(budget.take(1, 10, 90 * MS, 110 * MS)).isTrue();
    }
}
