package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.rtc.sim.BottleneckScene.fairness;
import static org.lyceum.rtc.sim.BottleneckScene.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lyceum.rtc.sim.BottleneckScene;
import org.lyceum.rtc.sim.CaseFigures;
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

    /** What a watcher may be forwarded: sizes, each with half and all of its pictures. */
    private static final long[] LAYERS = {90_000, 150_000, 300_000, 450_000, 800_000, 1_500_000, 2_500_000, 3_300_000};

    /** Rows of the table, by case and source. */
    private static final Map<String, CaseFigures> TABLE = new TreeMap<>();

    /** A case with one seed: flows as smooth as an encoder's, or of layers, as they are forwarded. */
    record Run(long seed, boolean layered) {
        @Override
        public String toString() {
            return (layered ? "layers" : "smooth") + ", seed " + seed;
        }
    }

    /** Two seeds, for which the bounds are; {@code -Dlyceum.seeds=10} shows more, and some of these are beyond them. */
    static List<Run> runs() {
        return LongStream.rangeClosed(1, Long.getLong("lyceum.seeds", 2))
                .boxed()
                .flatMap(seed -> Stream.of(new Run(seed, false), new Run(seed, true)))
                .toList();
    }

    private BottleneckScene scene = new BottleneckScene(1, MEGA);
    private Run run = new Run(1, false);

    private void begin(Run which, double megabits) {
        run = which;
        scene = new BottleneckScene(which.seed, (long) (megabits * MEGA));
        scene.link().jitterMillis(JITTER_MILLIS);
    }

    private MediaFlow flow(long delayMillis, long most) {
        return run.layered ? scene.layered(delayMillis, layersUpTo(most)) : scene.flow(delayMillis, most);
    }

    private MediaFlow flowBack(long delayMillis, long most) {
        return run.layered ? scene.layeredBack(delayMillis, layersUpTo(most)) : scene.flowBack(delayMillis, most);
    }

    private static long[] layersUpTo(long most) {
        return Arrays.stream(LAYERS).filter(layer -> layer <= most).toArray();
    }

    @AfterAll
    static void tellTableAndHoldIt() {
        TABLE.forEach((name, figures) -> figure("RFC 8867 | " + name + " | " + figures.row() + " |"));
        TABLE.forEach((name, figures) -> {
            boolean besideTcp = name.startsWith("5.6") || name.startsWith("5.7");
            assertThat(figures.linkShare()).as(name).isGreaterThan(besideTcp ? 0.3 : 0.75);
            assertThat(figures.slowestDown()).as(name).isLessThan(1);
            assertThat(figures.slowestUp()).as(name).isLessThan(besideTcp ? 60 : 12);
            assertThat(figures.upMissed()).as(name).isLessThanOrEqualTo(1);
            assertThat(figures.longestGap()).as(name).isLessThan(1_000);
            assertThat(figures.switchesPerMinute()).as(name).isLessThan(30);
        });
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

    private Phase phase(String name, long seconds, MediaFlow... flows) {
        String row = (name.startsWith("5.") ? name.substring(0, 3) : name) + (run.layered ? " layers" : " smooth");
        double link = TABLE.computeIfAbsent(row, _ -> new CaseFigures()).measure(scene, seconds * 1000, List.of(flows));
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
                "RFC 8867 %s, %s: estimates %.0f %% of the link, %s %%, delivered %s %% of the fair share;"
                        + " queueing delay mean %.0f, 95 %% %.0f ms; loss %.1f %%%s",
                name,
                run,
                100 * link,
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
    @MethodSource("runs")
    void oneFlowFollowsAChangingCapacity(Run which) { // 5.1
        begin(which, 1);
        MediaFlow flow = flow(DELAY_MILLIS, MOST);
        flow.start();
        List<Phase> phases = new ArrayList<>();
        double[] capacities = {1, 2.5, 0.6, 1};
        long[] seconds = {40, 20, 20, 20};
        double share = 0;
        for (int i = 0; i < capacities.length; i++) {
            scene.link().bitrate((long) (capacities[i] * MEGA));
            Phase phase = phase("5.1 at " + capacities[i] + " Mbit/s", seconds[i], flow);
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
    @MethodSource("runs")
    void twoFlowsShareAChangingCapacity(Run which) { // 5.2
        begin(which, 8);
        MediaFlow[] flows = {flow(DELAY_MILLIS, 4 * MEGA), flow(DELAY_MILLIS, 4 * MEGA)};
        for (MediaFlow flow : flows) {
            flow.fairShare(() -> scene.link().bitrate() / 2).start();
        }
        double fairness = 0;
        double[] capacities = {8, 4, 7, 2, 4};
        for (double capacity : capacities) {
            scene.link().bitrate((long) (capacity * MEGA));
            Phase phase = phase("5.2 at " + capacity + " Mbit/s", 25, flows);
            assertThat(phase.link()).isGreaterThan(0.65);
            assertThat(phase.loss).isLessThan(0.12);
            fairness += fairness(phase.delivered) / capacities.length;
        }
        assertThat(fairness).isGreaterThan(0.75);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void mediaBothWaysCongestEachOthersFeedbackAndGoOn(Run which) { // 5.3
        begin(which, 2);
        scene.back().jitterMillis(JITTER_MILLIS).bitrate(2 * MEGA);
        MediaFlow there = flow(DELAY_MILLIS, MOST);
        MediaFlow back = flowBack(DELAY_MILLIS, MOST);
        there.start();
        back.start();
        double[][] phases = {{2, 2, 20}, {1, 2, 15}, {1, 0.8, 5}, {0.5, 0.8, 20}, {2, 0.8, 10}, {2, 2, 30}};
        double share = 0;
        for (double[] phase : phases) {
            scene.link().bitrate((long) (phase[0] * MEGA));
            scene.back().bitrate((long) (phase[1] * MEGA));
            Phase result = phase("5.3 at " + phase[0] + " and " + phase[1] + " Mbit/s", (long) phase[2], there, back);
            share += (result.estimates.getFirst() + result.estimates.getLast()) / 2 / phases.length;
            assertThat(result.loss).isLessThan(0.15);
        }
        assertThat(share).isGreaterThan(0.75);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void threeFlowsThatComeOneAfterTheOtherFindTheirShares(Run which) { // 5.4
        begin(which, 3.5);
        MediaFlow[] flows = new MediaFlow[3];
        int[] running = {0};
        for (int i = 0; i < flows.length; i++) {
            flows[i] =
                    flow(DELAY_MILLIS, 3_500_000).fairShare(() -> scene.link().bitrate() / running[0]);
            running[0]++;
            flows[i].start();
            phase("5.4 with " + running[0] + " flows", 20, Arrays.copyOf(flows, running[0]));
        }
        Phase last = phase("5.4 later", 60, flows);
        assertThat(last.link()).isGreaterThan(0.7);
        assertThat(fairness(last.delivered)).isGreaterThan(0.65);
        assertThat(last.least()).isGreaterThan(0.2);
        assertThat(last.loss).isLessThan(0.05);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void aLongWayIsNoReasonToGetNothing(Run which) { // 5.5
        begin(which, 4);
        long[] delays = {10, 25, 50, 100, 150};
        MediaFlow[] flows = new MediaFlow[delays.length];
        for (int i = 0; i < delays.length; i++) {
            flows[i] = flow(delays[i], 4 * MEGA).fairShare(() -> scene.link().bitrate() / delays.length);
            flows[i].start();
            scene.run(10_000);
        }
        scene.run(20_000);
        Phase phase = phase("5.5 with 10, 25, 50, 100 and 150 ms", 230, flows);
        assertThat(phase.link()).isGreaterThan(0.6);
        assertThat(fairness(phase.delivered)).isGreaterThan(0.6);
        assertThat(phase.least()).isGreaterThan(0.1);
        assertThat(phase.loss).isLessThan(0.03);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void besideALongTcpFlowNeitherStarves(Run which) { // 5.6
        begin(which, 2);
        MediaFlow flow = flow(DELAY_MILLIS, MOST).fairShare(() -> scene.link().bitrate() / 2);
        RenoFlow tcp = scene.tcp(DELAY_MILLIS);
        flow.start();
        scene.run(5_000);
        tcp.start();
        scene.run(15_000);
        long before = tcp.deliveredBytes();
        Phase phase = phase("5.6 beside TCP", 100, flow);
        double tcpShare = (tcp.deliveredBytes() - before) * 8 / 100.0 / MEGA;
        figure(String.format(Locale.ROOT, "RFC 8867 5.6, %s: TCP has %.0f %% of its fair share", run, 100 * tcpShare));
        assertThat(phase.delivered.getFirst()).isGreaterThan(run.layered ? 0.15 : 0.2);
        assertThat(tcpShare).isGreaterThan(0.5);
        assertThat(phase.delivered.getFirst() + tcpShare).isGreaterThan(1.8);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void besideShortTcpFlowsItKeepsMostOfWhatTheyLeave(Run which) { // 5.7, its short flows by RFC 8868, 6.1
        begin(which, 2);
        int connections = 30;
        long mean = 40_000;
        long idleMillis = 10_000;
        long others = connections * mean * 8 * 1000 / idleMillis;
        MediaFlow flow = flow(DELAY_MILLIS, MOST).fairShare(() -> scene.link().bitrate() - others);
        flow.start();
        scene.run(5_000);
        scene.shortTcp(connections, DELAY_MILLIS, mean - 10_000, mean + 10_000, idleMillis);
        Phase phase = phase("5.7 beside short TCP flows", 100, flow);
        assertThat(phase.delivered.getFirst()).isGreaterThan(0.5);
        assertThat(phase.loss).isLessThan(0.1);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void whatOneLeavesOthersTakeAndGiveBack(Run which) { // 5.8
        begin(which, 3.5);
        MediaFlow[] flows = new MediaFlow[3];
        int[] running = {3};
        for (int i = 0; i < flows.length; i++) {
            flows[i] =
                    flow(DELAY_MILLIS, 3_500_000).fairShare(() -> scene.link().bitrate() / running[0]);
            flows[i].start();
        }
        phase("5.8 with three flows", 40, flows);
        flows[1].pause();
        running[0] = 2;
        Phase paused = phase("5.8 with one of them paused", 20, flows[0], flows[2]);
        flows[1].start();
        running[0] = 3;
        Phase resumed = phase("5.8 resumed", 60, flows);
        assertThat(paused.link()).isGreaterThan(run.layered ? 0.5 : 0.6);
        assertThat(resumed.link()).isGreaterThan(0.7);
        assertThat(resumed.delivered.get(1)).isGreaterThan(0.2);
        assertThat(fairness(resumed.delivered)).isGreaterThan(0.55);
    }

    @Test
    void randomLossOfAFewPercentCostsLittle() {
        for (double loss : new double[] {0.02, 0.05, 0.1}) {
            begin(new Run(1, false), 4);
            scene.link().jitterMillis(0).losing(loss);
            scene.back().losing(loss);
            MediaFlow flow = flow(25, 4 * MEGA);
            flow.start();
            scene.run(10_000);
            Phase phase = phase(String.format(Locale.ROOT, "%.0f %% loss at 4 Mbit/s", 100 * loss), 60, flow);
            assertThat(phase.estimates.getFirst()).isGreaterThan(0.7);
        }
    }
}
