package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lyceum.sfu.WatchedRoom.Watcher;

/** A watcher of a camera in three sizes on a link that does not change: the picture should not either. */
class SteadyLinkTest {
    private static final long MS = 1_000_000L;
    private static final int SEEDS = 3;
    private static final int MINUTES = 2;

    @ParameterizedTest
    @CsvSource({
        // bits a second, encoding that fits
        " 250000, 0",
        " 500000, 0",
        " 700000, 1",
        "1000000, 1",
        "1600000, 1",
        "1900000, 1",
        "3000000, 2",
    })
    void aSteadyLinkIsNoReasonToSwitch(long bitrate, int encoding) {
        double worst = 0;
        StringBuilder at = new StringBuilder();
        for (long seed = 1; seed <= SEEDS; seed++) {
            WatchedRoom room = new WatchedRoom();
            Watcher watcher = room.join(seed, bitrate, 300, 0);
            room.begin();
            room.time.runFor(15_000 * MS);
            int before = watcher.switches();
            room.time.runFor(MINUTES * 60_000 * MS);
            worst = Math.max(worst, (double) (watcher.switches() - before) / MINUTES);
            at.append(' ').append(watcher.quality().encoding());
            assertThat(watcher.quality().encoding()).as("seed %d", seed).isEqualTo(encoding);
            watcher.delays.clear();
            room.time.runFor(1_000 * MS);
            assertThat(watcher.delays).as("packets of it, seed %d", seed).hasSizeGreaterThan(25);
        }
        System.out.printf(
                "FIGURE a steady link of %d kbit/s, %d seeds: at the most %.1f switches a minute, at last encodings%s%n",
                bitrate / 1000, SEEDS, worst, at);
        assertThat(worst).isLessThanOrEqualTo(2);
    }
}
