package org.lyceum.wire.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lyceum.wire.Hex;

/** Chunks and deltas of draft-holmer-rmcat-transport-wide-cc-extensions-01. */
class TransportFeedbackTest {
    private static final int LOST = TransportFeedback.NOT_RECEIVED;

    @Test
    void readsARunOfReceivedPackets() {
        assertThat(read("8FCD0006 00000001 00000002 0005 0003 000007 09 2003 04 05 06 000000"))
                .isEqualTo(new TransportFeedback(1, 2, 5, 7, 9, new int[] {4, 5, 6}));
    }

    /** The draft's example of a run length chunk: 221 packets not received. */
    @Test
    void readsARunOfLostPackets() {
        TransportFeedback feedback = read("8FCD0005 00000001 00000002 FFF0 00DD FFFFFF 00 00DD 0000");
        assertThat(feedback.deltas()).hasSize(221).containsOnly(LOST);
        assertThat(feedback.referenceTime()).isEqualTo(-1);
    }

    /** The draft's example of a one-bit vector: lost, five received, three lost, three received, two lost. */
    @Test
    void readsAVectorOfOneBitSymbols() {
        assertThat(read("8FCD0007 00000001 00000002 0000 000E 000000 00 9F1C 01 02 03 04 05 06 07 08 00 00")
                        .deltas())
                .containsExactly(LOST, 1, 2, 3, 4, 5, LOST, LOST, LOST, 6, 7, 8, LOST, LOST);
    }

    /** Lost, received with a large delta, three received, two lost. */
    @Test
    void readsAVectorOfTwoBitSymbols() {
        assertThat(read("8FCD0006 00000001 00000002 0000 0007 000000 00 C950 FFFF 01 02 03 00")
                        .deltas())
                .containsExactly(LOST, -1, 1, 2, 3, LOST, LOST);
    }

    @Test
    void symbolsBeyondTheCountAreFilling() {
        assertThat(read("8FCD0005 00000001 00000002 0000 0001 000000 00 BFFF 01 00")
                        .deltas())
                .containsExactly(1);
    }

    @Test
    void aReservedSymbolTellsNothing() {
        assertThat(read("8FCD0005 00000001 00000002 0000 0002 000000 00 6002 0000")
                        .deltas())
                .containsExactly(LOST, LOST);
    }

    @Test
    void refusesMissingChunksAndDeltas() {
        assertThat(parse("8FCD0004 00000001 00000002 0000 0001 000000 00")).isEmpty();
        assertThat(parse("8FCD0005 00000001 00000002 0000 0003 000000 00 2003 0102"))
                .isEmpty();
        assertThat(parse("8FCD0005 00000001 00000002 0000 0002 000000 00 0001 0000"))
                .isEmpty();
        assertThat(parse("8FCD0005 00000001 00000002 0000 0002 000000 00 0000 0000"))
                .isEmpty();
    }

    @Test
    void refusesMoreStatusesThanAnyHonestReportHas() {
        assertThat(parse("8FCD0005 00000001 00000002 0000 2000 000000 00 1FFF 0001"))
                .hasSize(1);
        assertThat(parse("8FCD0005 00000001 00000002 0000 2001 000000 00 1FFF 0002"))
                .isEmpty();
    }

    @Test
    void writesLongRunsAsRuns() {
        int[] deltas = new int[100];
        Arrays.fill(deltas, LOST);
        deltas[0] = 1;
        deltas[99] = 300;
        byte[] bytes = write(deltas);
        // A vector of seven, a run of 92 lost, and one large delta.
        assertThat(bytes).hasSize(20 + 3 * 2 + 1 + 2 + 3);
        assertThat(RtcpReader.parse(bytes, 0, bytes.length))
                .containsExactly(new TransportFeedback(1, 2, 3, 4, 5, deltas));
    }

    @Test
    void writesAlternatingLossAsVectorsOfOneBit() {
        int[] deltas = new int[28];
        for (int i = 0; i < deltas.length; i++) {
            deltas[i] = i % 2 == 0 ? 4 : LOST;
        }
        assertThat(write(deltas)).hasSize(20 + 2 * 2 + 14 + 2);
    }

    @Test
    void writesRunsBeyondTheLongestChunk() {
        int[] deltas = new int[TransportFeedback.MAX_STATUSES];
        Arrays.fill(deltas, LOST);
        byte[] bytes = write(deltas);
        assertThat(bytes).hasSize(24);
        assertThat(RtcpReader.parse(bytes, 0, bytes.length)).hasSize(1);
    }

    private static byte[] write(int[] deltas) {
        return new RtcpWriter(new byte[2000], 0)
                .transportFeedback(new TransportFeedback(1, 2, 3, 4, 5, deltas))
                .toByteArray();
    }

    private static TransportFeedback read(String hex) {
        return (TransportFeedback) parse(hex).getFirst();
    }

    private static List<RtcpPacket> parse(String hex) {
        byte[] b = Hex.bytes(hex);
        return RtcpReader.parse(b, 0, b.length);
    }
}
