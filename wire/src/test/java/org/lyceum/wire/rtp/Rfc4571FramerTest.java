package org.lyceum.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.lyceum.wire.Hex;

class Rfc4571FramerTest {
    private static final long SEED = 20_260_105L;
    private final List<String> frames = new ArrayList<>();

    @Test
    void cutsAStreamReadAtOnce() {
        byte[] b = Hex.bytes("FF 0001 AA 0000 0003 010203 0002 BBBB FF");
        assertThat(new Rfc4571Framer(1500).receive(b, 1, b.length - 2, this::keep))
                .isTrue();
        assertThat(frames).containsExactly("aa", "010203", "bbbb");
    }

    @Test
    void putsTogetherAStreamReadByteByByte() {
        Rfc4571Framer framer = new Rfc4571Framer(1500);
        byte[] b = Hex.bytes("0001 AA 0000 0003 010203 0002 BBBB");
        for (int i = 0; i < b.length; i++) {
            assertThat(framer.receive(b, i, 1, this::keep)).isTrue();
        }
        assertThat(frames).containsExactly("aa", "010203", "bbbb");
    }

    @Test
    void refusesAFrameThatIsTooLongHoweverItComes() {
        byte[] b = Hex.bytes("0005 0102030405 0006");
        assertThat(new Rfc4571Framer(5).receive(b, 0, b.length, this::keep)).isFalse();
        Rfc4571Framer framer = new Rfc4571Framer(5);
        assertThat(framer.receive(b, 0, b.length - 1, this::keep)).isTrue();
        assertThat(framer.receive(b, b.length - 1, 1, this::keep)).isFalse();
        assertThat(frames).containsExactly("0102030405", "0102030405");
    }

    @Test
    void writesWhatItReads() {
        byte[] b = new byte[5];
        Rfc4571Framer.writeHeader(b, 1, 2);
        assertThat(b).isEqualTo(Hex.bytes("00 0002 0000"));
        assertThatThrownBy(() -> Rfc4571Framer.writeHeader(b, 0, 65_536)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anyCuttingOfTheStreamGivesTheSameFrames() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 500; round++) {
            frames.clear();
            List<String> expected = new ArrayList<>();
            byte[] stream = new byte[40_000];
            int end = 0;
            for (int i = 0; i < 20; i++) {
                byte[] frame = new byte[random.nextInt(random.nextBoolean() ? 4 : 1500)];
                random.nextBytes(frame);
                Rfc4571Framer.writeHeader(stream, end, frame.length);
                System.arraycopy(frame, 0, stream, end + 2, frame.length);
                end += 2 + frame.length;
                if (frame.length > 0) {
                    expected.add(HexFormat.of().formatHex(frame));
                }
            }
            Rfc4571Framer framer = new Rfc4571Framer(1500);
            for (int at = 0; at < end; ) {
                int length = Math.min(end - at, 1 + random.nextInt(random.nextBoolean() ? 5 : 3000));
                assertThat(framer.receive(stream, at, length, this::keep)).isTrue();
                at += length;
            }
            assertThat(frames).as("seed %d", SEED).isEqualTo(expected);
        }
    }

    private void keep(byte[] b, int offset, int length) {
        frames.add(HexFormat.of().formatHex(Arrays.copyOfRange(b, offset, offset + length)));
    }
}
