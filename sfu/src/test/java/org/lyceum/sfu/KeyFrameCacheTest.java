package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.stream.MediaPacket;

class KeyFrameCacheTest {
    private final KeyFrameCache cache = new KeyFrameCache();

    @Test
    void holdsEverythingSinceTheKeyFrame() {
        TestSource source = TestSource.video(0);
        MediaPacket before = source.frame(false, 1, 0).getFirst();
        cache.add(before);
        assertThat(cache.holding()).isFalse();
        List<MediaPacket> key = source.frame(true, 3, 0);
        cache.begin(key.get(0));
        cache.add(key.get(2));
        cache.add(before);
        assertThat(cache.holding()).isTrue();
        assertThat(cache.first()).isEqualTo(key.get(0).sequence());
        assertThat(cache.get(key.get(0).sequence())).isSameAs(key.get(0));
        assertThat(cache.get(key.get(1).sequence())).isNull();
        assertThat(cache.get(key.get(2).sequence())).isSameAs(key.get(2));
        assertThat(cache.get(before.sequence())).isNull();
        assertThat(cache.get(key.get(2).sequence() + 1)).isNull();
    }

    @Test
    void anotherKeyFrameReplacesTheOneBefore() {
        TestSource source = TestSource.video(0);
        List<MediaPacket> first = source.frame(true, 200, 0);
        cache.begin(first.get(0));
        first.forEach(cache::add);
        MediaPacket second = source.frame(true, 1, 0).getFirst();
        cache.begin(second);
        assertThat(cache.get(first.get(199).sequence())).isNull();
        assertThat(cache.get(second.sequence())).isSameAs(second);
    }

    @Test
    void holdsNothingWhenThereIsTooMuchUntilTheNextKeyFrame() {
        TestSource source = TestSource.video(0);
        List<MediaPacket> packets = source.frame(true, KeyFrameCache.MAX_PACKETS + 1, 0);
        cache.begin(packets.getFirst());
        packets.subList(1, KeyFrameCache.MAX_PACKETS).forEach(cache::add);
        assertThat(cache.holding()).isTrue();
        cache.add(packets.getLast());
        assertThat(cache.holding()).isFalse();
        assertThat(cache.get(packets.getFirst().sequence())).isNull();
        cache.begin(source.frame(true, 1, 0).getFirst());
        assertThat(cache.holding()).isTrue();
    }

    @Test
    void isBoundedInBytesToo() {
        TestSource source = new TestSource(CodecType.VP8, 0, 0, 1 << 20);
        List<MediaPacket> packets = source.frame(true, 9, 0);
        cache.begin(packets.getFirst());
        packets.subList(1, 8).forEach(cache::add);
        assertThat(cache.holding()).isTrue();
        cache.add(packets.getLast());
        assertThat(cache.holding()).isFalse();
    }
}
