package org.lyceum.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    /** @return the seconds that it took where packets cost this, look by look, and go on to cost the last of it */
    private static long secondsOf(Double... costs) throws IOException {
        Deque<Double> left = new ArrayDeque<>(List.of(costs));
        left.addFirst(999.0); // of the time before the first look
        AtomicLong seconds = new AtomicLong();
        new WarmUp(45, () -> left.size() > 1 ? left.removeFirst() : left.getFirst()).pass(seconds::addAndGet);
        return seconds.get();
    }

    @Test
    void whatIsSteadyFromTheBeginningIsLookedAtTwiceMore() throws IOException {
        assertThat(secondsOf(8.0)).isEqualTo(75);
        assertThat(secondsOf(8.0, 7.9, 8.3)).isEqualTo(75);
    }

    @Test
    void whatBecomesCheaperIsGivenTime() throws IOException {
        assertThat(secondsOf(12.0, 11.0, 9.0, 8.9)).isEqualTo(105);
        assertThat(secondsOf(12.0, 13.0, 9.0, 8.9)).isEqualTo(105); // once is not twice in a row
    }

    @Test
    void whatNeverComesToAnEndIsCutShort() throws IOException {
        assertThat(secondsOf(20.0, 18.0, 16.0, 14.0, 12.0, 10.0, 8.0, 6.0, 4.0, 2.0))
                .isEqualTo(135);
    }

    @Test
    void whatNobodyKnowsHasTheLeastTime() throws IOException {
        assertThat(secondsOf(Double.NaN)).isEqualTo(45);
    }
}
