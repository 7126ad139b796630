package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.sfu.WatchedRoom.Watcher;

/**
 * A watcher who has the best there is, for long: what an allocator does not look at meanwhile must not be missed. A camera of three
 * sizes and a voice, in virtual time, the change at different moments between two looks.
 */
class CalmAllocationTest {
    private static final long MS = 1_000_000L;
    private static final int ALL = 0b111;
    private static final int SMALLER = 0b011;

    private final WatchedRoom room = new WatchedRoom().withSound();
    private final Watcher watcher = room.join(1, 8_000_000, 200, 0);

    private void watch(int layers, int best, long restMillis) {
        room.camera.alwaysOn().sends(layers);
        room.begin();
        room.time.runFor((15_000 + restMillis) * MS);
        assertThat(watcher.quality().encoding()).isEqualTo(best);
    }

    private long millisUntil(int encoding) {
        long from = room.time.now();
        while (watcher.quality().encoding() != encoding && room.time.now() - from < 10_000 * MS) {
            room.time.runFor(10 * MS);
        }
        return (room.time.now() - from) / MS;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 110, 220, 330, 440})
    void anEncodingThatEndsIsLeftAtOnce(long rest) {
        watch(ALL, 2, rest);
        room.camera.sends(SMALLER);
        assertThat(millisUntil(1)).isLessThan(700);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 110, 220, 330, 440})
    void anEncodingThatIsSeenForTheFirstTimeIsTaken(long rest) {
        watch(SMALLER, 1, rest);
        room.camera.sends(ALL);
        assertThat(millisUntil(2)).isLessThan(2_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 110, 220, 330, 440})
    void aLinkThatNarrowsIsFollowedAtOnce(long rest) {
        watch(ALL, 2, rest);
        watcher.down.bitrate(1_000_000);
        assertThat(millisUntil(1)).isLessThan(1_000);
    }
}
