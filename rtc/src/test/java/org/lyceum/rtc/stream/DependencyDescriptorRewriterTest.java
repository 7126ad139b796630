package org.lyceum.rtc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lyceum.rtc.session.CodecType;

class DependencyDescriptorRewriterTest {
    private final DependencyDescriptorRewriter rewriter = new DependencyDescriptorRewriter();

    private static MediaPacket packet(int frameNumber, int... rest) {
        byte[] descriptor = new byte[3 + rest.length];
        descriptor[0] = (byte) 0xc1;
        descriptor[1] = (byte) (frameNumber >> 8);
        descriptor[2] = (byte) frameNumber;
        for (int i = 0; i < rest.length; i++) {
            descriptor[3 + i] = (byte) rest[i];
        }
        return Packets.of(CodecType.AV1, 0, new byte[2], descriptor);
    }

    private static byte[] bytes(int frameNumber, int... rest) {
        byte[] bytes = packet(frameNumber, rest).dependencyDescriptor();
        return bytes == null ? new byte[0] : bytes;
    }

    @Test
    void theFirstSourceIsPassedAsItIsWithoutACopy() {
        MediaPacket packet = packet(65_535, 1, 2);
        rewriter.begin(packet);
        assertThat(rewriter.rewrite(packet, 0)).isSameAs(packet.dependencyDescriptor());
        assertThat(rewriter.rewrite(packet(0), 0)).isEqualTo(bytes(0));
    }

    @Test
    void anotherSourceGoesOnWithTheNextFrame() {
        rewriter.begin(packet(65_535));
        rewriter.rewrite(packet(65_535), 0);
        MediaPacket second = packet(4_000, 9, 8, 7);
        rewriter.begin(second);
        assertThat(rewriter.rewrite(second, 0)).isEqualTo(bytes(0, 9, 8, 7));
        assertThat(rewriter.rewrite(packet(4_002), 0)).isEqualTo(bytes(2));
        assertThat(rewriter.rewrite(packet(4_001), 0)).isEqualTo(bytes(1));
        assertThat(rewriter.rewrite(second, 0)).isEqualTo(bytes(0, 9, 8, 7));
        assertThat(second.dependencyDescriptor()).isEqualTo(bytes(4_000, 9, 8, 7));
        assertThat(rewriter.rewrite(packet(3_999), 0)).isNull();
    }

    @Test
    void packetsWithoutADescriptorStayWithout() {
        MediaPacket without = Packets.of(CodecType.AV1, 0, new byte[2], null);
        rewriter.begin(without);
        assertThat(rewriter.rewrite(without, 0)).isNull();
        MediaPacket tooShort = Packets.of(CodecType.AV1, 0, new byte[2], new byte[2]);
        rewriter.begin(tooShort);
        assertThat(rewriter.rewrite(tooShort, 0)).isNull();
    }
}
