package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.sim.PeerLink;
import org.lyceum.sfu.WatchedRoom.Watcher;

/** A link that carries no picture for a while, as its watcher lives through it: in virtual time, five seeds. */
class PausedPictureTest {
    private static final long MS = 1_000_000L;
    private static final long SEEDS = 5;
    /** What is still on its way when the link changes. */
    private static final long SETTLING_MILLIS = 500;

    private final List<Long> soundDelays = new ArrayList<>();
    private long pictureAt = Long.MIN_VALUE;

    /** Ten seconds of a good link, then one of 60 kbit/s for so long. */
    private Watcher watch(WatchedRoom room, long seed, long slowMillis) {
        Watcher watcher = room.join(seed, 4_000_000, 300, 0);
        watcher.down.jitterMillis(10);
        watcher.link.onArrival((mid, packet, now) -> {
            if (mid.equals(PeerLink.SOUND)) {
                soundDelays.add((now - WatchedSource.captured(packet)) / MS);
            } else {
                pictureAt = now;
            }
        });
        room.begin();
        room.time.runFor(10_000 * MS);
        watcher.down.bitrate(60_000);
        room.time.runFor(slowMillis * MS);
        return watcher;
    }

    private static long quantile(List<Long> values, double share) {
        List<Long> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1L, (long) (share * sorted.size())));
    }

    private long millisUntilThePictureIsBack(long seed, long slowMillis, boolean sound) {
        WatchedRoom room = sound ? new WatchedRoom().withSound() : new WatchedRoom();
        Watcher watcher = watch(room, seed, slowMillis);
        watcher.down.bitrate(4_000_000);
        long begin = room.time.now();
        room.time.runFor(SETTLING_MILLIS * MS);
        long settled = room.time.now();
        while (room.time.now() - begin < 30_000 * MS
                && (watcher.quality().equals(Quality.NOTHING) || pictureAt < settled)) {
            room.time.runFor(10 * MS);
        }
        return (room.time.now() - begin) / MS;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPausedPictureIsBackSoonAfterTheLinkCarriesItAgain(boolean sound) {
        List<Long> back = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            for (long slow : new long[] {15_000, 16_300, 30_000, 60_000}) {
                back.add(millisUntilThePictureIsBack(seed, slow, sound));
            }
        }
        System.out.printf(
                "FIGURE 60 kbit/s for 15 to 60 s, then 4 Mbit/s, %s: picture back after %d ms, worst %d%n",
                sound ? "beside sound" : "without sound", quantile(back, 0.5), quantile(back, 1));
        assertThat(quantile(back, 0.5)).isLessThan(3_000);
        assertThat(quantile(back, 1)).isLessThan(4_000);
    }

    @Test
    void soundGoesOnWhereNoPictureFits() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            WatchedRoom room = new WatchedRoom().withSound();
            watch(room, seed, 8_000);
            soundDelays.clear();
            room.time.runFor(60_000 * MS);
            long late = soundDelays.stream().filter(delay -> delay > 150).count();
            System.out.printf(
                    "FIGURE a minute of 60 kbit/s, seed %d: %d of 3000 sound packets lost, median %d ms, 95 %% %d ms, %d later than"
                            + " 150 ms%n",
                    seed, 3_000 - soundDelays.size(), quantile(soundDelays, 0.5), quantile(soundDelays, 0.95), late);
            assertThat(soundDelays).hasSizeGreaterThan(2_970);
            assertThat(quantile(soundDelays, 0.5)).isLessThan(65);
            assertThat(quantile(soundDelays, 0.95)).isLessThan(330);
            assertThat(late).isLessThan(450);
        }
    }
}
