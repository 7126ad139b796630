package org.lyceum.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.lyceum.wire.Hex;
import org.lyceum.wire.Mutator;

/** A million damaged packets and streams: read or refused, never an exception, never a slice outside. */
class RtpMutationTest {
    private static final int MUTATIONS = 1_000_000;
    private static final long SEED = 20_260_106L;

    @Test
    void aMillionMutationsLetNoExceptionEscape() {
        Mutator mutator = new Mutator(
                List.of(
                        Hex.bytes("80 E0 FFFE FFFFFFF0 DEADBEEF 0102"),
                        Hex.bytes("A2 60 0001 00000002 00000003 AAAAAAAA 00000005 FF 000003"),
                        Hex.bytes("90 60 0001 00000002 00000003 BEDE0003 10 A1 21 B1B2 00 00 33 C1C2C3C4 FF"),
                        Hex.bytes(
                                "B1 60 0001 00000002 00000003 00000007 10000003 01 00 00 02 01 B1 09 03 C1C2C3 00 FF 01"),
                        Hex.bytes("90 60 0001 00000002 00000003 BEDE0005 EF 000102030405060708090A0B0C0D0E0F 000000")),
                new SplittableRandom(SEED));
        int understood = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            mutator.next();
            try {
                understood += RtpExercise.run(mutator.buffer(), mutator.offset(), mutator.length()) ? 1 : 0;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + SEED + ", mutation " + i, e);
            }
        }
        assertThat(understood).as("seed %d", SEED).isGreaterThan(MUTATIONS / 10);
    }

    @Test
    void aMillionPiecesOfHostileStreamsLetNoExceptionEscapeTheFramer() {
        SplittableRandom random = new SplittableRandom(SEED);
        Rfc4571Framer framer = new Rfc4571Framer(600);
        byte[] b = new byte[300];
        int[] longest = {0};
        for (int i = 0; i < MUTATIONS; i++) {
            int length = random.nextInt(16);
            int offset = random.nextInt(b.length - length);
            b[random.nextInt(b.length)] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(3));
            if (!framer.receive(b, offset, length, (x, at, n) -> longest[0] = Math.max(longest[0], n))) {
                framer = new Rfc4571Framer(600);
            }
        }
        assertThat(longest[0]).as("seed %d", SEED).isBetween(1, 600);
    }
}
