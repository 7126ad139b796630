package org.lyceum.sfu;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.sfu.TestRoom.CAMERA;
import static org.lyceum.sfu.TestSource.MS;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.stream.MediaPacket;

/**
 * Minutes of a room in which everything happens that can: loss, reordering, reloads, other codecs, layers that come and go,
 * presenters who come back on another loop, watchers who come, go, lose packets and ask for key frames. {@link RecordingMedia} holds at every packet that no number
 * serves twice and that what is sent again is what was sent.
 */
class RandomRoomTest {
    /** From this frame on, so that there is something to look at of each. */
    private static final int EVERYBODY_STAYS = 1_300;

    private static final CodecType[] CODECS = {CodecType.VP8, CodecType.H264, CodecType.VP8};

    private final TwoLoops loops = new TwoLoops();
    /** Where the presenter is. */
    private TestRoom source = loops.here;

    private final List<PeerSubscriber> subscribers = new ArrayList<>();
    private final List<RecordingMedia> watchers = new ArrayList<>();
    private final Set<PeerSubscriber> subscribed = new HashSet<>();
    private final List<MediaPacket> delayed = new ArrayList<>();
    private List<TestSource> layers = List.of();
    private int epoch;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 58, 140})
    void whateverHappensEveryWatcherGetsOneStreamThatBeginsWithKeyFrames(long seed) {
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < 6; i++) {
            watchers.add(new RecordingMedia(CodecType.values()));
            subscribers.add(roomOf(i).subscriber(watchers.getLast()));
        }
        boolean listens = seed % 2 == 0;
        for (int frame = 0; frame < 1_500; frame++) {
            if (frame == 0 || random.nextInt(300) == 0) {
                reload(random);
            }
            if (frame < EVERYBODY_STAYS && random.nextInt(40) == 0) {
                comeOrGo(random.nextInt(subscribers.size()));
            }
            if (frame == EVERYBODY_STAYS) {
                everybodyComes();
            }
            boolean key = frame % 120 == 0 || (listens && asked());
            for (TestSource layer : layers) {
                send(layer.frame(key, 1 + random.nextInt(key ? 8 : 4), source.now), random);
            }
            complain(random);
            loops.advance(33 * MS);
        }
        for (RecordingMedia watcher : watchers) {
            check(watcher, seed);
        }
    }

    private void reload(RandomGenerator random) {
        epoch += 1 + random.nextInt(3);
        CodecType codec = CODECS[random.nextInt(CODECS.length)];
        List<TestSource> sources = new ArrayList<>();
        for (int layer = 0; layer < 1 + random.nextInt(3); layer++) {
            sources.add(new TestSource(codec, layer, epoch, 100 * (layer + 1)));
        }
        layers = sources;
        TestRoom before = source;
        source = random.nextBoolean() ? loops.here : loops.there;
        boolean first = random.nextBoolean();
        if (first) {
            before.shard.unpublish(CAMERA, before.now);
        }
        source.publish(layers.getFirst(), epoch);
        if (!first && !source.equals(before)) {
            before.shard.unpublish(CAMERA, before.now);
        }
    }

    private boolean asked() {
        boolean asked = !layers.getFirst().requests.isEmpty();
        layers.getFirst().requests.clear();
        return asked;
    }

    /** Watchers are on both loops. */
    private TestRoom roomOf(int index) {
        return index % 2 == 0 ? loops.here : loops.there;
    }

    private void comeOrGo(int index) {
        TestRoom room = roomOf(index);
        PeerSubscriber subscriber = subscribers.get(index);
        if (subscribed.add(subscriber)) {
            room.shard.subscribe(CAMERA, subscriber, room.now);
        } else {
            subscribed.remove(subscriber);
            room.shard.unsubscribe(CAMERA, subscriber, room.now);
        }
    }

    private void everybodyComes() {
        for (int i = 0; i < subscribers.size(); i++) {
            if (!subscribed.contains(subscribers.get(i))) {
                comeOrGo(i);
            }
        }
    }

    /** One in fifty is lost, one in twenty comes late. */
    private void send(List<MediaPacket> packets, RandomGenerator random) {
        for (MediaPacket packet : packets) {
            int fate = random.nextInt(100);
            if (fate < 5) {
                delayed.add(packet);
            } else if (fate >= 7) {
                source.shard.receive(CAMERA, packet, source.now);
            }
        }
        if (random.nextInt(3) == 0) {
            source.receive(List.copyOf(delayed));
            delayed.clear();
        }
    }

    private void complain(RandomGenerator random) {
        for (RecordingMedia watcher : watchers) {
            if (watcher.listener == null || watcher.sent.isEmpty()) {
                continue;
            }
            if (random.nextInt(10) == 0) {
                int[] lost = new int[1 + random.nextInt(20)];
                for (int i = 0; i < lost.length; i++) {
                    lost[i] = (int) (watcher.last().sequence() - random.nextInt(200)) & 0xffff;
                }
                requireNonNull(watcher.listener).nack(lost, lost.length, source.now);
            }
            if (random.nextInt(200) == 0) {
                requireNonNull(watcher.listener).keyFrameRequested(source.now);
            }
        }
    }

    private static void check(RecordingMedia watcher, long seed) {
        List<RecordingMedia.Sent> ordered = new ArrayList<>(watcher.sent);
        ordered.sort((a, b) -> Long.compare(a.sequence(), b.sequence()));
        assertThat(ordered).as("seed %d", seed).hasSizeGreaterThan(100);
        for (int i = 1; i < ordered.size(); i++) {
            RecordingMedia.Sent before = ordered.get(i - 1);
            RecordingMedia.Sent sent = ordered.get(i);
            String place = "seed " + seed + ", sequence " + sent.sequence() + ", source "
                    + sent.packet().sequence() + " at " + sent.at() + ", before it "
                    + before.packet().sequence() + " at " + before.at();
            MediaPacket packet = sent.packet();
            assertThat(sent.timestamp()).as(place).isGreaterThanOrEqualTo(before.timestamp());
            boolean another = packet.epoch() != before.packet().epoch()
                    || packet.layer() != before.packet().layer()
                    || packet.sequence() <= before.packet().sequence();
            if (another) {
                assertThat(packet.frame().keyFrame() && packet.frame().startOfFrame())
                        .as(place)
                        .isTrue();
                assertThat(sent.sequence() - before.sequence()).as(place).isEqualTo(1);
            } else if (sent.sequence() == before.sequence() + 1) {
                assertThat(packet.sequence())
                        .as(place)
                        .isGreaterThan(before.packet().sequence());
            }
            boolean sameFrame =
                    !another && packet.timestamp() == before.packet().timestamp();
            assertThat(sent.timestamp() == before.timestamp()).as(place).isEqualTo(sameFrame);
        }
    }
}
