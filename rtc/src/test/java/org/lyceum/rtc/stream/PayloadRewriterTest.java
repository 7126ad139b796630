package org.lyceum.rtc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.session.CodecType;

class PayloadRewriterTest {
    private static MediaPacket packet(CodecType type, String hex) {
        return Packets.of(type, 0, HexFormat.of().parseHex(hex.replace(" ", "")), null);
    }

    /** The payload as the watcher gets it, or "dropped". */
    private static String sent(PayloadRewriter rewriter, MediaPacket packet) {
        if (!rewriter.rewrite(packet)) {
            return "dropped";
        }
        HexFormat hex = HexFormat.of();
        byte[] payload = packet.payload();
        return hex.formatHex(rewriter.prefix(), 0, rewriter.prefixLength())
                + hex.formatHex(payload, rewriter.replaced(), payload.length);
    }

    private static String begin(PayloadRewriter rewriter, String hex) {
        MediaPacket packet = packet(typeOf(rewriter), hex);
        rewriter.begin(packet);
        return sent(rewriter, packet);
    }

    private static String next(PayloadRewriter rewriter, String hex) {
        return sent(rewriter, packet(typeOf(rewriter), hex));
    }

    private static CodecType typeOf(PayloadRewriter rewriter) {
        return switch (rewriter) {
            case Vp8Rewriter _ -> CodecType.VP8;
            case Vp9Rewriter _ -> CodecType.VP9;
            case RedUnwrapper _ -> CodecType.RED;
            case PlainPayload _ -> CodecType.H264;
        };
    }

    // VP8: 90 e0, picture id of 15 bits, TL0PICIDX, TID byte, payload.

    @Test
    void theFirstSourceIsPassedAsItIs() {
        Vp8Rewriter vp8 = new Vp8Rewriter();
        assertThat(begin(vp8, "90e0 8005 07 20 00")).isEqualTo("90e08005072000");
        assertThat(vp8.prefixLength()).isZero();
        assertThat(next(vp8, "90e0 8006 08 20 01")).isEqualTo("90e08006082001");
        assertThat(vp8.prefixLength()).isZero();
    }

    @Test
    void anotherSourceGoesOnWithTheNextPicture() {
        Vp8Rewriter vp8 = new Vp8Rewriter();
        begin(vp8, "90e0 ffff ff 20 00");
        assertThat(begin(vp8, "90e0 9234 50 20 00")).isEqualTo("90e08000002000");
        assertThat(next(vp8, "80e0 9234 50 20 55")).isEqualTo("80e08000002055");
        assertThat(next(vp8, "90e0 9236 52 20 01")).isEqualTo("90e08002022001");
        // Late, and sent again
        assertThat(next(vp8, "90e0 9235 51 20 01")).isEqualTo("90e08001012001");
        assertThat(next(vp8, "90e0 9234 50 20 00")).isEqualTo("90e08000002000");
        assertThat(next(vp8, "90e0 9233 50 20 00")).isEqualTo("dropped");
    }

    @Test
    void aShortPictureIdIsWidenedAndKeepsCountingThroughItsWrap() {
        Vp8Rewriter vp8 = new Vp8Rewriter();
        assertThat(begin(vp8, "9080 7e 00")).isEqualTo("9080807e00");
        assertThat(next(vp8, "9080 7f 01")).isEqualTo("9080807f01");
        assertThat(next(vp8, "9080 00 01")).isEqualTo("9080808001");
        assertThat(next(vp8, "9080 7f 01")).isEqualTo("9080807f01");
        assertThat(begin(vp8, "90e0 8005 07 20 00")).isEqualTo("90e08081072000");
    }

    @Test
    void aSourceWithoutPictureIdsIsPassedAsItIsAndTheNumbersGoOnAfterIt() {
        Vp8Rewriter vp8 = new Vp8Rewriter();
        begin(vp8, "90e0 8005 07 20 00");
        assertThat(begin(vp8, "10 00")).isEqualTo("1000");
        assertThat(begin(vp8, "90e0 8100 90 20 00")).isEqualTo("90e08006082000");
    }

    @Test
    void idsThatAppearLaterInASourceAreTakenUp() {
        Vp8Rewriter vp8 = new Vp8Rewriter();
        begin(vp8, "90e0 8005 07 20 00");
        begin(vp8, "10 00");
        assertThat(next(vp8, "9080 8100 01")).isEqualTo("9080800601");
    }

    @Test
    void aBrokenDescriptorIsNotSent() {
        Vp8Rewriter vp8 = new Vp8Rewriter();
        begin(vp8, "90e0 8005 07 20 00");
        assertThat(next(vp8, "90e0 80")).isEqualTo("dropped");
    }

    // VP9: a8, picture id of 15 bits, layers, TL0PICIDX, payload.

    @Test
    void vp9GoesOnWithTheNextPictureToo() {
        Vp9Rewriter vp9 = new Vp9Rewriter();
        assertThat(begin(vp9, "a8 8005 00 07 aa")).isEqualTo("a880050007aa");
        assertThat(begin(vp9, "a8 9000 00 30 aa")).isEqualTo("a880060008aa");
        assertThat(next(vp9, "e8 9001 20 31 aa")).isEqualTo("e880072009aa");
    }

    @Test
    void vp9ReferencesAndStructureStandBehindTheNumbersUntouched() {
        Vp9Rewriter vp9 = new Vp9Rewriter();
        begin(vp9, "9a 05 00 aa");
        assertThat(begin(vp9, "fa 22 20 02 28 01 04 01 aa")).isEqualTo("fa8006200228010401aa");
    }

    @Test
    void redIsUnwrappedToItsPrimaryBlock() {
        RedUnwrapper red = new RedUnwrapper();
        assertThat(begin(red, "ef 0f00 02 6f 1122 aabbcc")).isEqualTo("aabbcc");
        assertThat(next(red, "6f dd")).isEqualTo("dd");
        assertThat(next(red, "ef 0f")).isEqualTo("dropped");
        assertThat(next(red, "ef 0f00 02 6f 1122")).isEqualTo("dropped"); // nothing but redundancy
    }

    @Test
    void otherPayloadsStayWhole() {
        assertThat(begin(new PlainPayload(), "6588")).isEqualTo("6588");
    }
}
