package org.lyceum.sfu;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.sfu.TestRoom.CAMERA;
import static org.lyceum.sfu.TestRoom.MICROPHONE;
import static org.lyceum.sfu.TestSource.MS;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.wire.codec.FrameInfo;

class PeerSubscriberTest {
    private final TestRoom room = new TestRoom();

    private static void nack(RecordingMedia media, long now, long... sequences) {
        int[] narrowed = new int[sequences.length];
        for (int i = 0; i < sequences.length; i++) {
            narrowed[i] = (int) sequences[i] & 0xffff;
        }
        requireNonNull(media.listener).nack(narrowed, narrowed.length, now);
    }

    private static void pli(RecordingMedia media, long now) {
        requireNonNull(media.listener).keyFrameRequested(now);
    }

    private static void assertContinuous(RecordingMedia media) {
        for (int i = 1; i < media.sent.size(); i++) {
            assertThat(media.sent.get(i).sequence())
                    .isEqualTo(media.sent.get(i - 1).sequence() + 1);
            assertThat(media.sent.get(i).timestamp())
                    .isGreaterThanOrEqualTo(media.sent.get(i - 1).timestamp());
        }
    }

    private static int pictureId(RecordingMedia.Sent sent) {
        return ((sent.payload()[2] & 0x7f) << 8) | (sent.payload()[3] & 0xff);
    }

    // ---- the beginning ----

    @Test
    void aWatcherBeginsWithAKeyFrameThatIsAskedFor() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        room.frame(camera, true, 3);
        room.advance(1_000 * MS);
        room.frames(camera, 3);
        RecordingMedia watcher = room.watch();
        assertThat(camera.requests).hasSize(1);
        room.frames(camera, 2);
        assertThat(watcher.sent).isEmpty();
        room.frame(camera, true, 3);
        room.frames(camera, 2);
        assertThat(watcher.sent).hasSize(7);
        assertThat(watcher.sent.getFirst().key()).isTrue();
        assertThat(watcher.sent.getFirst().packet().frame().startOfFrame()).isTrue();
        assertContinuous(watcher);
        assertThat(camera.requests).hasSize(1);
    }

    @Test
    void aKeyFrameThatHasJustBeenIsNotAskedForAgain() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        room.frame(camera, true, 3);
        room.frames(camera, 6);
        RecordingMedia watcher = room.watch();
        assertThat(watcher.sent).hasSize(15);
        assertThat(watcher.sent.getFirst().key()).isTrue();
        room.frames(camera, 3);
        assertThat(watcher.sent).hasSize(21);
        assertContinuous(watcher);
        assertThat(camera.requests).isEmpty();
    }

    @Test
    void aWatcherWhoWaitsBeforeThereIsASourceSeesItsFirstKeyFrame() {
        RecordingMedia watcher = room.watch();
        room.advance(60_000 * MS);
        TestSource camera = room.publish(TestSource.video(0), 0);
        room.frame(camera, true, 2);
        assertThat(watcher.sent).hasSize(2);
        room.advance(10_000 * MS);
        assertThat(camera.requests).isEmpty();
    }

    @Test
    void aSourceThatBeginsInTheMiddleIsAskedAtOnce() {
        RecordingMedia watcher = room.watch();
        TestSource camera = room.publish(TestSource.video(0), 0);
        room.frames(camera, 1);
        assertThat(camera.requests).hasSize(1);
        assertThat(watcher.sent).isEmpty();
    }

    @Test
    void packetsThatOvertookTheKeyFramesFirstPacketAreSentBehindIt() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        RecordingMedia watcher = room.watch();
        List<MediaPacket> key = camera.frame(true, 3, room.now);
        room.receive(List.of(key.get(1), key.get(0), key.get(2)));
        assertThat(watcher.sent)
                .extracting(RecordingMedia.Sent::packet)
                .containsExactly(key.get(0), key.get(1), key.get(2));
        assertContinuous(watcher);
    }

    @Test
    void soundBeginsWithTheNextPacket() {
        TestSource microphone = room.publish(TestSource.sound(0), 0);
        room.receive(microphone.frame(true, 1, room.now));
        RecordingMedia watcher = room.watch();
        assertThat(watcher.sent).isEmpty();
        room.advance(20 * MS);
        room.receive(microphone.frame(true, 1, room.now));
        room.advance(20 * MS);
        room.receive(microphone.frame(true, 1, room.now));
        assertThat(watcher.sent).hasSize(2);
        assertContinuous(watcher);
        assertThat(watcher.last().timestamp() - watcher.sent.getFirst().timestamp())
                .isEqualTo(960);
        pli(watcher, room.now);
        assertThat(microphone.requests).isEmpty();
    }

    // ---- sources that do not listen ----

    @Test
    void aNewcomerOfASourceThatIgnoresPliGetsTheLastKeyFrameAfterASecondInFastMotion() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        room.frame(camera, true, 3);
        room.frames(camera, 60);
        RecordingMedia watcher = room.watch();
        room.frames(camera, 30);
        assertThat(watcher.sent).isEmpty();
        room.frames(camera, 3);
        assertThat(watcher.sent).hasSize(3 + 93 * 2);
        assertThat(watcher.sent.getFirst().key()).isTrue();
        assertContinuous(watcher);
        // Three seconds of pictures are over in a tenth of a second of timestamps.
        long squeezed = watcher.last().timestamp() - watcher.sent.getFirst().timestamp();
        assertThat(squeezed).isLessThan(90_000L / 5);
        // From now on it is live.
        long before = watcher.last().timestamp();
        room.frames(camera, 31);
        assertThat(watcher.sent).hasSize(3 + 124 * 2);
        assertThat(watcher.last().timestamp() - before).isBetween(80_000L, 95_000L);
        assertContinuous(watcher);
    }

    @Test
    void oldPacketsAreNotSentAllAtOnce() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        room.frame(camera, true, 3);
        for (int i = 0; i < 20; i++) {
            room.frame(camera, false, 30);
            room.advance(33 * MS);
        }
        RecordingMedia watcher = room.watch();
        room.advance(1_001 * MS);
        assertThat(watcher.sent).hasSize(32);
        room.advance(50 * MS);
        assertThat(watcher.sent).hasSize(352);
        // Live packets wait for their turn.
        room.frame(camera, false, 2);
        assertThat(watcher.sent).hasSize(352);
        room.advance(100 * MS);
        assertThat(watcher.sent).hasSize(605);
        assertContinuous(watcher);
    }

    @Test
    void aKeyFrameCutsCatchingUpShort() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        room.frame(camera, true, 3);
        for (int i = 0; i < 20; i++) {
            room.frame(camera, false, 30);
        }
        room.advance(500 * MS);
        RecordingMedia watcher = room.watch();
        room.advance(1_001 * MS);
        room.frame(camera, true, 3);
        assertThat(watcher.sent).hasSize(35);
        room.advance(100 * MS);
        assertThat(watcher.sent).hasSize(35);
        room.frames(camera, 1);
        assertThat(watcher.sent).hasSize(37);
        assertContinuous(watcher);
    }

    @Test
    void aWatcherWhoLostThePictureOfASourceThatIgnoresPliIsBroughtUpAgainButNotOften() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        RecordingMedia watcher = room.watch();
        room.frame(camera, true, 2);
        room.frames(camera, 30);
        int before = watcher.sent.size();
        pli(watcher, room.now);
        room.advance(1_100 * MS);
        assertThat(watcher.sent).hasSize(before * 2);
        assertThat(watcher.sent.get(before).key()).isTrue();
        assertContinuous(watcher);
        pli(watcher, room.now);
        room.advance(5_000 * MS);
        assertThat(watcher.sent).hasSize(before * 2);
        room.advance(5_200 * MS);
        assertThat(watcher.sent).hasSize(before * 3);
    }

    // ---- change of source ----

    @Test
    void aReloadKeepsNumbersGoingAndWaitsForItsKeyFrame() {
        RecordingMedia watcher = room.watch();
        TestSource first = room.publish(TestSource.video(0), 0);
        room.frame(first, true, 2);
        room.frames(first, 30);
        room.shard.unpublish(CAMERA, room.now);
        room.advance(3_000 * MS);
        TestSource second = room.publish(TestSource.video(5), 5);
        room.frames(second, 1);
        int before = watcher.sent.size();
        room.frame(second, true, 2);
        room.frames(second, 2);
        assertContinuous(watcher);
        RecordingMedia.Sent last = watcher.sent.get(before - 1);
        RecordingMedia.Sent next = watcher.sent.get(before);
        assertThat(next.key()).isTrue();
        assertThat(next.packet().epoch()).isEqualTo(5);
        // As much time on the wire as there was between the captures.
        long captured = (next.packet().captureNanos() - last.packet().captureNanos()) / 1000 * 90 / 1000;
        assertThat(next.timestamp() - last.timestamp()).isBetween(captured - 2, captured + 2);
        assertThat(pictureId(next)).isEqualTo(pictureId(last) + 1);
        assertThat(second.requests).hasSize(1);
    }

    @Test
    void aWatcherWhoComesBetweenTwoSourcesGetsNothingOfTheFirst() {
        TestSource first = room.publish(TestSource.video(0), 0);
        room.frame(first, true, 2);
        TestSource second = room.publish(TestSource.video(5), 5);
        RecordingMedia watcher = room.watch();
        room.frames(second, 1);
        assertThat(watcher.sent).isEmpty();
        room.frame(second, true, 2);
        assertThat(watcher.sent).hasSize(2);
        assertThat(second.requests).hasSize(1);
        assertThat(first.requests).isEmpty();
    }

    @Test
    void straysOfTheSourceBeforeAreNotSent() {
        RecordingMedia watcher = room.watch();
        TestSource first = room.publish(TestSource.video(0), 0);
        room.frame(first, true, 2);
        TestSource second = room.publish(TestSource.video(5), 5);
        room.frame(first, false, 1);
        room.frame(second, true, 2);
        room.frame(first, false, 1);
        assertThat(watcher.sent).hasSize(4);
    }

    @Test
    void anotherCodecGoesOnUnderTheSameNumbers() {
        RecordingMedia watcher = room.watch();
        TestSource vp8 = room.publish(TestSource.video(0), 0);
        room.frame(vp8, true, 2);
        room.advance(100 * MS);
        TestSource h264 = new TestSource(CodecType.H264, 0, 1, 100);
        room.frame(h264, true, 2);
        assertThat(watcher.sent).hasSize(4);
        assertThat(watcher.last().payloadType())
                .isNotEqualTo(watcher.sent.getFirst().payloadType());
        assertThat(watcher.last().timestamp() - watcher.sent.getFirst().timestamp())
                .isEqualTo(9_000);
        assertContinuous(watcher);
        assertThat(room.events).containsExactly("camera flows in VP8", "camera flows in H264");
    }

    @Test
    void theSameMLineCarriesAnotherTrackUnderTheSameNumbers() {
        RecordingMedia watcher = new RecordingMedia(CodecType.values());
        PeerSubscriber subscriber = room.subscriber(watcher);
        TestSource camera = room.publish(TestSource.video(0), 0);
        room.shard.subscribe(CAMERA, subscriber, room.now);
        room.frame(camera, true, 2);
        room.shard.unsubscribe(CAMERA, subscriber, room.now);
        room.frame(camera, false, 2);
        assertThat(watcher.listener).isNull();
        TrackId screenTrack = new TrackId("screen");
        TestSource screen = TestSource.video(0);
        room.shard.publish(screenTrack, screen, 0, room.now);
        room.shard.subscribe(screenTrack, subscriber, room.now);
        room.advance(40 * MS);
        for (MediaPacket packet : screen.frame(true, 2, room.now)) {
            room.shard.receive(screenTrack, packet, room.now);
        }
        room.shard.handOut(room.now);
        assertThat(watcher.sent).hasSize(4);
        assertContinuous(watcher);
        assertThat(pictureId(watcher.last())).isEqualTo(pictureId(watcher.sent.getFirst()) + 1);
    }

    // ---- what a watcher understands ----

    @Test
    void someoneWhoCannotDecodeItIsToldOnceForEachCodec() {
        RecordingMedia watcher = new RecordingMedia(CodecType.H264);
        room.shard.subscribe(CAMERA, room.subscriber(watcher), room.now);
        TestSource vp8 = room.publish(TestSource.video(0), 0);
        room.frame(vp8, true, 2);
        room.frames(vp8, 60);
        room.frame(TestSource.video(1), true, 2);
        assertThat(room.events).containsExactly("camera flows in VP8", "camera cannot be decoded in VP8");
        assertThat(vp8.requests).isEmpty();
        room.frame(new TestSource(CodecType.VP9, 0, 2, 100), true, 1);
        room.frame(new TestSource(CodecType.H264, 0, 3, 100), true, 1);
        assertThat(room.events)
                .contains("camera cannot be decoded in VP9")
                .doesNotContain("camera cannot be decoded in H264");
        assertThat(watcher.sent).hasSize(1);
    }

    @Test
    void redIsPassedOnOrUnwrapped() {
        RecordingMedia withRed = new RecordingMedia(CodecType.OPUS, CodecType.RED);
        RecordingMedia withoutRed = new RecordingMedia(CodecType.OPUS);
        TestSource red = room.publish(new TestSource(CodecType.RED, 0, 0, 0), 0);
        TestSource opus = new TestSource(CodecType.OPUS, 0, 0, 10);
        room.shard.subscribe(CAMERA, room.subscriber(withRed), room.now);
        room.shard.subscribe(CAMERA, room.subscriber(withoutRed), room.now);
        byte[] payload = {(byte) 0xef, 0x0f, 0x00, 0x02, 0x6f, 0x11, 0x22, 0x33, 0x44, 0x55};
        room.receive(List.of(red.packet(FrameInfo.WHOLE, room.now, payload)));
        assertThat(withRed.last().payload()).isEqualTo(payload);
        assertThat(withRed.last().payloadType()).isEqualTo(97);
        assertThat(withoutRed.last().payload()).containsExactly(0x33, 0x44, 0x55);
        assertThat(withoutRed.last().payloadType()).isEqualTo(96);
        // Bare Opus in between belongs to the same source.
        opus.skip(1);
        room.receive(opus.frame(true, 1, room.now));
        assertThat(withRed.last().payloadType()).isEqualTo(96);
        assertThat(withoutRed.sent).hasSize(2);
        assertContinuous(withRed);
        assertContinuous(withoutRed);
        assertThat(room.events).containsExactly("camera flows in RED");
        nack(withoutRed, room.now, withoutRed.sent.getFirst().sequence());
        assertThat(withoutRed.resent).hasSize(1);
        // Broken RED takes no number.
        red.skip(1);
        room.receive(List.of(red.packet(FrameInfo.WHOLE, room.now, new byte[] {(byte) 0xef})));
        room.receive(List.of(red.packet(FrameInfo.WHOLE, room.now, payload)));
        assertThat(withRed.sent).hasSize(4);
        assertThat(withoutRed.sent).hasSize(3);
        assertContinuous(withoutRed);
    }

    // ---- NACK and PLI ----

    @Test
    void aNackIsAnsweredWithWhatWasSent() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        RecordingMedia watcher = room.watch();
        room.frame(camera, true, 3);
        room.frames(camera, 10);
        nack(
                watcher,
                room.now,
                watcher.sent.get(1).sequence(),
                watcher.sent.get(7).sequence());
        assertThat(watcher.resent)
                .extracting(RecordingMedia.Sent::packet)
                .containsExactly(
                        watcher.sent.get(1).packet(), watcher.sent.get(7).packet());
    }

    @Test
    void theSamePacketIsNotSentAgainWithinARoundTrip() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        RecordingMedia watcher = room.watch();
        room.frame(camera, true, 3);
        long sequence = watcher.last().sequence();
        nack(watcher, room.now, sequence, sequence);
        nack(watcher, room.now + 19 * MS, sequence);
        assertThat(watcher.resent).hasSize(1);
        nack(watcher, room.now + 20 * MS, sequence);
        assertThat(watcher.resent).hasSize(2);
        watcher.roundTrip = 150 * MS;
        nack(watcher, room.now + 100 * MS, sequence);
        assertThat(watcher.resent).hasSize(2);
        nack(watcher, room.now + 170 * MS, sequence);
        assertThat(watcher.resent).hasSize(3);
    }

    @Test
    void answersAreBoundedInBytes() {
        TestSource camera = room.publish(new TestSource(CodecType.VP8, 0, 0, 1200), 0);
        RecordingMedia watcher = room.watch();
        room.frame(camera, true, 40);
        long[] all =
                watcher.sent.stream().mapToLong(RecordingMedia.Sent::sequence).toArray();
        for (int round = 0; round < 100; round++) {
            room.now += 20 * MS;
            nack(watcher, room.now, all);
        }
        assertThat(watcher.resent.size() * 1200L).isLessThanOrEqualTo(ResendBudget.ALLOWANCE_BYTES + 40 * 1200L);
        assertThat(watcher.resent).hasSizeGreaterThan(80);
    }

    @Test
    void askingForWhatNeverLeftTakesNothingFromWhatWasLost() {
        TestSource camera = room.publish(new TestSource(CodecType.VP8, 0, 0, 1200), 0);
        RecordingMedia watcher = room.watch();
        room.frame(camera, true, 40);
        long[] all =
                watcher.sent.stream().mapToLong(RecordingMedia.Sent::sequence).toArray();
        watcher.nothingLeft = true;
        for (int round = 0; round < 100; round++) {
            room.now += 20 * MS;
            nack(watcher, room.now, all);
        }
        watcher.nothingLeft = false;
        nack(watcher, room.now, all);
        assertThat(watcher.resent).hasSize(40);
    }

    @Test
    void whatIsKnownToBeLostIsSentAgainUnaskedWhileItIsOfUse() {
        TestSource camera = room.publish(new TestSource(CodecType.VP8, 0, 0, 1000), 0);
        RecordingMedia watcher = new RecordingMedia(97, CodecType.VP8);
        room.shard.subscribe(CAMERA, room.subscriber(watcher), room.now);
        room.frame(camera, true, 3);
        int sequence = (int) watcher.last().sequence() & 0xFFFF;
        long left = room.now;
        requireNonNull(watcher.listener).lost(sequence, left, left + 100 * MS);
        assertThat(watcher.resent).hasSize(1);
        requireNonNull(watcher.listener).lost(sequence, left, left + 150 * MS);
        assertThat(watcher.resent).as("the same copy").hasSize(1);
        requireNonNull(watcher.listener).lost(sequence, left + 100 * MS, left + 200 * MS);
        assertThat(watcher.resent).hasSize(2);
        requireNonNull(watcher.listener).lost(sequence, left + 200 * MS, left + 600 * MS);
        assertThat(watcher.resent).as("too late to be shown").hasSize(2);
        assertThat(camera.requests).isEmpty();
    }

    @Test
    void aNackForNothingIsIgnored() {
        RecordingMedia watcher = room.watch();
        nack(watcher, room.now, 5);
        TestSource camera = room.publish(TestSource.video(0), 0);
        room.frame(camera, true, 3);
        nack(
                watcher,
                room.now,
                watcher.last().sequence() + 1,
                watcher.sent.getFirst().sequence() - 1);
        assertThat(watcher.resent).isEmpty();
        assertThat(camera.requests).isEmpty();
    }

    @Test
    void whatTheSourceBeforeSentIsNotSentAgain() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        RecordingMedia watcher = room.watch();
        room.frame(camera, true, 3);
        long sequence = watcher.last().sequence();
        room.frame(TestSource.video(1), true, 3);
        nack(watcher, room.now, sequence);
        assertThat(watcher.resent).isEmpty();
    }

    @Test
    void aPacketThatIsLateForUsIsSentLateAndThenAgain() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        RecordingMedia watcher = room.watch();
        List<MediaPacket> key = camera.frame(true, 4, room.now);
        room.receive(List.of(key.get(0), key.get(2), key.get(3)));
        long missing = watcher.sent.get(0).sequence() + 1;
        nack(watcher, room.now, missing);
        assertThat(watcher.resent).isEmpty();
        assertThat(camera.requests).isEmpty();
        room.receive(List.of(key.get(1)));
        assertThat(watcher.last().sequence()).isEqualTo(missing);
        nack(watcher, room.now, missing);
        assertThat(watcher.resent).hasSize(1);
    }

    @Test
    void whatWillNeverComeMakesAKeyFrameNecessary() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        RecordingMedia watcher = room.watch();
        room.frame(camera, true, 2);
        camera.skip(1);
        room.frames(camera, 3);
        long missing = watcher.sent.get(1).sequence() + 1;
        nack(watcher, room.now, missing);
        assertThat(camera.requests).isEmpty();
        room.frames(camera, 32);
        nack(watcher, room.now, missing);
        assertThat(camera.requests).hasSize(1);
    }

    @Test
    void whoNacksWithoutEndWhatIsLostForGoodGetsAKeyFrameNowAndThen() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        RecordingMedia watcher = room.watch();
        room.frame(camera, true, 2);
        camera.skip(1);
        room.frames(camera, 35);
        long missing = watcher.sent.get(1).sequence() + 1;
        int answered = 0;
        for (int frame = 0; frame < 30 * 60; frame++) {
            nack(watcher, room.now, missing);
            room.frame(camera, camera.requests.size() > answered, 2);
            answered = camera.requests.size();
            room.advance(33 * MS);
        }
        // Six and one in two seconds; what is asked within 300 ms of each is the same question and can cost a second
        // one.
        assertThat(camera.requests).hasSizeBetween(20, 2 * (6 + 30));
    }

    @Test
    void aPliIsPassedOnUnlessAKeyFrameIsOnItsWay() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        RecordingMedia watcher = room.watch();
        room.frame(camera, true, 2);
        room.advance(50 * MS);
        pli(watcher, room.now);
        assertThat(camera.requests).isEmpty();
        room.advance(50 * MS);
        pli(watcher, room.now);
        assertThat(camera.requests).hasSize(1);
        room.frame(camera, true, 2);
        watcher.roundTrip = 400 * MS;
        room.advance(350 * MS);
        pli(watcher, room.now);
        assertThat(camera.requests).hasSize(1);
        room.advance(50 * MS);
        pli(watcher, room.now);
        assertThat(camera.requests).hasSize(2);
    }

    // ---- probing ----

    @Test
    void aProbeIsMadeOfTheNewestPacketsEachInItsTurn() {
        TestSource camera = room.publish(new TestSource(CodecType.VP8, 0, 0, 1000), 0);
        RecordingMedia watcher = new RecordingMedia(97, CodecType.VP8);
        room.shard.subscribe(CAMERA, room.subscriber(watcher), room.now);
        room.frame(camera, true, 3);
        room.frames(camera, 4);
        int bytes = requireNonNull(watcher.listener).probe(3_000, room.now);
        assertThat(bytes).isBetween(3_000, 4_000);
        assertThat(watcher.resent).hasSize(3);
        assertThat(watcher.resent.getFirst().sequence())
                .isEqualTo(watcher.last().sequence());
        requireNonNull(watcher.listener).probe(8_000, room.now);
        assertThat(watcher.resent).extracting(RecordingMedia.Sent::sequence).doesNotHaveDuplicates();
    }

    @Test
    void withoutRtxNothingIsThereToProbeWith() {
        TestSource camera = room.publish(TestSource.video(0), 0);
        RecordingMedia watcher = room.watch();
        room.frame(camera, true, 3);
        assertThat(requireNonNull(watcher.listener).probe(1_000, room.now)).isZero();
        room.frames(camera, 1);
        assertThat(watcher.sent).hasSize(5);
        assertContinuous(watcher);
    }

    // ---- simulcast ----

    private void simulcast(TestSource low, TestSource high, int frames) {
        for (int i = 0; i < frames; i++) {
            room.frame(low, false, 1);
            room.frame(high, false, 6);
            room.advance(33 * MS);
        }
    }

    @Test
    void theHighestLayerIsTakenAtItsKeyFrameWhateverItsPlaceInTheOffer() {
        for (int highIndex : new int[] {0, 1}) {
            TestRoom each = new TestRoom();
            TestSource low = new TestSource(CodecType.VP8, 1 - highIndex, 0, 100);
            TestSource high = new TestSource(CodecType.VP8, highIndex, 0, 100);
            each.publish(low, 0);
            RecordingMedia watcher = each.watch();
            each.frame(low, true, 2);
            each.frame(high, true, 2);
            for (int i = 0; i < 40; i++) {
                each.frame(low, false, 1);
                each.frame(high, false, 6);
                each.advance(33 * MS);
            }
            assertThat(watcher.last().packet().layer()).isEqualTo(1 - highIndex);
            assertThat(low.requestedLayers).contains(highIndex).doesNotContain(1 - highIndex);
            each.frame(high, true, 2);
            each.frame(low, false, 1);
            assertThat(watcher.last().packet().layer()).isEqualTo(highIndex);
            assertThat(watcher.last().key()).isTrue();
            assertContinuous(watcher);
        }
    }

    @Test
    void whenTheHighestLayerEndsTheNextOneIsTaken() {
        TestSource low = new TestSource(CodecType.VP8, 0, 0, 100);
        TestSource high = new TestSource(CodecType.VP8, 1, 0, 100);
        room.publish(low, 0);
        RecordingMedia watcher = room.watch();
        room.frame(low, true, 2);
        room.frame(high, true, 2);
        simulcast(low, high, 150); // longer than a source is given to begin with a layer
        room.frame(high, true, 2);
        assertThat(watcher.last().packet().layer()).isEqualTo(1);
        low.requestedLayers.clear();
        room.frames(low, 60);
        assertThat(low.requestedLayers).contains(0);
        room.frame(low, true, 2);
        assertThat(watcher.last().packet().layer()).isZero();
        assertContinuous(watcher);
    }

    @Test
    void nothingHappensToSomeoneWhoIsNotSubscribed() {
        RecordingMedia media = new RecordingMedia(CodecType.VP8);
        PeerSubscriber subscriber = room.subscriber(media);
        subscriber.nack(new int[] {1, 2}, 2, 0);
        subscriber.keyFrameRequested(0);
        subscriber.forward(TestSource.video(0).frame(true, 1, 0).getFirst(), 0);
        assertThat(subscriber.onDeadline(0)).isEqualTo(Subscriber.NEVER);
        room.shard.unsubscribe(MICROPHONE, subscriber, room.now);
        assertThat(media.sent).isEmpty();
    }
}
