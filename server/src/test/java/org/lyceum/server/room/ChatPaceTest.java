package org.lyceum.server.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChatPaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final ChatPace pace = new ChatPace(1);

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
    void manyWhoShareAKeyHaveWhatSoManyHaveAndNoMore() {
        ChatPace shared = new ChatPace(20);
        for (int i = 0; i < 100; i++) {
            assertThat(shared.take("school", Duration.ZERO, 0)).isZero();
        }
        assertThat(shared.take("school", Duration.ZERO, 0)).isEqualTo(SECOND / 20);
        for (int i = 0; i < 20; i++) {
            assertThat(shared.take("school", Duration.ZERO, SECOND)).isZero();
        }
        assertThat(shared.take("school", Duration.ZERO, SECOND)).isPositive();
    }

    @Test
    void slowModeIsOneAtATimeForEachOfThoseWhoShareAKey() {
        ChatPace shared = new ChatPace(20);
        Duration slow = Duration.ofSeconds(10);
        for (int i = 0; i < 20; i++) {
            assertThat(shared.take("school", slow, 0)).isZero();
        }
        assertThat(shared.take("school", slow, 0)).isEqualTo(SECOND / 2);
        assertThat(pace.take("ann", slow, 0)).isZero();
        assertThat(pace.take("ann", slow, 9 * SECOND)).isEqualTo(SECOND);
    }

    @Test
    void whatWasOwedToSlowModeIsForgottenWithIt() {
        assertThat(pace.take("ann", Duration.ofMinutes(5), 0)).isZero();
        assertThat(pace.take("ann", Duration.ZERO, SECOND)).isLessThanOrEqualTo(SECOND);
        assertThat(pace.take("ann", Duration.ZERO, 2 * SECOND)).isZero();
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
