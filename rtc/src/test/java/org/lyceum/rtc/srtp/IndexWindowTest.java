package org.lyceum.rtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IndexWindowTest {
    @Test
    void remembersExactlyWhatWasMarkedWithinTheWindow() {
        long seed = System.nanoTime();
        System.out.println("IndexWindowTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        IndexWindow window = new IndexWindow();
        Set<Long> marked = new HashSet<>();
        long highest = -1;
        for (int i = 0; i < 50_000; i++) {
            long step = random.nextInt(100) == 0 ? random.nextInt(5_000) : random.nextInt(4);
            long index = Math.max(0, highest + step - (random.nextBoolean() ? random.nextInt(1_100) : 0));

            boolean expected = index > highest || (highest - index < IndexWindow.SIZE && !marked.contains(index));
            assertThat(window.fresh(index))
                    .as("index %d, highest %d", index, highest)
                    .isEqualTo(expected);
            if (expected) {
                window.mark(index);
                marked.add(index);
                highest = Math.max(highest, index);
            }
        }
        assertThat(window.highest()).isEqualTo(highest);
    }

    @Test
    void nothingBelowZeroIsFresh() {
        IndexWindow window = new IndexWindow();
        window.mark(3);

        assertThat(window.fresh(-1)).isFalse();
        assertThat(window.fresh(0)).isTrue();
    }
}
