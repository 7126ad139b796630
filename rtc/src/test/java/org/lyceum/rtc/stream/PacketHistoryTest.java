package org.lyceum.rtc.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.session.CodecType;

class PacketHistoryTest {
    private static final long AGE = 2_000;
    private final PacketHistory history = new PacketHistory(8, AGE);

    private static MediaPacket packet(long sequence, long arrival) {
        return Packets.at(CodecType.VP8, sequence, arrival, new byte[1], null);
    }

    private long[] held(long from, long to, long now) {
        return LongStream.range(from, to)
                .filter(s -> history.get(s, now) != null)
                .toArray();
    }

    @Test
    void keepsTheNewestPacketsByNumber() {
        for (int sequence = 100; sequence < 120; sequence++) {
            history.add(packet(sequence, 0));
        }
        assertThat(held(90, 130, 0)).containsExactly(112, 113, 114, 115, 116, 117, 118, 119);
    }

    @Test
    void keepsThemByAge() {
        history.add(packet(1, 0));
        history.add(packet(2, 1_000));
        assertThat(held(0, 9, 2_000)).containsExactly(1, 2);
        assertThat(held(0, 9, 2_001)).containsExactly(2);
        history.expire(3_001);
        assertThat(held(0, 9, 0)).isEmpty();
    }

    @Test
    void addingLetsGoOfWhatIsTooOld() {
        history.add(packet(1, 0));
        history.add(packet(2, 5_000));
        assertThat(held(0, 9, 0)).containsExactly(2);
    }

    @Test
    void latePacketsFillGaps() {
        history.add(packet(10, 0));
        history.add(packet(13, 0));
        history.add(packet(11, 0));
        history.add(packet(8, 0));
        assertThat(held(0, 20, 0)).containsExactly(8, 10, 11, 13);
        history.add(packet(5, 0)); // as many behind as there is room for
        assertThat(held(0, 20, 0)).containsExactly(8, 10, 11, 13);
    }

    @Test
    void aJumpLeavesNothingWrong() {
        for (int sequence = 0; sequence < 8; sequence++) {
            history.add(packet(sequence, 0));
        }
        history.add(packet(1_000_003, 0));
        assertThat(held(0, 20, 0)).isEmpty();
        assertThat(held(999_990, 1_000_020, 0)).containsExactly(1_000_003);
        history.add(packet(1_000_000, 0));
        assertThat(held(999_990, 1_000_020, 0)).containsExactly(1_000_000, 1_000_003);
    }

    @Test
    void canForget() {
        history.add(packet(5, 0));
        history.add(packet(6, 0));
        history.clear();
        assertThat(held(0, 20, 0)).isEmpty();
        history.add(packet(2, 0));
        assertThat(held(0, 20, 0)).containsExactly(2);
    }

    @Test
    void itsSizeIsAPowerOfTwo() {
        assertThatThrownBy(() -> new PacketHistory(10, AGE)).isInstanceOf(IllegalArgumentException.class);
    }
}
