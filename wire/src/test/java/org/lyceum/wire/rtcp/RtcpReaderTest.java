package org.lyceum.wire.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lyceum.wire.Hex;

class RtcpReaderTest {
    @Test
    void readsACompoundPacket() {
        List<RtcpPacket> packets = parse("""
                81 C8 000C 11111111 0123456789ABCDEF 00000010 00000020 00000030
                   22222222 40 FFFFFE 00010002 00000003 00000004 00000005
                81 CA 0002 11111111 01 01 61 00
                """);
        assertThat(packets)
                .containsExactly(
                        new SenderReport(
                                0x11111111,
                                0x0123456789ABCDEFL,
                                0x10,
                                0x20,
                                0x30,
                                List.of(new ReportBlock(0x22222222, 0x40, -2, 0x10002, 3, 4, 5))),
                        new SourceDescription(List.of(new SourceDescription.Chunk(
                                0x11111111, List.of(new SourceDescription.Item(SourceDescription.CNAME, "a"))))));
        assertThat(((SenderReport) packets.getFirst()).middleNtp()).isEqualTo(0x456789ABL);
    }

    @Test
    void readsPacketsOfReducedSize() {
        assertThat(parse("81 CE 0002 00000001 00000002")).containsExactly(new PictureLossIndication(1, 2));
        assertThat(parse("84 CE 0004 00000001 00000000 00000002 07000000"))
                .containsExactly(new FullIntraRequest(1, List.of(new FullIntraRequest.Entry(2, 7))));
    }

    @Test
    void resolvesTheBitMaskOfANackAcrossTheWrap() {
        assertThat(parse("81 CD 0004 00000001 00000002 FFFE 8003 0005 0000"))
                .containsExactly(new Nack(1, 2, new int[] {0xFFFE, 0xFFFF, 0, 14, 5}));
    }

    @Test
    void readsTheBitrateOfRemb() {
        assertThat(parse("8F CE 0005 00000001 00000000 52454D42 01 0B 0000 00000007"))
                .containsExactly(new Remb(1, 0x3_0000L << 2, List.of(7)));
        assertThat(parse("8F CE 0004 00000001 00000000 52454D42 00 FF FFFF"))
                .containsExactly(new Remb(1, Long.MAX_VALUE, List.of()));
        assertThat(parse("8F CE 0004 00000001 00000000 12345678 00 FF FFFF"))
                .containsExactly(new UnknownRtcp(206, 15, 20));
    }

    @Test
    void readsGoodbyes() {
        assertThat(parse("81 CB 0001 00000001")).containsExactly(new Goodbye(List.of(1), ""));
        assertThat(parse("82 CB 0004 00000001 00000002 04 6D6F7265 000000"))
                .containsExactly(new Goodbye(List.of(1, 2), "more"));
        assertThat(parse("80 CB 0000")).containsExactly(new Goodbye(List.of(), ""));
    }

    @Test
    void readsSeveralChunksWithSeveralItems() {
        RtcpPacket packet = parse("82 CA 0006 00000001 01 01 61 0F 01 30 00 00 00000002 01 01 62 00 01 00 0000")
                .getFirst();
        assertThat(packet)
                .isEqualTo(new SourceDescription(List.of(
                        new SourceDescription.Chunk(
                                1,
                                List.of(
                                        new SourceDescription.Item(SourceDescription.CNAME, "a"),
                                        new SourceDescription.Item(SourceDescription.MID, "0"))),
                        new SourceDescription.Chunk(
                                2, List.of(new SourceDescription.Item(SourceDescription.CNAME, "b"))))));
        SourceDescription.Chunk first = ((SourceDescription) packet).chunks().getFirst();
        assertThat(first.text(SourceDescription.MID)).isEqualTo("0");
        assertThat(first.text(SourceDescription.RTP_STREAM_ID)).isNull();
    }

    @Test
    void leavesThePaddingOfTheLastPacketOut() {
        assertThat(parse("A1 CD 0004 00000001 00000002 0005 0000 00000004"))
                .containsExactly(new Nack(1, 2, new int[] {5}));
    }

    @Test
    void readsOverWhatNobodyActsOn() {
        assertThat(parse("80 CF 0001 00000001 81 CE 0002 00000001 00000002"))
                .containsExactly(new UnknownRtcp(207, 0, 8), new PictureLossIndication(1, 2));
    }

    @Test
    void leavesOutAPacketWhoseContentsDoNotFit() {
        assertThat(parse("82 C9 0007 00000001 " + "00".repeat(24) + " 81 CE 0002 00000001 00000002"))
                .containsExactly(new PictureLossIndication(1, 2));
        assertThat(parse("81 CE 0001 00000001 81 CE 0002 00000001 00000002"))
                .containsExactly(new PictureLossIndication(1, 2));
    }

    @Test
    void keepsWhatCameBeforeABrokenFrame() {
        assertThat(parse("81 CE 0002 00000001 00000002 81 CE 0002 00000001"))
                .containsExactly(new PictureLossIndication(1, 2));
        assertThat(parse("81 CE 0002 00000001 00000002 41 CE 0002 00000001 00000002"))
                .hasSize(1);
        assertThat(parse("00 CE 0002 00000001 00000002")).isEmpty();
        assertThat(parse("81")).isEmpty();
        assertThat(parse("")).isEmpty();
    }

    @Test
    void everyCutIsReadWithoutComplaint() {
        byte[] b = Hex.bytes("81 CA 0006 00000001 01 05 6162636465 0F 01 30 00 00 00 00 00 00 00 00 00");
        for (int length = 0; length < b.length; length++) {
            assertThat(RtcpReader.parse(Arrays.copyOf(b, length), 0, length)).isEmpty();
        }
    }

    private static List<RtcpPacket> parse(String hex) {
        byte[] bytes = Hex.bytes(hex);
        byte[] b = new byte[bytes.length + 7];
        Arrays.fill(b, (byte) 0x81);
        System.arraycopy(bytes, 0, b, 5, bytes.length);
        return RtcpReader.parse(b, 5, bytes.length);
    }
}
