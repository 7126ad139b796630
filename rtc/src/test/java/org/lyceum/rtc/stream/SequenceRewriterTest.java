package org.lyceum.rtc.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.rtc.stream.SequenceRewriter.NONE;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceRewriterTest {
    private final SequenceRewriter rewriter = new SequenceRewriter(1000);

    private void assertFound(int out, long source, int generation) {
        assertThat(rewriter.find(out)).isTrue();
        assertThat(rewriter.foundSource()).isEqualTo(source);
        assertThat(rewriter.foundGeneration()).isEqualTo(generation);
    }

    @Test
    void aSourceBeginsAtTheFirstNumber() {
        assertThat(rewriter.rewrite(5)).isEqualTo(NONE);
        rewriter.begin(70_000);
        assertThat(rewriter.rewrite(70_000)).isEqualTo(1000);
        assertThat(rewriter.rewrite(70_001)).isEqualTo(1001);
        assertThat(rewriter.newest()).isEqualTo(1001);
        assertThat(rewriter.rewrite(69_999)).isEqualTo(NONE);
    }

    @Test
    void anotherSourceGoesOnWithoutAGap() {
        rewriter.begin(7);
        rewriter.rewrite(7);
        rewriter.begin(500);
        assertThat(rewriter.rewrite(500)).isEqualTo(1001);
        assertThat(rewriter.rewrite(501)).isEqualTo(1002);
        assertThat(rewriter.rewrite(499)).isEqualTo(NONE);
        assertFound(1000, 7, 1);
        assertFound(1001, 500, 2);
        assertThat(rewriter.generation()).isEqualTo(2);
    }

    @Test
    void aSourceThatBeginsAndSendsNothingLeavesNoTrace() {
        rewriter.begin(7);
        rewriter.rewrite(7);
        rewriter.begin(100);
        rewriter.begin(200);
        assertThat(rewriter.rewrite(200)).isEqualTo(1001);
        assertFound(1001, 200, 3);
    }

    @Test
    void aLossStaysAGapThatALatePacketFills() {
        rewriter.begin(10);
        rewriter.rewrite(10);
        assertThat(rewriter.rewrite(13)).isEqualTo(1003);
        assertThat(rewriter.rewrite(11)).isEqualTo(1001);
        assertThat(rewriter.rewrite(12)).isEqualTo(1002);
        assertThat(rewriter.rewrite(14)).isEqualTo(1004);
    }

    @Test
    void whatIsDroppedClosesUp() {
        rewriter.begin(10);
        rewriter.rewrite(10);
        rewriter.drop(11);
        rewriter.drop(12);
        assertThat(rewriter.rewrite(13)).isEqualTo(1001);
        rewriter.drop(14);
        assertThat(rewriter.rewrite(15)).isEqualTo(1002);
        assertThat(rewriter.rewrite(11)).isEqualTo(NONE);
        assertThat(rewriter.rewrite(12)).isEqualTo(NONE);
        assertThat(rewriter.rewrite(14)).isEqualTo(NONE);
        assertThat(rewriter.rewrite(10)).isEqualTo(1000);
        assertFound(1000, 10, 1);
        assertFound(1001, 13, 1);
        assertFound(1002, 15, 1);
    }

    @Test
    void aLossBeforeADropKeepsItsPlace() {
        rewriter.begin(10);
        rewriter.rewrite(10);
        rewriter.drop(12); // 11 has not come
        assertThat(rewriter.rewrite(13)).isEqualTo(1002);
        assertThat(rewriter.rewrite(11)).isEqualTo(1001);
        assertThat(rewriter.rewrite(12)).isEqualTo(NONE);
        assertFound(1001, 11, 1);
    }

    @Test
    void aLatePacketBeforeNothingButDroppedOnesTakesThePlaceThatAnotherSourceWouldHaveGot() {
        rewriter.begin(10);
        rewriter.rewrite(10);
        rewriter.drop(12);
        assertThat(rewriter.rewrite(11)).isEqualTo(1001);
        rewriter.begin(500);
        assertThat(rewriter.rewrite(500)).isEqualTo(1002);
    }

    @Test
    void droppingWhatIsLateLeavesAGap() {
        rewriter.begin(10);
        rewriter.rewrite(10);
        rewriter.rewrite(12);
        rewriter.drop(11);
        assertThat(rewriter.rewrite(13)).isEqualTo(1003);
    }

    @Test
    void theFirstPacketsOfASourceCanBeDropped() {
        rewriter.begin(10);
        rewriter.drop(10);
        rewriter.drop(11);
        assertThat(rewriter.rewrite(12)).isEqualTo(1000);
        assertThat(rewriter.rewrite(10)).isEqualTo(NONE);
        assertFound(1000, 12, 1);
    }

    @Test
    void numbersWrapOnTheWireOnly() {
        SequenceRewriter nearWrap = new SequenceRewriter(65_534);
        nearWrap.begin(65_530);
        for (int i = 0; i < 10; i++) {
            assertThat(nearWrap.rewrite(65_530 + i)).isEqualTo(65_534 + i);
        }
        assertThat(nearWrap.find(65_535)).isTrue();
        assertThat(nearWrap.foundSource()).isEqualTo(65_531);
        assertThat(nearWrap.find(2)).isTrue();
        assertThat(nearWrap.foundSource()).isEqualTo(65_534);
    }

    @ParameterizedTest
    @ValueSource(ints = {999, 1002, 1003, 30_000, 40_000, 65_535, 0})
    void whatWasNeverGivenIsNotFound(int out) {
        rewriter.begin(10);
        rewriter.rewrite(10);
        rewriter.rewrite(11);
        assertThat(rewriter.find(out)).isFalse();
    }

    @Test
    void nothingIsFoundBeforeTheFirst() {
        assertThat(rewriter.find(999)).isFalse();
        assertThat(rewriter.find(1000)).isFalse();
    }

    @Test
    void memoryOfOldRunsIsBounded() {
        rewriter.begin(0);
        for (int i = 0; i < 10_000; i++) {
            rewriter.rewrite(2L * i);
            rewriter.drop(2L * i + 1);
        }
        assertThat(rewriter.find(1000)).isFalse();
        assertFound(1000 + 9_999, 19_998, 1);
        assertFound(1000 + 9_800, 19_600, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_261_121})
    void noNumberIsGivenTwiceAndEveryOneLeadsBack(long seed) {
        RandomGenerator random = new Random(seed);
        SequenceRewriter sut = new SequenceRewriter(random.nextInt(1 << 15));
        Map<Long, String> given = new HashMap<>();
        long source = 0;
        int generation = 0;
        for (int step = 0; step < 20_000; step++) {
            if (step == 0 || random.nextInt(500) == 0) {
                source = random.nextInt(1 << 20);
                sut.begin(source);
                generation++;
            }
            // Mostly forward, some lost, some late, some left out.
            long number = random.nextInt(10) == 0
                    ? source - random.nextInt(40)
                    : source++ + (random.nextInt(20) == 0 ? 1 : 0);
            source = Math.max(source, number + 1);
            if (random.nextInt(8) == 0) {
                sut.drop(number);
                continue;
            }
            long out = sut.rewrite(number);
            if (out == NONE) {
                continue;
            }
            String origin = generation + ":" + number;
            assertThat(given.putIfAbsent(out, origin))
                    .as("seed %d, step %d", seed, step)
                    .isIn(null, origin);
            assertThat(sut.find((int) out & 0xffff))
                    .as("seed %d, step %d", seed, step)
                    .isTrue();
            assertThat(sut.foundGeneration() + ":" + sut.foundSource())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(origin);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void withoutLossTheOutgoingNumbersHaveNoGapWhateverIsLeftOut(long seed) {
        RandomGenerator random = new Random(seed);
        long expected = 1000;
        long source = 0;
        for (int step = 0; step < 5_000; step++) {
            if (step == 0 || random.nextInt(100) == 0) {
                source = random.nextInt(1 << 20);
                rewriter.begin(source);
            }
            if (random.nextInt(3) == 0) {
                rewriter.drop(source++);
            } else {
                assertThat(rewriter.rewrite(source++))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(expected++);
            }
        }
    }

    @Test
    void whatIsPutInHasANumberOfItsOwnAndIsNotFound() {
        SequenceRewriter rewriter = new SequenceRewriter(100);
        assertThat(rewriter.insert()).isEqualTo(SequenceRewriter.NONE);
        rewriter.begin(10);
        assertThat(rewriter.rewrite(10)).isEqualTo(100);
        assertThat(rewriter.rewrite(12)).isEqualTo(102);
        assertThat(rewriter.insert()).isEqualTo(103);
        assertThat(rewriter.insert()).isEqualTo(104);
        assertThat(rewriter.rewrite(11)).as("late").isEqualTo(101);
        rewriter.drop(13);
        assertThat(rewriter.insert()).isEqualTo(105);
        assertThat(rewriter.rewrite(14)).isEqualTo(106);
        assertThat(rewriter.rewrite(13)).as("left out").isEqualTo(SequenceRewriter.NONE);
        for (int number : new int[] {103, 104, 105}) {
            assertThat(rewriter.find(number)).as("%d", number).isFalse();
        }
        assertThat(rewriter.find(106)).isTrue();
        assertThat(rewriter.foundSource()).isEqualTo(14);
        assertThat(rewriter.find(102)).isTrue();
        assertThat(rewriter.foundSource()).isEqualTo(12);
    }
}
