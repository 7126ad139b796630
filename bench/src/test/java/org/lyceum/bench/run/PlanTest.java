package org.lyceum.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void inAMeetingEveryoneWatchesEveryoneElse() {
        Plan plan = Scenario.MEETING.plan(4, 2, 0);
        assertThat(plan.streams()).isEqualTo(4);
        assertThat(plan.audience()).hasSize(12);
        assertThat(plan.audience().stream().filter(Plan.Seat::probe)).hasSize(2);
        for (int stream = 0; stream < 4; stream++) {
            int watched = stream;
            assertThat(plan.audience().stream().filter(seat -> seat.stream() == watched))
                    .hasSize(3);
        }
    }

    @Test
    void eachKindOfViewerHasItsProbes() {
        Plan plan = Scenario.SLOW_VIEWERS.plan(7, 2, 0);
        assertThat(plan.main()).isEqualTo(Group.HEALTHY);
        assertThat(plan.groups()).containsExactly(Group.HEALTHY, Group.SLOW);
        assertThat(plan.audience().stream().filter(seat -> seat.group() == Group.SLOW))
                .hasSize(3)
                .filteredOn(Plan.Seat::probe)
                .hasSize(2);
    }

    @Test
    void probesAreSpreadOverAllWhoCameSoonAndLate() {
        assertThat(placesOfProbes(500, 4)).containsExactly(0, 166, 333, 499);
        assertThat(placesOfProbes(500, 1)).containsExactly(250);
        assertThat(placesOfProbes(500, 0)).isEmpty();
        assertThat(placesOfProbes(1, 1)).containsExactly(0);
        assertThat(placesOfProbes(2, 4)).containsExactly(0, 1);
        for (int probes = 0; probes <= 100; probes++) {
            assertThat(placesOfProbes(100 + probes, probes)).hasSize(probes);
        }
    }

    private static List<Integer> placesOfProbes(int viewers, int probes) {
        List<Plan.Seat> audience = Scenario.ONE_TO_MANY.plan(viewers, probes, 0).audience();
        return IntStream.range(0, viewers)
                .filter(place -> audience.get(place).probe())
                .boxed()
                .toList();
    }

    @Test
    void whoIsMeasuredStaysWhileOthersMove() {
        for (Scenario scenario : List.of(Scenario.CHURN, Scenario.SOAK)) {
            Plan plan = scenario.plan(10, 1, 5);
            assertThat(plan.main()).isEqualTo(Group.STAYING);
            assertThat(plan.turnoverPerSecond()).isEqualTo(5);
            assertThat(plan.moves()).isTrue();
        }
        assertThat(Scenario.ONE_TO_MANY.plan(10, 1, 0).moves()).isFalse();
    }

    @Test
    void soundAloneHasNoPictureAndAPictureAloneNoSound() {
        assertThat(Scenario.AUDIO_ONLY.plan(10, 1, 0).picture()).isFalse();
        assertThat(Scenario.PICTURE_ONLY.plan(10, 1, 0).picture()).isTrue();
        assertThat(Scenario.PICTURE_ONLY.plan(10, 1, 0).content().sound()).isFalse();
    }
}
