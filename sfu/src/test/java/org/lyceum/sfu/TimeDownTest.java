package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.sim.PeerLink;
import org.lyceum.sfu.WatchedPicture.Shown;
import org.lyceum.sfu.WatchedRoom.Watcher;
import org.lyceum.sfu.WatchedSource.Encoding;

/**
 * From 4 Mbit/s to 0.5 for seven seconds, as the page shows it: a camera of 1.5, 0.3 and 0.1 Mbit/s with three temporal layers each,
 * all of them always on, and a voice; in virtual time, ten seeds, three steps each.
 */
class TimeDownTest {
    private static final long MS = 1_000_000L;
    private static final int SEEDS = 10;
    private static final int STEPS = 3;
    private static final long NARROW_MILLIS = 7_000;
    private static final int FITS = 1;
    private static final Encoding[] CAMERA = {
        new Encoding(135, 1, 417, 2_085, 417, true, 0),
        new Encoding(270, 1, 1_250, 6_250, 625, true, 0),
        new Encoding(540, 1, 6_250, 31_250, 1_040, true, 0),
    };

    private final List<Double> shares = new ArrayList<>();
    private final List<Long> downs = new ArrayList<>();
    private final List<Long> gaps = new ArrayList<>();

    private void steps(long seed) {
        WatchedRoom room = new WatchedRoom(CAMERA).withSound();
        room.camera.alwaysOn();
        Watcher watcher = room.join(seed, 4_000_000, 300, 0);
        WatchedPicture picture = new WatchedPicture(room.camera);
        watcher.link.onArrival((mid, packet, now) -> {
            if (mid.equals(PeerLink.PICTURE)) {
                picture.arrived(packet, now);
            }
        });
        room.begin();
        room.time.runFor((15_000 + 7 * seed) * MS); // another moment between two pictures for each
        for (int step = 0; step < STEPS; step++) {
            long from = room.time.now();
            watcher.down.bitrate(500_000);
            room.time.runFor(NARROW_MILLIS * MS);
            measure(picture, from, room.time.now());
            watcher.down.bitrate(4_000_000);
            room.time.runFor(12_000 * MS);
        }
    }

    private void measure(WatchedPicture picture, long from, long to) {
        long fits = 0;
        long down = to;
        Shown last = null;
        for (Shown shown : picture.shown) {
            if (shown.at() >= from && shown.at() < to) {
                fits += last != null && last.picture().encoding() == FITS ? shown.at() - last.at() : 0;
                down = shown.picture().encoding() == 2 ? down : Math.min(down, shown.at());
                last = shown;
            }
        }
        shares.add(100.0 * fits / (to - from));
        downs.add((down - from) / MS);
        gaps.add(picture.longestGapMillis(from, to));
    }

    @Test
    void whatFitsIsShownAsSoonAsTheFullQueueLetsItThrough() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            steps(seed);
        }
        Collections.sort(shares);
        Collections.sort(downs);
        Collections.sort(gaps);
        int middle = shares.size() / 2;
        System.out.printf(
                "FIGURE 4 to 0.5 Mbit/s for 7 s, %d steps, median (worst): a layer that fits is shown after %d ms (%d), the best"
                        + " fitting one for %.1f %% (%.1f) of the time, longest gap %d ms (%d)%n",
                shares.size(),
                downs.get(middle),
                downs.getLast(),
                shares.get(middle),
                shares.getFirst(),
                gaps.get(middle),
                gaps.getLast());
        assertThat(downs.get(middle)).isLessThan(780);
        assertThat(downs.getLast()).isLessThan(1_000);
        assertThat(shares.get(middle)).isGreaterThan(89);
        assertThat(gaps.get(middle)).isLessThan(420);
    }
}
