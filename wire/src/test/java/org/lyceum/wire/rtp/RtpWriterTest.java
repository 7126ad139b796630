package org.lyceum.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.lyceum.wire.Hex;

class RtpWriterTest {
    private static final long SEED = 20_260_103L;
    private final byte[] b = new byte[1500];
    private final RtpPacket packet = new RtpPacket();

    @Test
    void writesAHeaderAndNarrowsExtendedNumbers() {
        int end = RtpWriter.header(b, 3, true, 96, 0x5_0001L, 0x7_FFFF_FFFFL, 0xDEADBEEF);
        assertThat(Arrays.copyOfRange(b, 3, end)).isEqualTo(Hex.bytes("80E00001FFFFFFFFDEADBEEF"));
    }

    @Test
    void writesTheOneByteForm() {
        int end = RtpWriter.header(b, 0, false, 111, 1, 2, 3);
        int at = RtpWriter.beginExtensions(b, 0, end, false);
        at = RtpWriter.extension8(b, at, false, 1, 0x85);
        at = RtpWriter.extension16(b, at, false, 2, 0x1234);
        at = RtpWriter.extension24(b, at, false, 3, 0xABCDEF);
        at = RtpWriter.endExtensions(b, end, at);
        assertThat(Arrays.copyOf(b, at))
                .isEqualTo(Hex.bytes("90 6F 0001 00000002 00000003 BEDE0003 1085 211234 32ABCDEF 000000"));
    }

    @Test
    void whatIsWrittenReadsBack() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            roundTrip(random);
        }
    }

    private void roundTrip(SplittableRandom random) {
        Arrays.fill(b, (byte) 0x5A);
        int begin = random.nextInt(8);
        boolean marker = random.nextBoolean();
        int payloadType = random.nextInt(128);
        long sequence = random.nextLong();
        long timestamp = random.nextLong();
        int ssrc = random.nextInt();
        int end = RtpWriter.header(b, begin, marker, payloadType, sequence, timestamp, ssrc);
        int[] ids = random.ints(1, 256).distinct().limit(random.nextInt(5)).toArray();
        byte[][] values = new byte[ids.length][];
        boolean twoByte = false;
        for (int e = 0; e < ids.length; e++) {
            ids[e] = random.nextBoolean() && ids[e] % 16 != 0 ? ids[e] : ids[e] % 14 + 1;
            values[e] = new byte[random.nextInt(random.nextBoolean() ? 17 : 200)];
            random.nextBytes(values[e]);
            twoByte |= RtpWriter.needsTwoByteForm(ids[e], values[e].length);
        }
        int at = RtpWriter.beginExtensions(b, begin, end, twoByte);
        for (int e = 0; e < ids.length; e++) {
            at = RtpWriter.extension(b, at, twoByte, ids[e], values[e], 0, values[e].length);
        }
        at = RtpWriter.endExtensions(b, end, at);

        assertThat(packet.parse(b, begin, at - begin + 20)).as("seed %d", SEED).isTrue();
        assertThat(packet.marker()).isEqualTo(marker);
        assertThat(packet.payloadType()).isEqualTo(payloadType);
        assertThat(packet.sequenceNumber()).isEqualTo((int) sequence & 0xFFFF);
        assertThat(packet.timestamp()).isEqualTo(timestamp & 0xFFFF_FFFFL);
        assertThat(packet.ssrc()).isEqualTo(ssrc);
        assertThat(packet.payloadOffset()).isEqualTo(at);
        assertThat(packet.payloadLength()).isEqualTo(20);
        for (int e = ids.length - 1; e >= 0; e--) {
            int found = packet.findExtension(ids[e]);
            if (firstOf(ids, e)) {
                assertThat(Arrays.copyOfRange(b, found, found + packet.extensionLength()))
                        .as("seed %d", SEED)
                        .isEqualTo(values[e]);
            }
        }
    }

    private static boolean firstOf(int[] ids, int index) {
        for (int i = 0; i < index; i++) {
            if (ids[i] == ids[index]) {
                return false;
            }
        }
        return true;
    }
}
