package org.lyceum.sfu;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lyceum.sfu.TestRoom.CAMERA;
import static org.lyceum.sfu.TestSource.MS;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.stream.MediaPacket;

class RoomShardTest {
    private final TestRoom room = new TestRoom();

    // ---- key frames ----

    @Test
    void howeverManyAskTheSourceIsAskedOnceInThreeHundredMilliseconds() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        room.frame(camera, true, 1);
        room.advance(1_000 * MS);
        for (int i = 0; i < 100; i++) {
            room.watch();
            room.frame(camera, false, 1);
            room.advance(10 * MS);
        }
        assertThat(camera.requests).hasSize(4);
        for (int i = 1; i < camera.requests.size(); i++) {
            assertThat(camera.requests.get(i) - camera.requests.get(i - 1)).isGreaterThanOrEqualTo(300 * MS);
        }
    }

    @Test
    void aSourceThatDoesNotAnswerIsAskedAgain() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        room.frame(camera, false, 1);
        room.watch();
        room.advance(5_000 * MS);
        assertThat(camera.requests).hasSize(8);
        room.frame(camera, true, 1);
        room.advance(5_000 * MS);
        assertThat(camera.requests).hasSize(8);
    }

    @Test
    void nobodyAsksWhenNobodyWatches() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        room.frames(camera, 100);
        assertThat(camera.requests).isEmpty();
    }

    @Test
    void theCacheIsNotKeptForASourceThatAnswers() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        room.frame(camera, true, 1);
        for (int i = 0; i < 4; i++) {
            room.advance(2_000 * MS);
            room.watch();
            room.frame(camera, true, 1);
        }
        room.frames(camera, 90);
        // It falls silent: the newcomer waits, because nothing was kept ready.
        RecordingMedia newcomer = room.watch();
        room.frames(camera, 60);
        assertThat(newcomer.sent).isEmpty();
        // From the next key frame on it is.
        room.frame(camera, true, 1);
        room.frames(camera, 90);
        RecordingMedia second = room.watch();
        room.frames(camera, 60);
        assertThat(second.sent).hasSize(1 + 2 * 150);
    }

    // ---- what the room hears ----

    @Test
    void tellsWhenMediaFlowsAndWhenItStalls() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        assertThat(room.events).isEmpty();
        room.frame(camera, true, 1);
        room.advance(1_990 * MS);
        room.frame(camera, false, 1);
        room.advance(1_999 * MS);
        assertThat(room.events).containsExactly("camera flows in VP8");
        room.advance(1 * MS);
        assertThat(room.events).containsExactly("camera flows in VP8", "camera stalls");
        room.advance(60_000 * MS);
        assertThat(room.events).hasSize(2);
        room.frame(camera, false, 1);
        assertThat(room.events).containsExactly("camera flows in VP8", "camera stalls", "camera flows in VP8");
    }

    @Test
    void aSourceThatGoesStallsAtOnce() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        room.frame(camera, true, 1);
        room.shard.unpublish(CAMERA, room.now);
        room.shard.unpublish(CAMERA, room.now);
        room.frame(camera, false, 1);
        assertThat(room.events).containsExactly("camera flows in VP8", "camera stalls");
        assertThat(room.linked).hasSize(1);
    }

    @Test
    void aSourceThatReplacesAnotherDoesNotStall() {
        room.frame(room.publish(TestSource.video(0), 0), true, 1);
        room.advance(1_000 * MS);
        room.frame(room.publish(TestSource.video(1), 1), true, 1);
        assertThat(room.events).containsExactly("camera flows in VP8");
    }

    @Test
    void aSourceOfOneEncodingAfterOneOfThreeIsAskedForItsSpatialLayers() {
        room.shard.subscribe(CAMERA, new LayeredSubscriber(), room.now);
        TestSource third = room.publish(new TestSource(CodecType.VP8, 2, 0, 300), 0);
        room.frame(third, true, 2);
        room.frames(third, 150);
        assertThat(room.wanted.getLast())
                .isEqualTo(0b101); // it wants the first, and the only one that is there stays on
        TestSource layered = room.publish(TestSource.video(1), 1);
        room.frame(layered, true, 2);
        room.frames(layered, 150);
        assertThat(room.wanted.getLast() & 0b1111).isEqualTo(0b0111);
    }

    /** Wants three spatial layers of the first encoding. */
    private static final class LayeredSubscriber implements Subscriber {
        @Override
        public void subscribed(TrackFeed feed, long nowNanos) {}

        @Override
        public void unsubscribed() {}

        @Override
        public void forward(MediaPacket packet, long nowNanos) {}

        @Override
        public long onDeadline(long nowNanos) {
            return NEVER;
        }

        @Override
        public int wantedLayers() {
            return WantedLayers.upTo(0, 2);
        }
    }

    @Test
    void packetsOfATrackThatNobodyPublishesHereAreDropped() {
        room.watch();
        room.receive(TestSource.video(0).frame(true, 1, 0));
        room.shard.unpublish(new TrackId("unknown"), 0);
        room.shard.requestKeyFrame(new TrackId("unknown"), 0, 0);
        room.shard.receive(
                new TrackId("unknown"), TestSource.video(0).frame(true, 1, 0).getFirst(), 0);
        assertThat(room.linked).isEmpty();
        assertThat(room.events).isEmpty();
    }

    @Test
    void anImpossibleLayerIsDropped() {
        TestSource wrong = room.publish(new TestSource(CodecType.VP8, 99, 0, 10), 0);
        room.frame(wrong, true, 1);
        room.shard.requestKeyFrame(CAMERA, 99, 0);
        room.shard.requestKeyFrame(CAMERA, -1, 0);
        assertThat(room.linked).isEmpty();
        assertThat(wrong.requests).isEmpty();
    }

    @Test
    void aRoomThatIsLeftForgetsItsTracks() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        List<PeerSubscriber> watchers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            watchers.add(room.subscriber(new RecordingMedia(CodecType.VP8)));
            room.shard.subscribe(CAMERA, watchers.getLast(), room.now);
        }
        room.frame(camera, true, 5);
        for (PeerSubscriber watcher : watchers) {
            room.shard.unsubscribe(CAMERA, watcher, room.now);
            room.shard.unsubscribe(CAMERA, watcher, room.now);
        }
        room.shard.unpublish(CAMERA, room.now);
        assertThat(room.shard.tracks()).isEqualTo(1);
        room.advance(20_000 * MS);
        assertThat(room.shard.tracks()).isZero();
        assertThat(room.shard.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aSubscriberThatBreaksCostsNeitherTheSourceNorTheOthers() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        Subscriber broken = new BrokenSubscriber();
        room.shard.subscribe(CAMERA, broken, room.now);
        RecordingMedia other = room.watch();

        room.frame(camera, true, 3);

        assertThat(room.broken).containsOnly(broken);
        assertThat(other.sent).hasSize(3);
    }

    @Test
    void aBreakInTheMiddleOfHandingOutCostsWhatWasBeingHandedOutAndNoMore() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        RecordingMedia watcher = room.watch();
        room.onServed = () -> {
            throw new IllegalStateException("an invariant broke");
        };
        for (MediaPacket packet : camera.frame(true, 3, room.now)) {
            room.shard.receive(CAMERA, packet, room.now);
        }
        assertThatThrownBy(() -> room.shard.handOut(room.now)).isInstanceOf(IllegalStateException.class);
        room.onServed = () -> {};
        int asked = room.asked;
        int sent = watcher.sent.size();

        for (MediaPacket packet : camera.frame(false, 2, room.now)) {
            room.shard.receive(CAMERA, packet, room.now);
        }
        assertThat(room.asked).isEqualTo(asked + 1);
        room.shard.handOut(room.now);
        assertThat(watcher.sent).hasSize(sent + 2);
    }

    private static final class BrokenSubscriber implements Subscriber {
        @Override
        public void subscribed(TrackFeed feed, long nowNanos) {}

        @Override
        public void unsubscribed() {}

        @Override
        public void forward(MediaPacket packet, long nowNanos) {
            throw new IllegalStateException("an invariant broke");
        }

        @Override
        public long onDeadline(long nowNanos) {
            return NEVER;
        }
    }

    @Test
    void subscribingTwiceIsSubscribingOnce() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        RecordingMedia media = new RecordingMedia(CodecType.VP8);
        PeerSubscriber watcher = room.subscriber(media);
        room.shard.subscribe(CAMERA, watcher, 0);
        room.shard.subscribe(CAMERA, watcher, 0);
        room.frame(camera, true, 1);
        assertThat(media.sent).hasSize(1);
    }

    // ---- two loops ----

    @Test
    void packetsTravelToTheOtherLoopOnceAndWishesTravelBack() {
        TwoLoops loops = new TwoLoops();
        RecordingMedia first = loops.there.watch();
        RecordingMedia second = loops.there.watch();
        TestSource camera = loops.here.publish(TestSource.video(0), 0);
        loops.here.frame(camera, false, 2);
        assertThat(loops.here.linked).hasSize(2);
        loops.deliver();
        assertThat(camera.requests).hasSize(1);
        loops.here.frame(camera, true, 2);
        loops.deliver();
        assertThat(first.sent).hasSize(2);
        assertThat(second.sent).hasSize(2);
        assertThat(loops.there.events).isEmpty();
        assertThat(loops.there.linked).isEmpty();
        // The watchers' shard asks again by itself; the source's shard lets through what is due.
        loops.advance(1_000 * MS);
        requireNonNull(first.listener).keyFrameRequested(loops.here.now);
        loops.advance(2_000 * MS);
        assertThat(camera.requests.size()).isBetween(5, 7);
        for (int i = 2; i < camera.requests.size(); i++) {
            assertThat(camera.requests.get(i) - camera.requests.get(i - 1)).isGreaterThanOrEqualTo(300 * MS);
        }
    }

    @Test
    void aNackIsAnsweredByTheWatchersOwnShard() {
        TwoLoops loops = new TwoLoops();
        RecordingMedia watcher = loops.there.watch();
        TestSource camera = loops.here.publish(TestSource.video(0), 0);
        loops.here.frame(camera, true, 3);
        loops.deliver();
        int lost = (int) watcher.last().sequence() & 0xffff;
        requireNonNull(watcher.listener).nack(new int[] {lost}, 1, loops.here.now);
        assertThat(watcher.resent).hasSize(1);
    }

    @Test
    void aPresenterWhoComesBackOnAnotherLoopIsFollowed() {
        TwoLoops loops = new TwoLoops();
        RecordingMedia watcherHere = loops.here.watch();
        RecordingMedia watcherThere = loops.there.watch();
        TestSource first = loops.here.publish(TestSource.video(0), 0);
        loops.here.frame(first, true, 2);
        loops.deliver();
        loops.advance(100 * MS);
        // The new connection is there before the old one has been taken away.
        TestSource second = loops.there.publish(TestSource.video(3), 3);
        loops.there.frame(second, true, 2);
        loops.here.frame(first, false, 1);
        loops.deliver();
        loops.here.frame(first, false, 1);
        loops.deliver();
        loops.here.shard.unpublish(CAMERA, loops.here.now);
        loops.advance(33 * MS);
        loops.there.frame(second, false, 1);
        loops.deliver();
        // Here one more packet of the old source may have come before the first of the new one.
        assertThat(watcherThere.sent).extracting(sent -> sent.packet().epoch()).containsExactly(0, 0, 3, 3, 3);
        assertThat(watcherHere.sent).extracting(sent -> sent.packet().epoch()).containsExactly(0, 0, 0, 3, 3, 3);
        requireNonNull(watcherHere.listener).keyFrameRequested(loops.here.now + 200 * MS);
        loops.deliver();
        assertThat(second.requests).hasSize(1);
        assertThat(first.requests).isEmpty();
        assertThat(loops.here.events).containsExactly("camera flows in VP8");
        assertThat(loops.there.events).containsExactly("camera flows in VP8");
    }

    @Test
    void aWishThatWasMailedIsNotMailedOn() {
        room.shard.requestKeyFrame(CAMERA, 0, 0);
        room.shard.receiveRemote(CAMERA, TestSource.video(0).frame(true, 1, 0).getFirst(), 0);
        room.shard.requestKeyFrame(CAMERA, 0, 0);
        assertThat(room.wishes).isEmpty();
    }
}
