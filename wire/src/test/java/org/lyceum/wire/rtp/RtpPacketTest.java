package org.lyceum.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.wire.Hex;

class RtpPacketTest {
    private final RtpPacket packet = new RtpPacket();

    @Test
    void readsTheFixedHeader() {
        read("80 E0 FFFE FFFFFFF0 DEADBEEF 0102");
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isEqualTo(96);
        assertThat(packet.sequenceNumber()).isEqualTo(0xFFFE);
        assertThat(packet.timestamp()).isEqualTo(0xFFFF_FFF0L);
        assertThat(packet.ssrc()).isEqualTo(0xDEADBEEF);
        assertThat(packet.headerLength()).isEqualTo(12);
        assertThat(packet.payloadLength()).isEqualTo(2);
        assertThat(packet.paddingLength()).isZero();
        assertThat(packet.findExtension(1)).isEqualTo(-1);
    }

    @Test
    void readsContributingSources() {
        read("82 60 0001 00000002 00000003 AAAAAAAA 00000005 FF");
        assertThat(packet.csrcCount()).isEqualTo(2);
        assertThat(packet.csrc(0)).isEqualTo(0xAAAAAAAA);
        assertThat(packet.csrc(1)).isEqualTo(5);
        assertThat(packet.payloadLength()).isEqualTo(1);
    }

    @Test
    void leavesPaddingOut() {
        read("A0 60 0001 00000002 00000003 0102 000003");
        assertThat(packet.payloadLength()).isEqualTo(2);
        assertThat(packet.paddingLength()).isEqualTo(3);
    }

    @Test
    void aPacketMayBeAllPadding() {
        read("A0 60 0001 00000002 00000003 000003");
        assertThat(packet.payloadLength()).isZero();
        assertThat(packet.paddingLength()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A0 60 0001 00000002 00000003 000004", // more padding than there is
                "A0 60 0001 00000002 00000003 000000", // padding of no bytes
                "A0 60 0001 00000002 00000003", // padding bit, nothing behind the header
                "40 60 0001 00000002 00000003 00", // version 1
                "C0 60 0001 00000002 00000003 00", // version 3
                "81 60 0001 00000002 00000003 0000", // a source that is cut
                "90 60 0001 00000002 00000003 BEDE00", // extension header cut
                "90 60 0001 00000002 00000003 BEDE0001 112233", // extension cut
                "80 60 0001 00000002 000000"
            })
    void refusesWhatIsMalformed(String hex) {
        byte[] b = Hex.bytes(hex);
        assertThat(packet.parse(b, 0, b.length)).isFalse();
    }

    @Test
    void everyCutBeforeThePayloadIsRefused() {
        byte[] b = Hex.bytes("92 60 0001 00000002 00000003 00000004 00000005 BEDE0002 10AA 21BBCC 00 00 00");
        assertThat(RtpPacket.headerLength(b, 0, b.length)).isEqualTo(b.length);
        for (int length = 0; length < b.length; length++) {
            assertThat(packet.parse(Arrays.copyOf(b, length), 0, length)).isFalse();
        }
    }

    /** The example of RFC 8285, 4.2: ids with lengths 0, 1 (padded) and 3. */
    @Test
    void readsOneByteElementsAroundPadding() {
        read("90 60 0001 00000002 00000003 BEDE0003 10 A1 21 B1B2 00 00 33 C1C2C3C4 FF");
        expect(1, "A1");
        expect(2, "B1B2");
        expect(3, "C1C2C3C4");
        assertThat(packet.findExtension(4)).isEqualTo(-1);
        assertThat(packet.findExtension(0)).isEqualTo(-1);
        assertThat(packet.payloadLength()).isEqualTo(1);
    }

    @Test
    void readsOneByteElementsOfSixteenBytes() {
        read("90 60 0001 00000002 00000003 BEDE0005 EF 000102030405060708090A0B0C0D0E0F 000000");
        expect(14, "000102030405060708090A0B0C0D0E0F");
    }

    @Test
    void idFifteenEndsTheOneByteForm() {
        read("90 60 0001 00000002 00000003 BEDE0002 10 A1 F0 B1 20 C1 0000");
        expect(1, "A1");
        assertThat(packet.findExtension(2)).isEqualTo(-1);
        assertThat(packet.findExtension(15)).isEqualTo(-1);
    }

    @Test
    void idZeroWithALengthEndsTheOneByteForm() {
        read("90 60 0001 00000002 00000003 BEDE0002 10 A1 01 B1B2 20 C1 00");
        expect(1, "A1");
        assertThat(packet.findExtension(2)).isEqualTo(-1);
    }

    @Test
    void anElementThatSticksOutEndsItToo() {
        read("90 60 0001 00000002 00000003 BEDE0001 10 A1 22 B1 B2 B3");
        expect(1, "A1");
        assertThat(packet.findExtension(2)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000", "1001", "100F"})
    void readsTheTwoByteFormWhateverTheApplicationBits(String profile) {
        read("90 60 0001 00000002 00000003 " + profile + "0004 01 00 00 02 01 B1 FF 03 C1C2C3 0F 02 D1D2 00");
        expect(1, "");
        expect(2, "B1");
        expect(255, "C1C2C3");
        expect(15, "D1D2");
        assertThat(packet.findExtension(3)).isEqualTo(-1);
        assertThat(packet.findExtension(0)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"02 03 B1B2", "00 00 00 02", "02 FF B1B2"})
    void aTwoByteElementThatSticksOutIsNotThere(String elements) {
        read("90 60 0001 00000002 00000003 10000001 " + elements + " FFFFFFFF");
        assertThat(packet.findExtension(2)).isEqualTo(-1);
    }

    @Test
    void anExtensionOfAnotherProfileIsSkipped() {
        read("90 60 0001 00000002 00000003 ABCD0001 10A10000 0102");
        assertThat(packet.findExtension(1)).isEqualTo(-1);
        assertThat(packet.payloadLength()).isEqualTo(2);
    }

    @Test
    void anEmptyExtensionHoldsNothing() {
        read("90 60 0001 00000002 00000003 BEDE0000 0102");
        assertThat(packet.findExtension(1)).isEqualTo(-1);
        assertThat(packet.payloadLength()).isEqualTo(2);
    }

    @Test
    void oneViewReadsPacketAfterPacket() {
        read("90 60 0001 00000002 00000003 BEDE0001 10A10000 0102");
        read("80 61 0002 00000003 00000004 010203");
        assertThat(packet.findExtension(1)).isEqualTo(-1);
        assertThat(packet.sequenceNumber()).isEqualTo(2);
        assertThat(packet.payloadLength()).isEqualTo(3);
    }

    private void read(String hex) {
        byte[] bytes = Hex.bytes(hex);
        byte[] b = new byte[bytes.length + 9];
        System.arraycopy(bytes, 0, b, 5, bytes.length);
        assertThat(packet.parse(b, 5, bytes.length)).isTrue();
        assertThat(packet.payloadOffset()).isEqualTo(5 + packet.headerLength());
        assertThat(packet.headerLength() + packet.payloadLength() + packet.paddingLength())
                .isEqualTo(bytes.length);
    }

    private void expect(int id, String hex) {
        int at = packet.findExtension(id);
        assertThat(at).isNotEqualTo(-1);
        assertThat(Arrays.copyOfRange(packet.buffer(), at, at + packet.extensionLength()))
                .isEqualTo(Hex.bytes(hex));
    }
}
