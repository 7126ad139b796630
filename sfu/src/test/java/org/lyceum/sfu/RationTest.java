package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lyceum.rtc.sim.PeerLink;
import org.lyceum.sfu.WatchedRoom.Watcher;

/**
 * A machine that cannot send all that its watchers' paths would carry: a room in virtual time whose watchers are rationed. The camera
 * comes in three sizes, about 150, 500 and 1500 kbit/s with one temporal layer each.
 */
class RationTest {
    private static final long MS = 1_000_000L;
    private static final long WIDE = 8_000_000;

    private final WatchedRoom room = new WatchedRoom().withSound();
    private final Watcher watcher = room.join(1, WIDE, 200, 0);
    private final Watcher untouched = room.join(2, WIDE, 200, 0);
    private int sounds;
    private int pictures;

    @BeforeEach
    void begin() {
        watcher.link.onArrival((mid, packet, now) -> {
            if (mid.equals(PeerLink.SOUND)) {
                sounds++;
            } else {
                pictures++;
            }
        });
        room.begin();
        room.time.runFor(15_000 * MS);
        assertThat(watcher.quality().encoding()).isEqualTo(2);
    }

    private void ration(double share) {
        watcher.allocator.ration(share, room.time.now());
    }

    private void pass(long millis) {
        room.time.runFor(millis * MS);
    }

    @ParameterizedTest
    @CsvSource({"0.9, 2", "0.7, 1", "0.5, 1", "0.3, 1", "0.1, 0", "0, 0", "-1, -1"})
    void aRationTakesLayersOfOneWatcherAndNoSound(double share, int encoding) {
        ration(share);
        pass(3_000);
        assertThat(watcher.quality().encoding()).isEqualTo(encoding);
        assertThat(untouched.quality().encoding()).isEqualTo(2);
        sounds = 0;
        pass(10_000);
        assertThat(watcher.quality().encoding()).isEqualTo(encoding);
        assertThat(sounds).isBetween(495, 505);
    }

    @Test
    void withoutPicturesNoneIsSentAtOnceAndNoneIsTried() {
        ration(Allocator.NO_PICTURES);
        pass(500);
        pictures = 0;
        sounds = 0;
        pass(60_000);
        assertThat(pictures).isZero();
        assertThat(sounds).isBetween(2_990, 3_010);
    }

    @Test
    void whatWasTakenComesBackStepByStepWithinSecondsOfTheRation() {
        ration(Allocator.NO_PICTURES);
        pass(30_000);
        ration(Allocator.LEAST);
        pass(2_000);
        assertThat(watcher.quality().encoding()).isZero();
        ration(0.5);
        pass(3_000);
        assertThat(watcher.quality().encoding()).isEqualTo(1);
        ration(Allocator.EVERYTHING);
        pass(15_000); // the estimate has to be probed again
        assertThat(watcher.quality().encoding()).isEqualTo(2);
    }

    /** Rations that come and go are no reproach to the path: nothing is held back for a minute. */
    @Test
    void aRationThatComesAndGoesIsFollowedEachTime() {
        for (int round = 0; round < 5; round++) {
            ration(Allocator.LEAST);
            pass(3_000);
            assertThat(watcher.quality().encoding()).as("round %d", round).isZero();
            ration(Allocator.EVERYTHING);
            pass(10_000);
            assertThat(watcher.quality().encoding()).as("round %d", round).isEqualTo(2);
        }
    }

    private void wish(boolean paused) {
        watcher.allocator.wish(watcher.subscriber, new LayerWish(0, -1, paused, LayerWish.SPEAKER), room.time.now());
    }

    /** The tab is hidden, the pictures are taken, the tab is shown: its picture stays away for another reason. */
    @Test
    void whatStaysPausedThoughItIsWishedIsSaidAgain() {
        wish(true);
        pass(1_000);
        assertThat(watcher.pauses).isEqualTo(1);
        ration(Allocator.NO_PICTURES); // the reason may be another, which is the room's to say
        pass(1_000);
        assertThat(watcher.pauses).isEqualTo(2);
        wish(false);
        assertThat(watcher.pauses).isEqualTo(3);
        pass(10_000);
        assertThat(watcher.pauses).isEqualTo(3);
    }

    /** Not even when it is hidden and shown so often that it has to wait for a moment. */
    @Test
    void aPauseThatIsAboutToEndIsNotSaidAgain() {
        for (int round = 1; round <= 3; round++) {
            wish(true);
            pass(500);
            wish(false);
            pass(2_000);
            assertThat(watcher.pauses).isEqualTo(round);
            assertThat(watcher.quality()).isNotEqualTo(Quality.NOTHING);
        }
    }

    @Test
    void whoComesWhileNoPicturesAreSentBeginsWithSound() {
        PeerSubscriber subscriber = watcher.subscriber;
        ration(Allocator.NO_PICTURES);
        assertThat(watcher.allocator.first(subscriber, room.time.now())).isEqualTo(Quality.NOTHING);
        ration(Allocator.LEAST);
        assertThat(watcher.allocator.first(subscriber, room.time.now()).encoding())
                .isZero();
    }
}
