package org.lyceum.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFrameBudgetTest {
    private static final long MS = 1_000_000L;

    /** Distinct questions, those more than 300 ms after the last, are what costs. */
    @ParameterizedTest
    @CsvSource({
        // every, for so long, questions that begin something new
        " 2000, 60000, 30, 30", // who has trouble now and then is always heard
        "10000, 60000,  6,  6",
        "  200,   500,  2,  2", // a browser that repeats itself until the key frame comes
        "   20, 60000, 29, 36", // who never stops: the first six, then one in two seconds
        " 1000, 60000, 34, 36",
    })
    void whoAsksWithoutEndIsHeardNowAndThen(long everyMillis, long forMillis, int least, int most) {
        KeyFrameBudget budget = new KeyFrameBudget();
        long start = -3_000 * MS;
        long last = Long.MIN_VALUE / 2;
        int heard = 0;
        for (long at = 0; at < forMillis; at += everyMillis) {
            long now = start + at * MS;
            if (budget.allow(now) && now - last >= KeyFrameBudget.SAME_NANOS) {
                heard++;
                last = now;
            }
        }
        assertThat(heard).isBetween(least, most);
    }
}
