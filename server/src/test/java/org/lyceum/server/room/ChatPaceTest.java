package org.lyceum.server.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChatPaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final ChatPace pace = new ChatPace();

    @Test
    void fiveAtOnceThenOneASecond() {
        for (int i = 0; i < 5; i++) {
            assertThat(pace.take("ann", Duration.ZERO, 0)).isZero();
        }
        assertThat(pace.take("ann", Duration.ZERO, 0)).isEqualTo(SECOND);
        assertThat(pace.take("bob", Duration.ZERO, 0)).isZero();
        assertThat(pace.take("ann", Duration.ZERO, SECOND)).isZero();
    }

    @Test
    void whatCameToNothingIsGivenBackAndNoMore() {
        for (int i = 0; i < 5; i++) {
            pace.take("ann", Duration.ZERO, 0);
        }
        pace.giveBack("ann");

        assertThat(pace.take("ann", Duration.ZERO, 0)).isZero();
        assertThat(pace.take("ann", Duration.ZERO, 0)).isPositive();
    }

    @Test
    void slowModeHoldsAgainAfterSomethingCameToNothing() {
        Duration slow = Duration.ofSeconds(10);
        assertThat(pace.take("ann", slow, 0)).isZero();
        assertThat(pace.take("ann", slow, 10 * SECOND)).isZero();
        pace.giveBack("ann");

        assertThat(pace.take("ann", slow, 11 * SECOND)).isZero();
        assertThat(pace.take("ann", slow, 12 * SECOND)).isEqualTo(9 * SECOND);
    }
}
