package org.lyceum.platform.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ViewersOverTimeTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

    /** In seconds from the beginning on. */
    private static ViewersOverTime.Stay stay(double came, double left) {
        long begin = BEGIN.toEpochMilli();
        return new ViewersOverTime.Stay(begin + (long) (came * 1_000), begin + (long) (left * 1_000));
    }

    private static ViewersOverTime during(int seconds, ViewersOverTime.Stay... stays) {
        return ViewersOverTime.of(BEGIN, BEGIN.plusSeconds(seconds), List.of(stays));
    }

    @Test
    void eachStepHasTheMostWhoWereThereInIt() {
        assertThat(during(5, stay(1, 3), stay(1.2, 1.4), stay(1.6, 9)).viewers())
                .containsExactly(0, 2, 2, 1, 1);
    }

    @Test
    void whoWaitedBeforeItBeganIsThereFromTheBeginning() {
        ViewersOverTime.Stay still = new ViewersOverTime.Stay(BEGIN.toEpochMilli() - 1, Long.MAX_VALUE);

        assertThat(during(3, still, stay(-5, 1)).viewers()).containsExactly(2, 1, 1);
    }

    @Test
    void whoReloadsIsOne() {
        assertThat(during(3, stay(0, 1.5), stay(1.5, 3), stay(2, 2)).viewers()).containsExactly(1, 1, 1);
    }

    @Test
    void aLongBroadcastHasLongSteps() {
        ViewersOverTime day = during(86_400, stay(40_000, 40_000.5));

        assertThat(day.stepSeconds()).isEqualTo(360);
        assertThat(day.viewers()).hasSize(240);
        assertThat(day.viewers().get(40_000 / 360)).isEqualTo(1);
        assertThat(day.viewers().stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
        assertThat(during(0).viewers()).containsExactly(0);
    }

    @Test
    void itIsWhatCountingMomentByMomentSays() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int seconds = 500;
        List<ViewersOverTime.Stay> stays = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int came = random.nextInt(600) - 100;
            stays.add(stay(came, came + random.nextInt(120)));
        }
        ViewersOverTime counted = ViewersOverTime.of(BEGIN, BEGIN.plusSeconds(seconds), stays);

        for (int i = 0; i < counted.viewers().size(); i++) {
            long most = 0;
            for (long at = i * counted.stepSeconds(); at < (i + 1) * counted.stepSeconds(); at++) {
                long moment = BEGIN.plusSeconds(at).toEpochMilli();
                most = Math.max(
                        most,
                        stays.stream()
                                .filter(stay -> stay.came() <= moment && stay.left() > moment)
                                .count());
            }
            assertThat(counted.viewers().get(i)).as("step %d, seed %d", i, seed).isEqualTo((int) most);
        }
    }
}
