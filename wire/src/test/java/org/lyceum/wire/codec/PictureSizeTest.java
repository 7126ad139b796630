package org.lyceum.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureSizeTest {
    private final PictureSize size = new PictureSize();

    private void read(PayloadCodec codec, String hex) {
        size.read(codec, HexFormat.of().parseHex(hex.replace(" ", "")), null);
    }

    private void assertSize(int width, int height) {
        assertThat(size.width(0)).isEqualTo(width);
        assertThat(size.height(0)).isEqualTo(height);
    }

    @Test
    void aVp8KeyFrameTellsItsSize() {
        read(PayloadCodec.VP8, "90 80 81 23  10 02 00 9d 01 2a 80 02 e0 01 00");
        assertSize(640, 480);
        read(PayloadCodec.VP8, "90 80 81 23  11 02 00 9d 01 2a 80 02 e0 01 00");
        assertSize(0, 0);
    }

    @Test
    void aVp9ScalabilityStructureTellsEveryLayer() {
        // I, L, B, V; picture id; TID and SID 0, TL0PICIDX; N_S 1, Y
        read(PayloadCodec.VP9, "aa 07 00 00  30 0140 00b4 0280 0168  aa");
        assertSize(320, 180);
        assertThat(size.height(1)).isEqualTo(360);
        assertThat(size.height(2)).isZero();
    }

    @Test
    void anH264ParameterSetTellsItsSizeWithCropping() {
        BitWriter sps = sps(66).writeUnsigned(79).writeUnsigned(44).flag(true).flag(false);
        byte[] plain = sps.flag(false).write(0x80, 8).bytes();
        size.read(PayloadCodec.H264, plain, null);
        assertSize(1280, 720);
        BitWriter cropped =
                sps(66).writeUnsigned(119).writeUnsigned(67).flag(true).flag(false);
        cropped.flag(true).writeUnsigned(0).writeUnsigned(0).writeUnsigned(0).writeUnsigned(4);
        byte[] bytes = cropped.write(0x80, 8).bytes();
        byte[] stapA = new byte[bytes.length + 3];
        stapA[0] = 24;
        stapA[2] = (byte) bytes.length;
        System.arraycopy(bytes, 0, stapA, 3, bytes.length);
        size.read(PayloadCodec.H264, stapA, null);
        assertSize(1920, 1080);
    }

    private static BitWriter sps(int profile) {
        BitWriter out = new BitWriter().write(0x67, 8).write(profile, 8).write(0xc01f, 16);
        return out.writeUnsigned(0)
                .writeUnsigned(0)
                .writeUnsigned(2)
                .writeUnsigned(1)
                .flag(false);
    }

    @Test
    void anAv1SequenceHeaderTellsItsSize() {
        BitWriter header = new BitWriter().write(0x18, 8).write(0x0a, 8).write(10, 8);
        header.write(0, 5).flag(false).flag(false).write(0, 5).write(0, 12).write(5, 5);
        header.write(10, 4).write(9, 4).write(1279, 11).write(719, 10).write(0, 16);
        size.read(PayloadCodec.AV1, header.bytes(), null);
        assertSize(1280, 720);
    }

    @Test
    void aDependencyStructureComesFirst() {
        byte[] descriptor = DependencyDescriptorTest.keyFrame(1, 0);
        size.read(PayloadCodec.VP8, new byte[2], descriptor);
        assertSize(1280, 720);
    }

    @ParameterizedTest
    @EnumSource
    void nothingBreaksIt(PayloadCodec codec) {
        Random random = new Random(codec.name().length());
        for (int i = 0; i < 20_000; i++) {
            byte[] payload = new byte[random.nextInt(40)];
            random.nextBytes(payload);
            size.read(codec, payload, random.nextInt(4) == 0 ? Arrays.copyOf(payload, 12) : null);
            assertThat(size.height(7)).isBetween(0, 65_536);
        }
    }
}
