package org.lyceum.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lyceum.sfu.Allocator;

/**
 * A loop whose work is the packets that it sends, in virtual time: watchers of one camera, each at the layer that its ration allows,
 * which it reaches some time after it was told.
 */
class SheddingTest {
    private static final long WINDOW = LoopLoad.WINDOW_NANOS;
    private static final int WINDOWS_A_SECOND = (int) (1_000_000_000L / WINDOW);
    /** Of a picture's layers, in what the highest of them costs. */
    private static final double[] LAYERS = {0.04, 0.1, 0.33, 1};

    private static final double SOUND = 0.02;
    /** What rations let a watcher keep beyond what it may go up to. */
    private static final double KEPT = 1.2;

    private static final int DOWN_WINDOWS = 3;
    private static final int UP_WINDOWS = 6;
    /** What a socket holds, in seconds of work. */
    private static final double SOCKET_SECONDS = 0.5;

    private static final class Watcher {
        final double lot;
        int layer = LAYERS.length - 1;
        int going = layer;
        int goingIn;
        int switches;

        Watcher(double lot) {
            this.lot = lot;
        }

        void follow(double ration) {
            double budget = LAYERS[0] + ration * (LAYERS[LAYERS.length - 1] - LAYERS[0]);
            int wanted = layer;
            while (wanted >= 0 && (ration < Allocator.LEAST || LAYERS[wanted] > budget * KEPT)) {
                wanted--;
            }
            while (ration >= Allocator.LEAST && wanted + 1 < LAYERS.length && LAYERS[wanted + 1] <= budget) {
                wanted++;
            }
            if (wanted != going) {
                going = wanted;
                goingIn = wanted < layer ? DOWN_WINDOWS : UP_WINDOWS;
            }
            if (layer != going && --goingIn <= 0) {
                layer = going;
                switches++;
            }
        }

        double cost() {
            return SOUND + (layer < 0 ? 0 : LAYERS[layer]);
        }
    }

    private final LoopLoad load = new LoopLoad(0);
    private final Shedding shedding = new Shedding();
    private final List<Watcher> watchers = new ArrayList<>();
    private double capacity = Double.MAX_VALUE;
    /** Work that is done whatever pictures are sent: feedback of watchers, for instance. */
    private double fixed;

    private long now;
    /** Seconds of work that wait in the socket, and how much was lost of all that came. */
    private double backlog;

    private double came;
    private double lost;

    private void join(int count) {
        for (int i = 0; i < count; i++) {
            watchers.add(new Watcher(shedding.drawLot()));
        }
    }

    private double demand() {
        return watchers.stream().mapToDouble(Watcher::cost).sum();
    }

    private void window() {
        now += WINDOW;
        double seconds = WINDOW / 1e9;
        double work = (demand() + fixed) / capacity * seconds;
        double done = Math.min(seconds, backlog + work);
        double over = Math.max(0, backlog + work - done - SOCKET_SECONDS);
        backlog = backlog + work - done - over;
        came += work;
        lost += over;
        load.look(Math.round(WINDOW * (1 - done / seconds)), 0, now);
        shedding.follow(load, watchers.size(), now);
        watchers.forEach(watcher -> watcher.follow(shedding.ration(watcher.lot)));
    }

    private void seconds(int seconds) {
        for (int i = 0; i < seconds * WINDOWS_A_SECOND; i++) {
            window();
        }
    }

    /** @return the share of what came that was lost meanwhile */
    private double lossIn(int seconds) {
        came = 0;
        lost = 0;
        seconds(seconds);
        return lost / came;
    }

    @ParameterizedTest
    @CsvSource({
        "500, 1.2",
        "500, 1.6",
        "500, 2",
        "500, 3",
        "500, 8",
        "500, 5",
        "500, 12",
        "500, 30",
        "60, 1.6",
        "60, 3",
        "120, 2",
        "40, 1.2",
        "40, 3",
        "40, 12",
        "5, 2",
        "5, 12",
        "1, 1.5",
        "1, 4"
    })
    void anOverloadedLoopShedsUntilItKeepsUpAndComesBackByItself(int count, double times) {
        join(count);
        capacity = demand() * 2;
        seconds(20);
        assertThat(shedding.share()).isEqualTo(1);
        assertThat(shedding.full(load, now)).isFalse();

        capacity = demand() / times;
        seconds(20);
        watchers.forEach(watcher -> watcher.switches = 0);
        double loss = lossIn(300);
        int switches = watchers.stream().mapToInt(watcher -> watcher.switches).sum();
        double shown = watchers.stream().filter(watcher -> watcher.layer >= 0).count() / (double) count;
        System.out.printf(
                "FIGURE %d watchers, %.1f times too much: %.2f %% lost once settled, %.2f switches a watcher and minute,"
                        + " load %.2f, share %.2f, %.0f %% see pictures%n",
                count, times, 100 * loss, switches / 5.0 / count, load.load(), shedding.share(), 100 * shown);
        assertThat(shedding.share()).isLessThan(1);
        assertThat(loss).isLessThan(0.01);
        assertThat(switches / 5.0 / count).isLessThan(count == 1 ? 5 : 2); // one alone has no half measures

        capacity = demand() * 1000;
        seconds(150);
        assertThat(shedding.share()).isEqualTo(1);
        assertThat(shedding.full(load, now)).isFalse();
        assertThat(watchers).allMatch(watcher -> watcher.layer == LAYERS.length - 1);
    }

    @Test
    void whatPassesIsForgottenSoonAlsoWhereHalfOfTheLoopIsFullOfOtherWork() {
        join(500);
        fixed = 4 * demand();
        capacity = (demand() + fixed) / 0.65;
        seconds(20);
        capacity /= 3; // many join, and nothing is compiled yet
        seconds(10);
        assertThat(shedding.share()).isLessThan(0.1);

        capacity *= 3;
        seconds(25);

        assertThat(shedding.share()).isEqualTo(1);
    }

    @Test
    void manyWatchersAreNotKeptWaitingForWhatSomethingElseHasDone() {
        join(500);
        double enough = demand() / 0.7;
        for (int rush = 0; rush < 6; rush++) { // each in the middle of growing back from the one before
            capacity = enough / 4;
            seconds(5);
            capacity = enough;
            seconds(9);
        }
        assertThat(shedding.share()).isLessThan(1);

        seconds(25);

        assertThat(shedding.share()).isEqualTo(1);
    }

    @Test
    void whatFewHaveLearntIsForgottenWhereManyHaveJoined() {
        join(1);
        capacity = demand() / 1.5; // one alone goes up and down again, and waits for longer each time
        seconds(300);
        join(499);
        double enough = demand() / 0.7;
        capacity = enough / 4;
        seconds(10);
        capacity = enough;

        seconds(45);

        assertThat(shedding.share()).isEqualTo(1);
    }

    /** A camera's second that is a fifth larger than the others, in each twelve: what is shed for it is no more than it takes. */
    @ParameterizedTest
    @CsvSource({"0.85, 0.9", "0.9, 0.6", "0.95, 0.5"})
    void aPeakThatComesBackCostsNoMoreThanItMust(double usual, double least) {
        join(1000);
        double all = demand();
        fixed = 2 * all; // most of what a packet costs it costs whatever its picture
        double enough = (all + fixed) / usual;
        double sent = 0;
        int rounds = 20;
        for (int round = 0; round < rounds; round++) {
            capacity = enough;
            seconds(10);
            capacity = enough / 1.2;
            seconds(2);
            sent += demand();
        }
        System.out.printf(
                "FIGURE load %.2f, a fifth more at times: %.2f of the pictures%n", usual, sent / rounds / all);
        assertThat(sent / rounds / all).isGreaterThan(least);
    }

    @Test
    void layersGoBeforePicturesAndPicturesBeforeNothing() {
        join(100);
        capacity = 100 * (SOUND + 0.1); // room for everybody's second layer
        seconds(60);
        assertThat(watchers).allMatch(watcher -> watcher.layer >= 0).anyMatch(watcher -> watcher.layer < 3);
        capacity = 100 * (SOUND + 0.015); // for a picture of every third
        seconds(60);
        assertThat(watchers).anyMatch(watcher -> watcher.layer < 0).anyMatch(watcher -> watcher.layer >= 0);
        capacity = 100 * SOUND * 0.9; // not even for sound: no layer is left to shed
        seconds(60);
        assertThat(watchers).allMatch(watcher -> watcher.layer < 0);
    }

    @Test
    void overloadIsBorneForTwoSecondsAndThenNobodyIsLetInUntilThereIsRoom() {
        join(200);
        capacity = demand() * 2;
        seconds(10);
        capacity = demand() / 8;
        seconds(2);
        assertThat(shedding.share()).isEqualTo(1);
        seconds(4);
        assertThat(shedding.full(load, now)).isTrue();
        capacity = 200 * 2;
        seconds(5);
        assertThat(shedding.share()).isLessThan(1);
        assertThat(shedding.full(load, now)).isFalse();
    }

    @Test
    void aLoopThatIsOnlyCrowdedShedsNothingAndIsNotFull() {
        join(50);
        capacity = demand() / 0.92;
        seconds(120);
        assertThat(load.verdict()).isEqualTo(LoopLoad.Verdict.CROWDED);
        assertThat(shedding.share()).isEqualTo(1);
        assertThat(shedding.full(load, now)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.9, 1",
        "0.75, 0.3, 1",
        "0.75, 0.9, 0.433",
        "0.25, 0.5, 0",
        "0.1, 0.3, 0",
        "0.1, 0.5, -1",
        "0, 0.01, -1"
    })
    void theHighestLotsGiveFirst(double share, double lot, double expected) {
        assertThat(Shedding.ration(share, lot)).isCloseTo(expected, within(0.001));
    }
}
