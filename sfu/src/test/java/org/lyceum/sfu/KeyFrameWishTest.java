package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.sfu.KeyFrameWish.NEVER;
import static org.lyceum.sfu.TestSource.MS;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyFrameWishTest {
    private final KeyFrameWish wish = new KeyFrameWish();

    private void ask(long now) {
        if (wish.wish(now)) {
            wish.asked(now);
        }
    }

    /** When the source is asked until then, in milliseconds. */
    private List<Long> questions(long from, long until) {
        List<Long> questions = new ArrayList<>();
        for (long now = from; now <= until; now += MS) {
            if (wish.due(now)) {
                wish.asked(now);
                questions.add(now / MS);
            }
        }
        return questions;
    }

    @Test
    void theFirstWishIsAskedAtOnce() {
        assertThat(wish.deadlineNanos()).isEqualTo(NEVER);
        assertThat(wish.wish(5)).isTrue();
    }

    @Test
    void anyNumberOfWishesIsOneQuestionInThreeHundredMilliseconds() {
        ask(0);
        for (int i = 1; i < 300; i++) {
            assertThat(wish.wish(i * MS)).isFalse();
        }
        assertThat(wish.wish(300 * MS)).isTrue();
    }

    @Test
    void aQuestionIsRepeatedUntilItIsAnsweredMoreSlowlyAfterAWhile() {
        ask(0);
        assertThat(questions(0, 4_000 * MS)).containsExactly(300L, 600L, 900L, 1900L, 2900L, 3900L);
        wish.fulfilled(4_000 * MS);
        assertThat(wish.deadlineNanos()).isEqualTo(NEVER);
        assertThat(questions(4_000 * MS, 9_000 * MS)).isEmpty();
    }

    @Test
    void aWishAfterAnAnswerStillKeepsTheDistance() {
        ask(0);
        wish.fulfilled(50 * MS);
        assertThat(wish.wish(100 * MS)).isFalse();
        assertThat(wish.deadlineNanos()).isEqualTo(300 * MS);
        assertThat(questions(100 * MS, 500 * MS)).containsExactly(300L);
    }

    @Test
    void aSourceThatTakesLongToAnswerIsGivenTwiceThatBeforeItIsAskedAgain() {
        ask(0);
        wish.fulfilled(250 * MS);
        ask(10_000 * MS);
        assertThat(questions(10_000 * MS, 11_200 * MS)).containsExactly(10_500L, 11_000L);
        wish.fulfilled(11_200 * MS);
        ask(20_000 * MS);
        assertThat(questions(20_000 * MS, 21_500 * MS))
                .as("never seldomer than once a second")
                .containsExactly(21_000L);
        wish.otherSource();
        ask(30_000 * MS);
        assertThat(questions(30_000 * MS, 30_700 * MS)).containsExactly(30_300L, 30_600L);
    }

    @Test
    void aSourceOfFewPicturesASecondIsGivenTheTimeOfTwo() {
        wish.pace(200 * MS);
        ask(0);
        assertThat(questions(0, 1_000 * MS)).containsExactly(400L, 800L);
        wish.fulfilled(1_000 * MS);
        wish.otherSource();
        ask(10_000 * MS);
        assertThat(questions(10_000 * MS, 10_500 * MS)).containsExactly(10_300L);
    }

    @Test
    void aSourceIsTrustedAfterThreePromptAnswersUntilItMissesOne() {
        for (int i = 0; i < 3; i++) {
            assertThat(wish.trusted()).isFalse();
            ask(i * 10_000L * MS);
            wish.fulfilled(i * 10_000L * MS + 80 * MS);
        }
        assertThat(wish.trusted()).isTrue();
        ask(50_000 * MS);
        assertThat(questions(50_000 * MS, 52_000 * MS)).hasSize(4);
        assertThat(wish.trusted()).isFalse();
    }

    @Test
    void aLateKeyFrameIsNoAnswerAndOneThatNobodyAskedForSaysNothing() {
        for (int i = 0; i < 5; i++) {
            ask(i * 10_000L * MS);
            wish.fulfilled(i * 10_000L * MS + 1_000 * MS);
            wish.fulfilled(i * 10_000L * MS + 2_000 * MS);
        }
        assertThat(wish.trusted()).isFalse();
    }

    @Test
    void anotherSourceIsAskedAtOnceAndNotTrusted() {
        ask(0);
        wish.otherSource();
        assertThat(wish.due(1_000 * MS)).isFalse();
        assertThat(wish.wish(10 * MS)).isTrue();
        assertThat(wish.trusted()).isFalse();
    }

    @Test
    void aWishCanBeAbandoned() {
        ask(0);
        wish.abandon();
        assertThat(wish.deadlineNanos()).isEqualTo(NEVER);
    }
}
