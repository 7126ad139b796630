package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.sim.HostileBrowser;
import org.lyceum.sfu.WatchedRoom.Watcher;

/** Nobody slows anyone else: whole peers on one stream, in virtual time. */
class ManyWatchersTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int HEALTHY = 50;
    private static final int SLOW = 50;
    private static final long SEED = 4_711;

    /** What the healthy ones got. */
    private record Outcome(List<Watcher> healthy, List<Watcher> others, long packets, long median, long late) {
        static Outcome of(List<Watcher> healthy, List<Watcher> others) {
            long packets = healthy.stream().mapToLong(w -> w.delays.size()).sum();
            long median =
                    healthy.stream().mapToLong(w -> w.delayMillis(0.5)).max().orElse(0);
            long late =
                    healthy.stream().mapToLong(w -> w.delayMillis(0.99)).max().orElse(0);
            return new Outcome(healthy, others, packets, median, late);
        }
    }

    private static Outcome run(int seconds, int slow, int hostile, boolean onlyReports) {
        WatchedRoom room = new WatchedRoom();
        List<Watcher> healthy = new ArrayList<>();
        for (int i = 0; i < HEALTHY; i++) {
            healthy.add(room.join(SEED + i, 8_000_000, 300, 0));
        }
        List<Watcher> others = new ArrayList<>();
        for (int i = 0; i < slow; i++) {
            others.add(room.join(SEED + 1_000 + i, 350_000, 300, 0.02));
        }
        for (int i = 0; i < hostile; i++) {
            others.add(room.join(SEED + 2_000 + i, 8_000_000, 300, 0));
        }
        room.begin();
        for (Watcher watcher : others.subList(slow, others.size())) {
            HostileBrowser browser = new HostileBrowser(room.time, new SplittableRandom(SEED), watcher.link);
            (onlyReports ? browser.onlyReports() : browser).start();
        }
        room.time.runFor(5 * SECOND); // everybody finds what they can have
        room.watchers.forEach(watcher -> watcher.delays.clear());
        room.time.runFor(seconds * SECOND);
        return Outcome.of(healthy, others);
    }

    @Test
    void fiftySlowWatchersDoNotMoveFiftyHealthyOnes() {
        System.out.println("ManyWatchersTest seed " + SEED);
        Outcome alone = run(10, 0, 0, true);
        Outcome beside = run(10, SLOW, 0, true);

        System.out.printf(
                "FIGURE fifty healthy watchers: %d packets in 10 s, median delay %d ms, 99 %% within %d ms; beside fifty slow"
                        + " ones: %d packets, %d ms, %d ms; the slow ones get %d kbit/s each, 99 %% within %d ms%n",
                alone.packets(),
                alone.median(),
                alone.late(),
                beside.packets(),
                beside.median(),
                beside.late(),
                beside.others().stream().mapToLong(w -> w.delays.size()).sum() * 600 * 8 / 10 / SLOW / 1000,
                beside.others().stream()
                        .mapToLong(w -> w.delayMillis(0.99))
                        .max()
                        .orElse(0));
        assertThat(alone.healthy()).allMatch(w -> w.quality().encoding() == 2);
        assertThat(beside.healthy()).allMatch(w -> w.quality().encoding() == 2);
        assertThat(beside.others()).allMatch(w -> w.quality().encoding() == 0);
        assertThat((double) beside.packets()).isBetween(alone.packets() * 0.99, alone.packets() * 1.01);
        assertThat(beside.median()).isBetween(alone.median() - 1, alone.median() + 1);
        assertThat(beside.late()).isBetween(alone.late() - 3, alone.late() + 3);
    }

    /** Of reports alone, and with requests for packets and key frames without end. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void watchersWhoReportNonsenseDoNotMoveTheirNeighbours(boolean onlyReports) {
        Outcome alone = run(5, 0, 0, onlyReports);
        Outcome beside = run(5, 0, 3, onlyReports);

        System.out.printf(
                "FIGURE nonsense reports%s of three watchers: their fifty neighbours got %d packets without, %d with, 99 %%"
                        + " within %d ms without, %d ms with%n",
                onlyReports ? "" : " and requests without end",
                alone.packets(),
                beside.packets(),
                alone.late(),
                beside.late());
        assertThat((double) beside.packets()).isBetween(alone.packets() * 0.98, alone.packets() * 1.02);
        assertThat(beside.late()).isBetween(alone.late() - 3, alone.late() + 3);
    }
}
