package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.rtc.sim.BottleneckScene.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.sim.BottleneckScene;
import org.lyceum.rtc.sim.MediaFlow;

/**
 * A link that falls from 4 Mbit/s to 0.5 and rises again, as the goals have it: how much of it is used, how soon the estimate
 * is down and up, how long packets wait, how long a picture stands still. Medians over seeds.
 */
class CapacityStepTest {
    private static final int SEEDS = 5;
    private static final long HIGH = 4_000_000;
    private static final long LOW = 500_000;
    private static final long PHASE_MILLIS = 30_000;
    private static final long DELAY_MILLIS = 25;
    /** Four sizes, each with half and all of its pictures. */
    private static final long[] LAYERS = {90_000, 150_000, 300_000, 450_000, 800_000, 1_500_000, 2_500_000, 3_300_000};

    /** One figure over the seeds. */
    private static final class Sample {
        private final List<Double> values = new ArrayList<>();

        void add(double value) {
            values.add(value);
        }

        double median() {
            List<Double> sorted = new ArrayList<>(values);
            Collections.sort(sorted);
            return sorted.get(sorted.size() / 2);
        }

        double worst() {
            return Collections.max(values);
        }

        double least() {
            return Collections.min(values);
        }
    }

    private final Sample share = new Sample();
    private final Sample down = new Sample();
    private final Sample up = new Sample();
    private final Sample queueing = new Sample();
    private final Sample gap = new Sample();
    private final Sample layer = new Sample();
    private final Sample freezes = new Sample();

    private void step(long seed, boolean layered, long queueMillis, long burstBytes) {
        BottleneckScene scene = new BottleneckScene(seed, HIGH);
        scene.link().queueMillis(queueMillis).burstBytes(burstBytes);
        MediaFlow flow = layered ? scene.layered(DELAY_MILLIS, LAYERS) : scene.flow(DELAY_MILLIS, 4_500_000);
        flow.start();
        scene.run(PHASE_MILLIS);

        flow.measures().reset();
        scene.link().bitrate(LOW);
        long downMillis = scene.until(PHASE_MILLIS, () -> flow.peer().availableBitrate() <= LOW);
        scene.run(PHASE_MILLIS - downMillis);
        freezes.add(flow.measures().freezes());
        double low = flow.measures().estimateShare();
        queueing.add(flow.measures().meanQueueingMillis());
        gap.add(flow.measures().longestGapMillis());

        flow.measures().reset();
        scene.link().bitrate(HIGH);
        long upMillis = scene.until(PHASE_MILLIS, () -> flow.peer().availableBitrate() >= HIGH * 9 / 10);
        long layerMillis = upMillis + scene.until(PHASE_MILLIS, () -> flow.target() >= 2_500_000);
        scene.run(PHASE_MILLIS - layerMillis);
        share.add((low + flow.measures().estimateShare()) / 2);
        down.add(downMillis / 1000.0);
        up.add(upMillis / 1000.0);
        layer.add(layerMillis / 1000.0);
    }

    private void print(String what) {
        figure(String.format(
                Locale.ROOT,
                "step of 4 Mbit/s to 0.5 and back, %s, %d seeds, median (worst): estimate %.0f %% (%.0f %%) of the link;"
                        + " down in %.2f s (%.2f), up in %.2f s (%.2f), the layer that fits in %.2f s (%.2f);"
                        + " queueing delay at 0.5 mean %.0f ms (%.0f); longest gap between pictures %.0f ms (%.0f),"
                        + " freezes after the fall %.0f (%.0f)",
                what,
                SEEDS,
                100 * share.median(),
                100 * share.least(),
                down.median(),
                down.worst(),
                up.median(),
                up.worst(),
                layer.median(),
                layer.worst(),
                queueing.median(),
                queueing.worst(),
                gap.median(),
                gap.worst(),
                freezes.median(),
                freezes.worst()));
    }

    @Test
    void aSmoothFlowFollowsTheStep() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            step(seed, false, 300, 0);
        }
        print("smooth");
        assertGoals();
    }

    @Test
    void layersFollowTheStep() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            step(seed, true, 300, 0);
        }
        print("layers");
        assertGoals();
        assertThat(gap.median()).isLessThan(700);
    }

    @ParameterizedTest
    @ValueSource(longs = {60, 1000})
    void shortAndLongQueuesAreNoOtherCase(long queueMillis) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            step(seed, true, queueMillis, 0);
        }
        print("layers, queue of " + queueMillis + " ms");
        assertThat(share.median()).isGreaterThan(0.75);
        assertThat(down.median()).isLessThan(1);
        assertThat(up.median()).isLessThan(8);
    }

    @ParameterizedTest
    @ValueSource(longs = {3_000, 8_000, 16_000})
    void whatATokenBucketLetsPassIsNotTakenForItsRate(long burstBytes) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            step(seed, true, 300, burstBytes);
        }
        print("layers, token bucket of " + burstBytes + " bytes");
        assertThat(share.median()).isGreaterThan(0.75);
        assertThat(down.median()).isLessThan(1);
        assertThat(up.median()).isLessThan(8);
    }

    /** What is sent is far below the estimate, until the link falls far below what is sent. */
    @ParameterizedTest
    @CsvSource({"300000, 60000", "300000, 100000", "1500000, 60000", "1500000, 100000", "1500000, 500000"})
    void aLinkThatCollapsesUnderAnApplicationThatIsTheLimitIsNoticed(long top, long collapsed) {
        long[] layers = Arrays.stream(LAYERS).filter(layer -> layer <= top).toArray();
        for (long seed = 1; seed <= SEEDS; seed++) {
            BottleneckScene scene = new BottleneckScene(seed, 2 * HIGH);
            scene.link().queueMillis(3_000);
            MediaFlow flow = scene.layered(DELAY_MILLIS, layers).wanting(2 * top);
            flow.start();
            scene.run(PHASE_MILLIS);
            assertThat(flow.target()).isEqualTo(top);
            scene.link().bitrate(collapsed);
            down.add(scene.until(PHASE_MILLIS, () -> flow.target() < top) / 1000.0);
        }
        figure(String.format(
                Locale.ROOT,
                "8 Mbit/s, %d kbit/s sent, to %d kbit/s, %d seeds, median (worst): less is sent after %.2f s (%.2f)",
                top / 1000,
                collapsed / 1000,
                SEEDS,
                down.median(),
                down.worst()));
        assertThat(down.worst()).isLessThan(1.5);
    }

    private void assertGoals() {
        assertThat(share.median()).isGreaterThan(0.85);
        assertThat(share.least()).isGreaterThan(0.75);
        assertThat(down.median()).isLessThan(0.6);
        assertThat(down.worst()).isLessThan(1);
        assertThat(up.median()).isLessThan(3);
        assertThat(up.worst()).isLessThan(8);
        assertThat(queueing.median()).isLessThan(100);
    }
}
