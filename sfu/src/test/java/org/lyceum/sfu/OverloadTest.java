package org.lyceum.sfu;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.sfu.TestSource.MS;

import org.junit.jupiter.api.Test;
import org.lyceum.rtc.session.CodecType;

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
    void whatWasSentBeforeTheNewBeginningIsNotSentAgain() {
        begin();
        long last = watcher.last().sequence();
        watcher.full = true;
        room.frames(camera, 2);
        watcher.full = false;
        room.frame(camera, true, 2);
        int[] numbers = {(int) (last - 1) & 0xFFFF, (int) last & 0xFFFF};
        requireNonNull(watcher.listener).nack(numbers, 2, room.now);
        assertThat(watcher.resent).isEmpty();
    }

    /** A watcher of the largest of two encodings, of which a picture is left out while the smaller one is waited for. */
    private PeerSubscriber breakWhileAnotherIsWaitedFor(RecordingMedia media, TestSource large) {
        PeerSubscriber subscriber = room.directed(media);
        room.shard.subscribe(TestRoom.CAMERA, subscriber, room.now);
        room.frame(large, false, 1);
        subscriber.target(Quality.best(2), 3, 0, room.now);
        room.frame(large, true, 3);
        room.frames(large, 40);
        assertThat(subscriber.current()).isEqualTo(2);

        subscriber.target(Quality.best(0), 3, 0, room.now);
        media.full = true;
        room.frames(large, 1);
        media.full = false;
        room.frames(large, 10);
        assertThat(camera.requestedLayers.getLast()).isZero();
        return subscriber;
    }

    @Test
    void whoIsSentBackToABrokenEncodingIsGivenAKeyFrameOfThat() {
        RecordingMedia media = new RecordingMedia(CodecType.values());
        TestSource large = new TestSource(CodecType.VP8, 2, 0, 100);
        PeerSubscriber subscriber = breakWhileAnotherIsWaitedFor(media, large);
        camera.requestedLayers.clear();
        subscriber.target(Quality.best(2), 3, 0, room.now);
        int before = media.sent.size();
        room.frames(large, 10);
        assertThat(media.sent).hasSize(before);
        assertThat(camera.requestedLayers).contains(2);

        room.frame(large, true, 3);
        room.frames(large, 2);
        assertThat(media.sent).hasSize(before + 3 + 4);
    }

    @Test
    void aKeyFrameThatNobodyAskedForMendsThePictureUntilTheOtherEncodingIsThere() {
        RecordingMedia media = new RecordingMedia(CodecType.values());
        TestSource large = new TestSource(CodecType.VP8, 2, 0, 100);
        breakWhileAnotherIsWaitedFor(media, large);
        int before = media.sent.size();
        room.frame(large, true, 3);
        room.advance(33 * MS);
        room.frames(large, 2);
        assertThat(media.sent).hasSize(before + 3 + 4);
        assertThat(media.last().packet().layer()).isEqualTo(2);
    }

    /** Whose network carries not even the lowest temporal layer of what they get; who is asked for one key frame makes two. */
    @Test
    void theKeyFrameOfAnEncodingThatIsTooMuchIsNotSentWhileALesserOneIsAwaited() {
        RecordingMedia media = new RecordingMedia(CodecType.values());
        TestSource large = new TestSource(CodecType.VP8, 2, 0, 100);
        PeerSubscriber subscriber = breakWhileAnotherIsWaitedFor(media, large);
        subscriber.target(Quality.best(2), 3, 0, room.now);
        room.frame(large, true, 3);
        room.frames(large, 2);
        camera.requestedLayers.clear();

        subscriber.target(Quality.best(0), 0, 0, room.now);
        room.frames(large, 1);
        int before = media.sent.size();
        room.frame(large, true, 30);
        room.frames(large, 1);
        assertThat(media.sent).as("of what refers to it either").hasSize(before);
        room.frame(camera, true, 3);
        room.frames(camera, 2);
        assertThat(media.sent).hasSize(before + 3 + 4);
        assertThat(media.last().packet().layer()).isZero();
        assertThat(camera.requestedLayers).doesNotContain(2);
    }

    @Test
    void whereNotEvenTheLowestTemporalLayerFitsNothingMakesTheLesserEncodingsKeyFrameLater() {
        RecordingMedia media = new RecordingMedia(CodecType.values());
        TestSource large = new TestSource(CodecType.VP8, 2, 0, 100);
        PeerSubscriber subscriber = breakWhileAnotherIsWaitedFor(media, large);
        subscriber.target(Quality.best(2), 3, 0, room.now);
        room.frame(large, true, 3);
        var begun = large.frame(false, 4, room.now);
        room.receive(begun.subList(0, 2));

        subscriber.target(Quality.best(0), -1, 0, room.now);
        room.receive(begun.subList(2, 4));
        int before = media.sent.size();
        assertThat(media.last().packet().sequence())
                .as("what has begun is sent to its end")
                .isEqualTo(begun.get(3).sequence());
        room.advance(33 * MS);
        room.frames(large, 3);
        assertThat(media.sent).hasSize(before);
        room.frame(camera, true, 3);
        assertThat(media.sent).hasSize(before + 3);
        assertThat(media.last().packet().layer()).isZero();
    }

    @Test
    void whoIsSentBackMeanwhileIsGivenItsNextKeyFrame() {
        RecordingMedia media = new RecordingMedia(CodecType.values());
        TestSource large = new TestSource(CodecType.VP8, 2, 0, 100);
        PeerSubscriber subscriber = breakWhileAnotherIsWaitedFor(media, large);
        subscriber.target(Quality.best(0), 0, 0, room.now);
        room.frame(large, true, 30);
        camera.requestedLayers.clear();
        subscriber.target(Quality.best(2), 3, 0, room.now);
        room.frames(large, 20);
        assertThat(camera.requestedLayers).contains(2);
        int before = media.sent.size();
        room.frame(large, true, 3);
        room.frames(large, 2);
        assertThat(media.sent).hasSize(before + 3 + 4);
    }

    @Test
    void aBudgetThatIsSpentIsNotAskedForEveryPacket() {
        begin();
        while (watcher.allowKeyFrame(room.now)) {
            room.advance(301 * MS);
        }
        watcher.keyFramesRefused = 0;
        watcher.full = true;
        room.frames(camera, 1);
        watcher.full = false;
        int before = camera.requests.size();
        room.frames(camera, 70);
        assertThat(watcher.keyFramesRefused).isBetween(1, 2);
        assertThat(camera.requests).hasSizeGreaterThan(before);
    }
}
