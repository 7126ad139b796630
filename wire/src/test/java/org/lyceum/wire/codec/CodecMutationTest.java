package org.lyceum.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A million payloads and descriptors, most of them broken: no exception escapes, and what is said keeps within its bounds. */
class CodecMutationTest {
    private static final long SEED = 20_261_121L;
    private static final int ROUNDS = 125_000;
    private static final String[] VALID = {
        "90e0ffff" + "fea000",
        "90800500aabbcc",
        "2a00003802800168050002d00204013402aa",
        "f80520030508aa",
        "7800036742e0000268ce",
        "7c858884aabb",
        "2802 08aa 3000".replace(" ", ""),
        "00030a01aa023000",
        "ef1e0001ef0f00026f112233aa",
    };

    private final RandomGenerator random = new Random(SEED);

    @Test
    void payloadParsersBearAnything() {
        Vp8Descriptor vp8 = new Vp8Descriptor();
        Vp9Descriptor vp9 = new Vp9Descriptor();
        Red red = new Red();
        H264Payload h264 = new H264Payload();
        Av1AggregationHeader av1 = new Av1AggregationHeader();
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = mutate(HexFormat.of().parseHex(VALID[random.nextInt(VALID.length)]));
            String input = SEED + " " + HexFormat.of().formatHex(bytes);
            if (vp8.parse(bytes, 0, bytes.length)) {
                assertThat(vp8.length()).as(input).isBetween(1, bytes.length - 1);
            }
            if (vp9.parse(bytes, 0, bytes.length)) {
                assertThat(vp9.length()).as(input).isBetween(1, bytes.length - 1);
            }
            if (red.parse(bytes, 0, bytes.length)) {
                assertThat(red.primaryOffset()).as(input).isBetween(1, bytes.length);
            }
            h264.parse(bytes, 0, bytes.length);
            av1.parse(bytes, 0, bytes.length);
        }
    }

    @Test
    void dependencyDescriptorsBearAnything() {
        DependencyDescriptor descriptor = new DependencyDescriptor();
        byte[] key = DependencyDescriptorTest.keyFrame(1, 0);
        for (int i = 0; i < 2 * ROUNDS; i++) {
            byte[] bytes = mutate(i % 3 == 0 ? new byte[] {(byte) 0xc1, 0, 5, 0x7f, 1, 2, 3} : key);
            if (descriptor.parse(bytes, 0, bytes.length) == DependencyDescriptor.Verdict.PARSED) {
                assertThat(descriptor.frameDiffCount())
                        .as("%s %s", SEED, HexFormat.of().formatHex(bytes))
                        .isBetween(0, DependencyDescriptor.MAX_FRAME_DIFFS);
                assertThat(descriptor.structure()).isNotNull();
            }
        }
    }

    @Test
    void inspectorsBearAnything() {
        byte[] key = DependencyDescriptorTest.keyFrame(1, 0);
        for (PayloadCodec codec : PayloadCodec.values()) {
            FrameInspector inspector = new FrameInspector(codec);
            for (int i = 0; i < ROUNDS; i++) {
                byte[] bytes = mutate(HexFormat.of().parseHex(VALID[random.nextInt(VALID.length)]));
                byte[] descriptor = i % 2 == 0 ? null : mutate(key);
                FrameInfo info = inspector.inspect(
                        bytes,
                        0,
                        bytes.length,
                        random.nextLong(),
                        random.nextInt(4),
                        random.nextBoolean(),
                        descriptor,
                        0,
                        descriptor == null ? 0 : descriptor.length);
                assertThat(info.spatialLayer()).isBetween(0, 7);
                assertThat(info.temporalLayer()).isBetween(0, 7);
            }
        }
    }

    /** Flips bits, overwrites, cuts off, or replaces everything. */
    private byte[] mutate(byte[] valid) {
        byte[] bytes = valid.clone();
        int kind = random.nextInt(4);
        if (kind == 3) {
            byte[] noise = new byte[random.nextInt(48)];
            random.nextBytes(noise);
            return noise;
        }
        for (int times = random.nextInt(4); times > 0 && bytes.length > 0; times--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = (byte) (kind == 0 ? bytes[at] ^ (1 << random.nextInt(8)) : random.nextInt(256));
        }
        return kind == 2 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }
}
