package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lyceum.sfu.WatchedRoom.Watcher;

/**
 * The step of 4 Mbit/s to 0.5 and back, as one watcher of a camera in three sizes lives through it: estimator, pacer, allocator and
 * switching together, in virtual time.
 */
class CapacityStepWatchedTest {
    private static final long MS = 1_000_000L;

    private final WatchedRoom room = new WatchedRoom();
    private long newestCapture = Long.MIN_VALUE;
    private long newestArrival;
    private long longestGap;

    /** Time passes until the watcher gets this encoding; how long that took in milliseconds. */
    private long millisUntil(Watcher watcher, int encoding) {
        long begin = room.time.now();
        while (watcher.quality().encoding() != encoding && room.time.now() - begin < 30_000 * MS) {
            room.time.runFor(10 * MS);
        }
        return (room.time.now() - begin) / MS;
    }

    /** A picture later than all before has arrived. */
    private void arrived(long captured, long now) {
        if (captured > newestCapture) {
            if (newestCapture != Long.MIN_VALUE) {
                longestGap = Math.max(longestGap, now - newestArrival);
            }
            newestCapture = captured;
            newestArrival = now;
        }
    }

    /** Padding between the pictures is all there is to probe with. */
    @Test
    void aWatcherWithoutRetransmissionsGetsTheBestThereIsToo() {
        Watcher watcher = room.join(1, 500_000, 300, 0, false);
        watcher.link.onArrival((mid, packet, now) -> arrived(WatchedSource.captured(packet), now));
        room.begin();
        room.time.runFor(20_000 * MS);
        assertThat(watcher.quality().encoding()).isLessThan(2);
        watcher.down.bitrate(4_000_000);
        longestGap = 0;
        long up = millisUntil(watcher, 2);
        room.time.runFor(20_000 * MS);
        System.out.printf("FIGURE 0.5 to 4 Mbit/s without RTX: up in %d ms, longest gap %d ms%n", up, longestGap / MS);
        assertThat(up).isLessThan(8_000);
        assertThat(watcher.quality().encoding()).isEqualTo(2);
        assertThat(longestGap / MS).isLessThan(500);
    }

    @Test
    void aStepDownAndUpIsFollowedWithoutFreezing() {
        long seed = 1;
        Watcher watcher = room.join(seed, 4_000_000, 300, 0);
        watcher.link.onArrival((mid, packet, now) -> arrived(WatchedSource.captured(packet), now));
        room.begin();
        long start = millisUntil(watcher, 2);
        room.time.runFor(20_000 * MS);
        assertThat(watcher.quality().encoding()).isEqualTo(2);
        longestGap = 0;
        int before = watcher.switches();
        watcher.down.bitrate(500_000);
        long begin = room.time.now();
        while (watcher.quality().encoding() == 2 && room.time.now() - begin < 10_000 * MS) {
            room.time.runFor(10 * MS);
        }
        long down = (room.time.now() - begin) / MS;
        room.time.runFor(20_000 * MS);
        long gapDown = longestGap / MS;
        int switchesDown = watcher.switches() - before;
        String at = watcher.quality().toString();
        longestGap = 0;
        watcher.down.bitrate(4_000_000);
        long up = millisUntil(watcher, 2);
        room.time.runFor(60_000 * MS);
        System.out.printf(
                "step seed %d: first up %d ms, down %d ms, then %s, up %d ms, gaps %d and %d ms, switches %d and %d%n",
                seed,
                start,
                down,
                at,
                up,
                gapDown,
                longestGap / MS,
                switchesDown,
                watcher.switches() - before - switchesDown);
        assertThat(down).isLessThan(1_000);
        assertThat(up).isLessThan(8_000);
        assertThat(gapDown).isLessThan(500);
        assertThat(longestGap / MS).isLessThan(500);
    }
}
