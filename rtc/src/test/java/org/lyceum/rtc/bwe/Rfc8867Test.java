package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.rtc.sim.BottleneckScene.fairness;
import static org.lyceum.rtc.sim.BottleneckScene.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.sim.BottleneckScene;
import org.lyceum.rtc.sim.FlowMeasures;
import org.lyceum.rtc.sim.MediaFlow;
import org.lyceum.rtc.sim.RenoFlow;

/**
 * The cases of RFC 8867 that fit an SFU, in virtual time with whole peers; measures as RFC 8868 asks for them. One way takes
 * 50 ms, the queue is 300 ms long and drops at its tail, jitter is up to 30 ms, unless a case says otherwise.
 */
class Rfc8867Test {
    private static final long MEGA = 1_000_000;
    private static final long DELAY_MILLIS = 50;
    private static final long JITTER_MILLIS = 30;
    /** RFC 8867, 4.2: the most that a flow sends in most cases. */
    private static final long MOST = 2_500_000;

    private BottleneckScene scene = new BottleneckScene(1, MEGA);

    private void begin(long seed, double megabits) {
        scene = new BottleneckScene(seed, (long) (megabits * MEGA));
        scene.link().jitterMillis(JITTER_MILLIS);
    }

    /** What one phase of a case came to, over its flows. */
    private record Phase(List<Double> estimates, List<Double> delivered, double queueing95, double loss) {
        double link() {
            return delivered.stream().mapToDouble(Double::doubleValue).sum() / delivered.size();
        }

        double least() {
            return Collections.min(delivered);
        }
    }

    private Phase phase(String name, long seed, long seconds, MediaFlow... flows) {
        for (MediaFlow flow : flows) {
            flow.measures().reset();
        }
        scene.run(seconds * 1000);
        List<Double> estimates = new ArrayList<>();
        List<Double> delivered = new ArrayList<>();
        double queueing = 0;
        double queueing95 = 0;
        double loss = 0;
        for (MediaFlow flow : flows) {
            FlowMeasures measures = flow.measures();
            estimates.add(measures.estimateShare());
            delivered.add(measures.deliveredShare());
            queueing += measures.meanQueueingMillis() / flows.length;
            queueing95 = Math.max(queueing95, measures.queueingMillis(0.95));
            loss = Math.max(loss, measures.lossRatio());
        }
        figure(String.format(
                Locale.ROOT,
                "RFC 8867 %s, seed %d: estimate %s %%, delivered %s %% of the fair share;"
                        + " queueing delay mean %.0f, 95 %% %.0f ms; loss %.1f %%%s",
                name,
                seed,
                percent(estimates),
                percent(delivered),
                queueing,
                queueing95,
                100 * loss,
                flows.length == 1 ? "" : String.format(Locale.ROOT, "; fairness %.2f", fairness(delivered))));
        return new Phase(estimates, delivered, queueing95, loss);
    }

    private static String percent(List<Double> shares) {
        return shares.stream()
                .map(share -> Long.toString(Math.round(100 * share)))
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void oneFlowFollowsAChangingCapacity(long seed) { // 5.1
        begin(seed, 1);
        MediaFlow flow = scene.flow(DELAY_MILLIS, MOST);
        flow.start();
        List<Phase> phases = new ArrayList<>();
        double[] capacities = {1, 2.5, 0.6, 1};
        long[] seconds = {40, 20, 20, 20};
        double share = 0;
        for (int i = 0; i < capacities.length; i++) {
            scene.link().bitrate((long) (capacities[i] * MEGA));
            Phase phase = phase("5.1 at " + capacities[i] + " Mbit/s", seed, seconds[i], flow);
            phases.add(phase);
            share += phase.estimates.getFirst() / capacities.length;
        }
        assertThat(phases).allSatisfy(phase -> {
            assertThat(phase.estimates.getFirst()).isGreaterThan(0.65);
            assertThat(phase.queueing95).isLessThan(300);
            assertThat(phase.loss).isLessThan(0.1);
        });
        assertThat(phases.getFirst().queueing95).isLessThan(220);
        assertThat(share).isGreaterThan(0.78);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void twoFlowsShareAChangingCapacity(long seed) { // 5.2
        begin(seed, 8);
        MediaFlow[] flows = {scene.flow(DELAY_MILLIS, 4 * MEGA), scene.flow(DELAY_MILLIS, 4 * MEGA)};
        for (MediaFlow flow : flows) {
            flow.fairShare(() -> scene.link().bitrate() / 2).start();
        }
        double fairness = 0;
        double[] capacities = {8, 4, 7, 2, 4};
        for (double capacity : capacities) {
            scene.link().bitrate((long) (capacity * MEGA));
            Phase phase = phase("5.2 at " + capacity + " Mbit/s", seed, 25, flows);
            assertThat(phase.link()).isGreaterThan(0.65);
            assertThat(phase.loss).isLessThan(0.12);
            fairness += fairness(phase.delivered) / capacities.length;
        }
        assertThat(fairness).isGreaterThan(0.75);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void mediaBothWaysCongestEachOthersFeedbackAndGoOn(long seed) { // 5.3
        begin(seed, 2);
        scene.back().jitterMillis(JITTER_MILLIS).bitrate(2 * MEGA);
        MediaFlow there = scene.flow(DELAY_MILLIS, MOST);
        MediaFlow back = scene.flowBack(DELAY_MILLIS, MOST);
        there.start();
        back.start();
        double[][] phases = {{2, 2, 20}, {1, 2, 15}, {1, 0.8, 5}, {0.5, 0.8, 20}, {2, 0.8, 10}, {2, 2, 30}};
        double share = 0;
        for (double[] phase : phases) {
            scene.link().bitrate((long) (phase[0] * MEGA));
            scene.back().bitrate((long) (phase[1] * MEGA));
            Phase result =
                    phase("5.3 at " + phase[0] + " and " + phase[1] + " Mbit/s", seed, (long) phase[2], there, back);
            share += (result.estimates.getFirst() + result.estimates.getLast()) / 2 / phases.length;
            assertThat(result.loss).isLessThan(0.15);
        }
        assertThat(share).isGreaterThan(0.75);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void threeFlowsThatComeOneAfterTheOtherFindTheirShares(long seed) { // 5.4
        begin(seed, 3.5);
        MediaFlow[] flows = new MediaFlow[3];
        int[] running = {0};
        for (int i = 0; i < flows.length; i++) {
            flows[i] = scene.flow(DELAY_MILLIS, 3_500_000)
                    .fairShare(() -> scene.link().bitrate() / running[0]);
            running[0]++;
            flows[i].start();
            phase("5.4 with " + running[0] + " flows", seed, 20, Arrays.copyOf(flows, running[0]));
        }
        Phase last = phase("5.4 later", seed, 60, flows);
        assertThat(last.link()).isGreaterThan(0.7);
        assertThat(fairness(last.delivered)).isGreaterThan(0.65);
        assertThat(last.least()).isGreaterThan(0.2);
        assertThat(last.loss).isLessThan(0.05);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aLongWayIsNoReasonToGetNothing(long seed) { // 5.5
        begin(seed, 4);
        long[] delays = {10, 25, 50, 100, 150};
        MediaFlow[] flows = new MediaFlow[delays.length];
        for (int i = 0; i < delays.length; i++) {
            flows[i] =
                    scene.flow(delays[i], 4 * MEGA).fairShare(() -> scene.link().bitrate() / delays.length);
            flows[i].start();
            scene.run(10_000);
        }
        scene.run(20_000);
        Phase phase = phase("5.5 with 10, 25, 50, 100 and 150 ms", seed, 230, flows);
        assertThat(phase.link()).isGreaterThan(0.6);
        assertThat(fairness(phase.delivered)).isGreaterThan(0.6);
        assertThat(phase.least()).isGreaterThan(0.1);
        assertThat(phase.loss).isLessThan(0.03);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void besideALongTcpFlowNeitherStarves(long seed) { // 5.6
        begin(seed, 2);
        MediaFlow flow =
                scene.flow(DELAY_MILLIS, MOST).fairShare(() -> scene.link().bitrate() / 2);
        RenoFlow tcp = scene.tcp(DELAY_MILLIS);
        flow.start();
        scene.run(5_000);
        tcp.start();
        scene.run(15_000);
        long before = tcp.deliveredBytes();
        Phase phase = phase("5.6 beside TCP", seed, 100, flow);
        double tcpShare = (tcp.deliveredBytes() - before) * 8 / 100.0 / MEGA;
        figure(String.format(
                Locale.ROOT, "RFC 8867 5.6, seed %d: TCP has %.0f %% of its fair share", seed, 100 * tcpShare));
        assertThat(phase.delivered.getFirst()).isGreaterThan(0.2);
        assertThat(tcpShare).isGreaterThan(0.5);
        assertThat(phase.delivered.getFirst() + tcpShare).isGreaterThan(1.8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void besideShortTcpFlowsItKeepsMostOfWhatTheyLeave(long seed) { // 5.7, its short flows by RFC 8868, 6.1
        begin(seed, 2);
        int connections = 30;
        long mean = 40_000;
        long idleMillis = 10_000;
        long others = connections * mean * 8 * 1000 / idleMillis;
        MediaFlow flow =
                scene.flow(DELAY_MILLIS, MOST).fairShare(() -> scene.link().bitrate() - others);
        flow.start();
        scene.run(5_000);
        scene.shortTcp(connections, DELAY_MILLIS, mean - 10_000, mean + 10_000, idleMillis);
        Phase phase = phase("5.7 beside short TCP flows", seed, 100, flow);
        assertThat(phase.delivered.getFirst()).isGreaterThan(0.5);
        assertThat(phase.loss).isLessThan(0.1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whatOneLeavesOthersTakeAndGiveBack(long seed) { // 5.8
        begin(seed, 3.5);
        MediaFlow[] flows = new MediaFlow[3];
        int[] running = {3};
        for (int i = 0; i < flows.length; i++) {
            flows[i] = scene.flow(DELAY_MILLIS, 3_500_000)
                    .fairShare(() -> scene.link().bitrate() / running[0]);
            flows[i].start();
        }
        phase("5.8 with three flows", seed, 40, flows);
        flows[1].pause();
        running[0] = 2;
        Phase paused = phase("5.8 with one of them paused", seed, 20, flows[0], flows[2]);
        flows[1].start();
        running[0] = 3;
        Phase resumed = phase("5.8 resumed", seed, 60, flows);
        assertThat(paused.link()).isGreaterThan(0.6);
        assertThat(resumed.link()).isGreaterThan(0.7);
        assertThat(resumed.delivered.get(1)).isGreaterThan(0.2);
        assertThat(fairness(resumed.delivered)).isGreaterThan(0.55);
    }

    @Test
    void randomLossOfAFewPercentCostsLittle() {
        for (double loss : new double[] {0.02, 0.05, 0.1}) {
            begin(1, 4);
            scene.link().jitterMillis(0).losing(loss);
            scene.back().losing(loss);
            MediaFlow flow = scene.flow(25, 4 * MEGA);
            flow.start();
            scene.run(10_000);
            Phase phase = phase("with " + 100 * loss + " % loss at 4 Mbit/s", 1, 60, flow);
            assertThat(phase.estimates.getFirst()).isGreaterThan(loss > 0.05 ? 0.2 : 0.7);
        }
    }
}
