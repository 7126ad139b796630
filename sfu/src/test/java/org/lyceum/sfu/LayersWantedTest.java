package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.sfu.TestRoom.CAMERA;
import static org.lyceum.sfu.TestSource.MS;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.session.CodecType;

/** Nothing is sent for nobody: what the presenter is told of the layers that somebody wants, over both loops of a room. */
class LayersWantedTest {
    private static final int LOW = 1;
    private static final int MIDDLE = 2;
    private static final int HIGH = 4;

    private final TwoLoops loops = new TwoLoops();
    private final List<TestSource> layers = new ArrayList<>();
    private final Random random = new Random(3);
    private int off = 0;

    /** A watcher with an allocator of its own, driven with its room. */
    private record Watcher(TestRoom room, Allocator allocator, PeerSubscriber subscriber, RecordingMedia media) {}

    private final List<Watcher> watchers = new ArrayList<>();

    private Watcher watch(TestRoom room, long kbits) {
        RecordingMedia media = new RecordingMedia(CodecType.values());
        Allocator allocator = new Allocator(wanted -> {});
        PeerSubscriber subscriber = new PeerSubscriber(media, allocator, random);
        allocator.bandwidth(kbits * 1000, room.now);
        allocator.add(subscriber, room.now);
        room.shard.subscribe(CAMERA, subscriber, room.now);
        Watcher watcher = new Watcher(room, allocator, subscriber, media);
        watchers.add(watcher);
        return watcher;
    }

    private void leave(Watcher watcher) {
        watchers.remove(watcher);
        watcher.room().shard.unsubscribe(CAMERA, watcher.subscriber(), watcher.room().now);
        watcher.allocator().remove(watcher.subscriber(), watcher.room().now);
    }

    private void publish() {
        int[] bytes = {200, 800, 3000};
        for (int layer = 0; layer < 3; layer++) {
            layers.add(new TestSource(CodecType.VP8, layer, 0, bytes[layer]));
        }
        loops.here.publish(layers.getFirst(), 0);
    }

    /** A second in frames at 30 a second; key frames are answered, layers that are off do not come. */
    private void play(int frames) {
        for (int i = 0; i < frames; i++) {
            List<Integer> asked = List.copyOf(layers.getFirst().requestedLayers);
            layers.getFirst().requestedLayers.clear();
            for (int layer = 0; layer < 3; layer++) {
                if ((off & (1 << layer)) == 0) {
                    loops.here.receive(layers.get(layer).frame(i == 0 || asked.contains(layer), 1, loops.here.now));
                }
            }
            loops.advance(33 * MS);
            for (Watcher each : watchers) {
                each.allocator().onDeadline(each.room().now);
            }
        }
    }

    private int told() {
        return loops.here.wanted.isEmpty() ? -1 : loops.here.wanted.getLast();
    }

    @Test
    void withNobodyWatchingOnlyTheLowestLayerStaysOn() {
        publish();
        play(30);
        assertThat(loops.here.wanted).isEmpty();
        play(60);
        assertThat(told()).isEqualTo(LOW);
    }

    @Test
    void aWatcherOnAnotherLoopIsHeardAtOnceAndForgottenAfterAWhile() {
        publish();
        play(90);
        assertThat(told()).isEqualTo(LOW);
        Watcher watcher = watch(loops.there, 50_000);
        play(20);
        assertThat(told() & HIGH).isEqualTo(HIGH);
        play(90);
        assertThat(told() & (LOW | MIDDLE | HIGH)).isEqualTo(LOW | HIGH);
        leave(watcher);
        play(30);
        assertThat(told() & HIGH).isEqualTo(HIGH);
        play(60);
        assertThat(told()).isEqualTo(LOW);
    }

    @Test
    void everyLoopsWatchersCount() {
        publish();
        play(20);
        watch(loops.here, 400);
        Watcher there = watch(loops.there, 50_000);
        play(150);
        assertThat(told() & (LOW | MIDDLE | HIGH)).isEqualTo(LOW | MIDDLE | HIGH);
        leave(there);
        play(90);
        assertThat(told()).isEqualTo(LOW | MIDDLE);
    }

    @Test
    void aLayerThatIsOffComesBackForWhoHasTheBandwidth() {
        publish();
        play(20);
        Watcher watcher = watch(loops.there, 400);
        play(150);
        assertThat(told()).isEqualTo(LOW | MIDDLE);
        off = HIGH;
        play(60);
        assertThat(watcher.media().last().packet().layer()).isEqualTo(1);
        watcher.allocator().bandwidth(10_000_000, loops.there.now);
        play(20);
        assertThat(told() & HIGH).isEqualTo(HIGH);
        // What there is goes on until the presenter has switched it on.
        assertThat(watcher.media().last().packet().layer()).isEqualTo(1);
        off = 0;
        play(12);
        assertThat(watcher.media().last().packet().layer()).isEqualTo(2);
    }

    @Test
    void aSourceThatMovesToAnotherLoopIsToldWhatIsWanted() {
        publish();
        watch(loops.there, 400);
        play(150);
        layers.clear();
        for (int layer = 0; layer < 3; layer++) {
            layers.add(new TestSource(CodecType.VP8, layer, 5, 200 + 900 * layer));
        }
        loops.there.publish(layers.getFirst(), 5);
        for (int i = 0; i < 150; i++) {
            for (TestSource layer : layers) {
                loops.there.receive(layer.frame(i % 10 == 0, 1, loops.there.now));
            }
            loops.advance(33 * MS);
            watchers.forEach(each -> each.allocator().onDeadline(each.room().now));
        }
        assertThat(loops.there.wanted.getLast() & HIGH).isZero();
        assertThat(loops.there.wanted.getLast() & LOW).isEqualTo(LOW);
    }

    @Test
    void soundHasNoLayers() {
        TestSource microphone = loops.here.publish(TestSource.sound(0), 0);
        for (int i = 0; i < 300; i++) {
            loops.here.receive(microphone.frame(true, 1, loops.here.now));
            loops.advance(20 * MS);
        }
        assertThat(loops.here.wanted).isEmpty();
    }
}
