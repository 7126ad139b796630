package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.sfu.TestRoom.CAMERA;
import static org.lyceum.sfu.TestSource.MS;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.stream.MediaPacket;

class PacketRunTest {
    /** One room and who watches in it; the same seed makes the same room. */
    private static final class Side {
        final TestRoom room = new TestRoom();
        final TestSource large = new TestSource(CodecType.VP8, 1, 0, 100);
        final TestSource small = new TestSource(CodecType.VP8, 0, 0, 30_000);
        final List<RecordingMedia> watchers = new ArrayList<>();
        final RandomGenerator random;

        Side(long seed) {
            random = new Random(seed);
            room.publish(large, 0);
        }

        /** A tick's packets, some of them in another order, with someone who joins in their midst. */
        List<MediaPacket> tick() {
            boolean key = random.nextInt(20) == 0;
            List<MediaPacket> packets = new ArrayList<>(small.frame(key, 1 + random.nextInt(3), room.now));
            packets.addAll(large.frame(key || random.nextInt(20) == 0, 1 + random.nextInt(6), room.now));
            if (random.nextInt(4) == 0) {
                int at = random.nextInt(packets.size());
                Collections.swap(packets, at, Math.max(0, at - 1));
            }
            if (random.nextInt(10) == 0) {
                watchers.add(room.watch());
            }
            return packets;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsHandedOutTogetherIsWhatComesOneByOne(long seed) {
        Side single = new Side(seed);
        Side together = new Side(seed);
        RandomGenerator random = new Random(-seed);
        for (int tick = 0; tick < 250; tick++) {
            for (MediaPacket packet : single.tick()) {
                single.room.shard.receive(CAMERA, packet, single.room.now);
                single.room.shard.handOut(single.room.now);
            }
            for (MediaPacket packet : together.tick()) {
                together.room.shard.receive(CAMERA, packet, together.room.now);
                if (random.nextInt(6) == 0) {
                    together.room.shard.handOut(together.room.now);
                }
            }
            single.room.advance(33 * MS);
            together.room.advance(33 * MS);
        }

        assertThat(together.watchers).hasSizeGreaterThan(10);
        for (int i = 0; i < together.watchers.size(); i++) {
            assertThat(described(together.watchers.get(i))).isEqualTo(described(single.watchers.get(i)));
        }
        assertThat(together.large.requests).isEqualTo(single.large.requests);
    }

    private static List<String> described(RecordingMedia watcher) {
        return watcher.sent.stream()
                .map(sent -> "%d/%d as %d at %d%s"
                        .formatted(
                                sent.packet().layer(),
                                sent.packet().sequence(),
                                sent.sequence(),
                                sent.timestamp(),
                                sent.marker() ? " marked" : ""))
                .toList();
    }

    @Test
    void eachKeyFrameBeginsAStretch() {
        PacketRun run = new PacketRun();
        TestSource source = TestSource.video(0);
        source.frame(false, 2, 0).forEach(run::add);
        source.frame(true, 3, 0).forEach(run::add);
        source.frame(false, 1, 0).forEach(run::add);

        List<Integer> stretches = new ArrayList<>();
        while (run.nextStretch()) {
            stretches.add(run.end() - run.first());
        }

        assertThat(stretches).containsExactly(2, 4);
        assertThat(run.isEmpty()).isTrue();
    }

    @Test
    void whatIsBehindThePacketInHandIsHidden() {
        PacketRun run = new PacketRun();
        List<MediaPacket> frame = TestSource.video(0).frame(false, 3, 0);
        frame.forEach(run::add);
        run.nextStretch();

        assertThat(run.hides()).isFalse(); // nobody is being served
        run.rewind();
        run.hand();
        assertThat(run.hides(0, frame.getFirst().sequence())).isFalse();
        assertThat(run.hides(0, frame.getLast().sequence())).isTrue();
        assertThat(run.hides(1, frame.getLast().sequence())).isFalse();
        assertThat(run.newest(0, 5)).isEqualTo(frame.getFirst().sequence());
        run.hand();
        run.hand();
        assertThat(run.hand()).isNull();
        assertThat(run.hides()).isFalse();
    }
}
