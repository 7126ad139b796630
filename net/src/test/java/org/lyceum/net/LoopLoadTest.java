package org.lyceum.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lyceum.net.LoopLoad.Verdict;

/** Windows of a loop's life, one after the other, in virtual time. */
class LoopLoadTest {
    private static final long WINDOW = LoopLoad.WINDOW_NANOS;

    private final LoopLoad load = new LoopLoad(0);
    private long now;

    private void windows(int count, double busy) {
        for (int i = 0; i < count; i++) {
            now += WINDOW;
            load.look(Math.round(WINDOW * (1 - busy)), 0, now);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, NORMAL",
        "0.5, NORMAL",
        "0.84, NORMAL",
        "0.86, CROWDED",
        "0.94, CROWDED",
        "0.96, OVERLOADED",
        "1, OVERLOADED"
    })
    void aLoopIsJudgedByTheShareOfTimeInWhichItDoesNotWait(double busy, Verdict expected) {
        windows(50, busy);
        assertThat(load.load()).isCloseTo(busy, within(0.001));
        assertThat(load.verdict()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 6", "0.5, 5", "0.8, 3"})
    void overloadIsSeenWithinOneSecondAndABurstIsNone(double before, int windowsUntil) {
        windows(20, before);
        windows(windowsUntil - 1, 1);
        assertThat(load.verdict()).isNotEqualTo(Verdict.OVERLOADED);
        windows(1, 1);
        assertThat(load.verdict()).isEqualTo(Verdict.OVERLOADED);
    }

    @ParameterizedTest
    @CsvSource({"0.93, OVERLOADED", "0.88, CROWDED", "0.83, CROWDED", "0.78, NORMAL"})
    void aVerdictIsLeftBelowWhereItWasEntered(double busy, Verdict expected) {
        windows(20, 1);
        windows(20, busy);
        assertThat(load.verdict()).isEqualTo(expected);
    }

    @Test
    void droppedDatagramsAreOverloadHoweverMuchTheLoopWaits() {
        for (int i = 0; i < 10; i++) {
            now += WINDOW;
            load.look(WINDOW, 1, now);
        }
        assertThat(load.verdict()).isEqualTo(Verdict.OVERLOADED);
    }

    @Test
    void aLoopThatIsLateAgainAndAgainIsOverloadedThoughItSeemsToWait() {
        for (int i = 0; i < 10; i++) {
            now += 2 * WINDOW;
            load.look(2 * WINDOW, 0, now);
        }
        assertThat(load.verdict()).isEqualTo(Verdict.OVERLOADED);
    }

    /** As where the machine was asleep. */
    @Test
    void onePauseHoweverLongIsNoOverload() {
        windows(20, 0.5);
        now += 3_600_000_000_000L;
        load.look(0, 0, now);
        assertThat(load.verdict()).isEqualTo(Verdict.NORMAL);
    }
}
