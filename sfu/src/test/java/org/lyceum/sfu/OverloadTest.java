package org.lyceum.sfu;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.sfu.TestSource.MS;

import org.junit.jupiter.api.Test;

/** More waits for a watcher's network than is of use: what is left out is left out by pictures, and one key frame mends it. */
class OverloadTest {
    private final TestRoom room = new TestRoom();
    private final TestSource camera = room.publish(TestSource.video(0), 0);
    private final RecordingMedia watcher = room.watch();

    private void begin() {
        room.frame(camera, true, 3);
        room.frames(camera, 10);
        room.advance(1_000 * MS);
        assertThat(watcher.sent).hasSize(23);
    }

    private void assertContinuous() {
        for (int i = 1; i < watcher.sent.size(); i++) {
            assertThat(watcher.sent.get(i).sequence())
                    .isEqualTo(watcher.sent.get(i - 1).sequence() + 1);
        }
    }

    @Test
    void aPictureThatHasBegunIsSentToItsEnd() {
        begin();
        var picture = camera.frame(false, 5, room.now);
        room.receive(picture.subList(0, 2));
        watcher.full = true;
        room.receive(picture.subList(2, 5));
        assertThat(watcher.sent).hasSize(28);
    }

    @Test
    void whatRefersToAPictureThatWasLeftOutIsLeftOutTooUntilTheOneKeyFrameThatIsAskedFor() {
        begin();
        int before = camera.requests.size();
        watcher.full = true;
        room.frame(camera, false, 5);
        watcher.full = false;
        room.frames(camera, 5);
        assertThat(watcher.sent).hasSize(23);
        assertThat(camera.requests).hasSize(before + 1);

        room.frame(camera, true, 4);
        room.frames(camera, 30);
        assertThat(watcher.sent).hasSize(23 + 4 + 60);
        assertThat(watcher.sent.get(23).key()).isTrue();
        assertThat(camera.requests).hasSize(before + 1);
        assertContinuous();
    }

    @Test
    void noKeyFrameIsAskedForWhileOneIsLeaving() {
        begin();
        int before = camera.requests.size();
        watcher.full = true;
        watcher.keyFrameWaits = true;
        room.frames(camera, 90);
        requireNonNull(watcher.listener).keyFrameRequested(room.now);
        room.frames(camera, 30);
        assertThat(camera.requests).hasSize(before);

        watcher.full = false;
        watcher.keyFrameWaits = false;
        room.frames(camera, 2);
        assertThat(camera.requests).hasSize(before + 1);
    }

    @Test
    void packetsOfAKeyFrameThatOvertookItsFirstArePartOfTheNewBeginning() {
        begin();
        watcher.full = true;
        room.frames(camera, 2);
        watcher.full = false;
        var key = camera.frame(true, 4, room.now);
        room.receive(key.subList(1, 3));
        assertThat(watcher.sent).hasSize(23);
        room.receive(key.subList(0, 1));
        room.receive(key.subList(3, 4));
        room.frames(camera, 3);
        assertThat(watcher.sent).hasSize(23 + 4 + 6);
        assertContinuous();
    }

    @Test
    void whatIsMissedOfWhatWasLeftOutIsNotSentAgain() {
        begin();
        long last = watcher.last().sequence();
        watcher.full = true;
        room.frames(camera, 2);
        watcher.full = false;
        room.frame(camera, true, 2);
        int[] numbers = {(int) (last - 1) & 0xFFFF, (int) last & 0xFFFF};
        requireNonNull(watcher.listener).nack(numbers, 2, room.now);
        assertThat(watcher.resent).as("older than the new beginning").isEmpty();
    }
}
