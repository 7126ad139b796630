package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.rtc.sim.BottleneckScene.figure;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.sim.BottleneckScene;
import org.lyceum.rtc.sim.MediaFlow;

/**
 * Trouble that is no congestion: a way that grows longer, a receiver that is busy, loss by chance. The link carries several
 * times what is sent, and whoever watches is to have the best layer all the while.
 */
class NoCongestionTest {
    private static final int SEEDS = 5;
    private static final long LINK = 8_000_000;
    private static final long[] LAYERS = {90_000, 150_000, 300_000, 450_000, 800_000, 1_300_000};
    private static final long BEST = LAYERS[LAYERS.length - 1];
    /** As the allocator has it: twice what is sent is worth knowing of. */
    private static final long WANTED = 2 * BEST;

    private static final long STEP_MILLIS = 10;

    private interface Trouble {
        void begin(BottleneckScene scene);
    }

    private static final Trouble NONE = scene -> {};

    /**
     * What is left of the best layer from ten seconds after the start on: the least of the seeds.
     *
     * @param first before anything is sent
     * @param later after ten seconds
     */
    private static double leastShare(String what, long delayMillis, long seconds, Trouble first, Trouble later) {
        double least = 1;
        double sum = 0;
        long lowest = Long.MAX_VALUE;
        for (long seed = 1; seed <= SEEDS; seed++) {
            BottleneckScene scene = new BottleneckScene(seed, LINK);
            first.begin(scene);
            MediaFlow flow = scene.layered(delayMillis, LAYERS).wanting(WANTED);
            flow.start();
            scene.run(10_000);
            later.begin(scene);
            long best = 0;
            long steps = seconds * 1000 / STEP_MILLIS;
            for (long step = 0; step < steps; step++) {
                scene.run(STEP_MILLIS);
                best += flow.target() == BEST ? 1 : 0;
                lowest = Math.min(lowest, flow.peer().availableBitrate());
            }
            double share = (double) best / steps;
            least = Math.min(least, share);
            sum += share / SEEDS;
        }
        figure(String.format(
                Locale.ROOT,
                "%s, %d seeds: the best layer %.1f %% of the time (%.1f %% at the least); lowest estimate %d kbit/s of %d sent",
                what,
                SEEDS,
                100 * sum,
                100 * least,
                lowest / 1000,
                BEST / 1000));
        return least;
    }

    @ParameterizedTest
    @ValueSource(longs = {20, 40, 80, 200})
    void aLongerWayIsNoQueue(long detourMillis) {
        double share = leastShare(
                "the way is " + detourMillis + " ms longer from one moment to the next",
                20,
                15,
                NONE,
                scene -> scene.link().detourMillis(detourMillis));
        assertThat(share).isGreaterThan(0.97);
    }

    @ParameterizedTest
    @ValueSource(longs = {50, 120, 250})
    void aReceiverThatIsBusyNowAndThenIsNoLimitOfTheNetwork(long stallMillis) {
        double share = leastShare("a receiver busy for " + stallMillis + " ms twice a second", 20, 20, NONE, scene -> {
            for (int i = 0; i < 40; i++) {
                scene.after(i * 500L + i * 97 % 200, () -> scene.link().stall(stallMillis));
            }
        });
        assertThat(share).isGreaterThan(0.97);
    }

    private static Trouble losing(double loss) {
        return scene -> {
            scene.link().losing(loss);
            scene.back().losing(loss);
        };
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.05, 0.1})
    void lossByChanceIsNoLimit(double loss) {
        double share = leastShare("with " + 100 * loss + " % loss each way", 25, 30, losing(loss), NONE);
        assertThat(share).isGreaterThan(loss > 0.05 ? 0.9 : 0.97);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.05, 0.1})
    void lossThatComesOutOfTheBlueIsSoonKnownForWhatItIs(double loss) {
        double share = leastShare("with " + 100 * loss + " % loss each way of a sudden", 25, 30, NONE, losing(loss));
        assertThat(share).isGreaterThan(loss > 0.05 ? 0.85 : 0.97);
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 30})
    void jitterIsNoQueue(long jitterMillis) {
        double share = leastShare(
                "jitter of up to " + jitterMillis + " ms of a sudden",
                20,
                20,
                NONE,
                scene -> scene.link().jitterMillis(jitterMillis));
        assertThat(share).isGreaterThan(0.97);
    }
}
