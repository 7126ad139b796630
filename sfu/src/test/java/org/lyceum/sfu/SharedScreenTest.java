package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.sim.PeerLink;
import org.lyceum.sfu.WatchedRoom.Watcher;
import org.lyceum.sfu.WatchedSource.Encoding;

/**
 * A screen, a camera and a voice over a link that carries a third of it, as their watcher lives through it: in virtual time, twenty
 * seeds. The screen comes as the studio has it, at 1.9 Mbit/s and at five pictures a second of 400 kbit/s, both of full size, with key frames
 * of 300 and 116 kB, as Chromium makes them of a page of text, and of both together; the camera at 300 and 100 kbit/s.
 */
class SharedScreenTest {
    private static final long MS = 1_000_000L;
    private static final int SEEDS = 20;
    private static final long NARROW = 800_000;
    private static final long WIDE = 6_000_000;
    private static final long QUEUE_MILLIS = 300;
    private static final long SETTLED_MILLIS = 10_000;
    private static final long MEASURED_MILLIS = 30_000;
    /** What is on its way when the watcher comes, or when the link changes, and what is sent before anything is known. */
    private static final long BEGINNING_MILLIS = 2_000;

    private static final long KEY_SEED = 1_000;

    private static final Encoding[] CAMERA = {
        new Encoding(360, 2, 2_500, 10_000, 1_100, true, 0.3), new Encoding(180, 2, 830, 4_000, 1_100, true, 0.3),
    };
    private static final Encoding[] SCREEN = {
        new Encoding(720, 1, 8_000, 300_000, 1_100, true, 0.3),
        new Encoding(720, 6, 10_000, 116_000, 1_100, false, 0.3),
    };

    /** How the watcher comes to its narrow link. */
    private enum Case {
        SHARED_WHILE_THEY_WATCH("sharing begins"),
        JOINED("they join"),
        NARROWED("6 Mbit/s become so little");

        private final String words;

        Case(String words) {
            this.words = words;
        }
    }

    private record Outcome(double rate, long soundLate, long soundWorst, long gap, long cameraGap, boolean sharp) {}

    private static Outcome watch(Case how, long seed) {
        WatchedRoom room = new WatchedRoom(CAMERA).withSound();
        WatchedSource screen = room.withScreen(KEY_SEED + seed, SCREEN).withKeyFramesTogether();
        Watcher watcher = room.join(seed, how == Case.NARROWED ? WIDE : NARROW, QUEUE_MILLIS, 0);
        WatchedPicture picture = new WatchedPicture(screen);
        WatchedPicture camera = new WatchedPicture(room.camera);
        List<Long> soundDelays = new ArrayList<>();
        watcher.link.onArrival((mid, packet, now) -> {
            if (mid.equals(PeerLink.SCREEN)) {
                picture.arrived(packet, now);
            } else if (mid.equals(PeerLink.SOUND)) {
                soundDelays.add((now - WatchedSource.captured(packet)) / MS);
            } else {
                camera.arrived(packet, now);
            }
        });
        if (how == Case.JOINED) {
            room.beginLate(6_000);
        } else {
            room.begin();
        }
        watcher.allocator.wish(watcher.subscriber, new LayerWish(0, -1, false, LayerWish.SPEAKER), room.time.now());
        if (how == Case.NARROWED) {
            room.time.runFor(SETTLED_MILLIS * MS);
            watcher.down.bitrate(NARROW);
        }
        room.time.runFor(BEGINNING_MILLIS * MS);
        soundDelays.clear();
        room.time.runFor((SETTLED_MILLIS - BEGINNING_MILLIS) * MS);
        long settled = room.time.now();
        room.time.runFor(MEASURED_MILLIS * MS);
        Collections.sort(soundDelays);
        return new Outcome(
                picture.rate(settled, room.time.now()),
                soundDelays.get(soundDelays.size() * 99 / 100),
                soundDelays.getLast(),
                picture.longestGapMillis(settled, room.time.now()),
                camera.longestGapMillis(settled, room.time.now()),
                !watcher.screenQuality().equals(Quality.NOTHING));
    }

    private static void sharpWhen(Case how) {
        double slowest = Double.MAX_VALUE;
        long late = 0;
        long worst = 0;
        long gap = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Outcome outcome = watch(how, seed);
            assertThat(outcome.sharp).as("shown at last, seed %d", seed).isTrue();
            assertThat(outcome.rate).as("pictures a second, seed %d", seed).isGreaterThanOrEqualTo(4);
            assertThat(outcome.gap).as("longest gap, seed %d", seed).isLessThan(1_000);
            assertThat(outcome.cameraGap)
                    .as("longest gap of the camera, seed %d", seed)
                    .isLessThan(1_000);
            assertThat(outcome.soundLate).as("99 %% of sound, seed %d", seed).isLessThan(150);
            assertThat(outcome.soundWorst).as("all sound, seed %d", seed).isLessThan(250);
            slowest = Math.min(slowest, outcome.rate);
            late = Math.max(late, outcome.soundLate);
            worst = Math.max(worst, outcome.soundWorst);
            gap = Math.max(gap, outcome.gap);
        }
        System.out.printf(
                "FIGURE a screen over 800 kbit/s, %s, %d seeds, the worst of them, 10 s later: %.1f pictures/s of full size, longest"
                        + " gap %d ms; 99 %% of sound within %d ms, all within %d ms%n",
                how.words, SEEDS, slowest, gap, late, worst);
    }

    @Test
    void whoJoinsSeesTheScreenSharp() {
        sharpWhen(Case.JOINED);
    }

    @Test
    void whoWatchesWhenSharingBeginsSeesItSharp() {
        sharpWhen(Case.SHARED_WHILE_THEY_WATCH);
    }

    @Test
    void whoseLinkShrinksSeesFewerPicturesAsSharp() {
        sharpWhen(Case.NARROWED);
    }
}
