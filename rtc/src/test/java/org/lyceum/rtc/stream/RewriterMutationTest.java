package org.lyceum.rtc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.session.CodecType;

/** What a hostile publisher sends as payload or descriptor makes no rewriter throw, nor cut beyond the payload. */
class RewriterMutationTest {
    private static final long SEED = 20_261_121L;
    private static final String[] VALID = {
        "90e0ffff00fea000", "9080051122", "a892340007aa", "2a00003802800168050002d00204013402aa", "ef0f00026f1122aabb"
    };
    private final RandomGenerator random = new Random(SEED);

    private byte[] mutated() {
        byte[] bytes = HexFormat.of().parseHex(VALID[random.nextInt(VALID.length)]);
        for (int times = random.nextInt(4); times > 0; times--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(3) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    @Test
    void payloadRewritersBearAnything() {
        List<PayloadRewriter> rewriters = List.of(new Vp8Rewriter(), new Vp9Rewriter(), new RedUnwrapper());
        for (int i = 0; i < 300_000; i++) {
            PayloadRewriter rewriter = rewriters.get(i % 3);
            MediaPacket packet = Packets.of(CodecType.VP8, i, mutated(), null);
            if (random.nextInt(20) == 0) {
                rewriter.begin(packet);
            }
            if (rewriter.rewrite(packet)) {
                String input = SEED + " " + HexFormat.of().formatHex(packet.payload());
                assertThat(rewriter.replaced()).as(input).isBetween(0, packet.payload().length);
                assertThat(rewriter.prefixLength()).as(input).isBetween(0, rewriter.prefix().length);
                assertThat(rewriter.prefixLength()).as(input).isLessThanOrEqualTo(rewriter.replaced() + 1);
            }
        }
    }

    @Test
    void descriptorRewritersBearAnything() {
        DependencyDescriptorRewriter rewriter = new DependencyDescriptorRewriter();
        for (int i = 0; i < 100_000; i++) {
            byte[] descriptor = mutated();
            MediaPacket packet = Packets.of(CodecType.AV1, i, new byte[1], descriptor);
            if (random.nextInt(20) == 0) {
                rewriter.begin(packet);
            }
            byte[] out = rewriter.rewrite(packet, 0);
            assertThat(out == null || out.length == descriptor.length).isTrue();
        }
    }
}
