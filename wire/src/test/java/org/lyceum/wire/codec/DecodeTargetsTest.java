package org.lyceum.wire.codec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DecodeTargetsTest {
    private static final int D = DependencyDescriptor.DISCARDABLE;
    private static final int S = DependencyDescriptor.SWITCH;

    private final DependencyDescriptor descriptor = new DependencyDescriptor();
    private final ActiveTargetsWriter writer = new ActiveTargetsWriter();

    /** L2T2 without inter-layer prediction: a template and a decode target for each layer, no chains. */
    private static BitWriter l2t2(BitWriter out) {
        out.write(9, 6).write(3, 5);
        out.write(1, 2).write(2, 2).write(1, 2).write(3, 2);
        out.write(S, 2).write(S, 2).write(0, 4);
        out.write(0, 2).write(D, 2).write(0, 4);
        out.write(0, 4).write(S, 2).write(S, 2);
        out.write(0, 4).write(0, 2).write(D, 2);
        out.write(0, 4); // no frame diffs
        return out.writeNonSymmetric(0, 5).flag(false);
    }

    private static BitWriter begin(int template, int frameNumber) {
        return DependencyDescriptorTest.mandatory(true, true, template, frameNumber);
    }

    private DecodeTargets targets() {
        return requireNonNull(descriptor.decodeTargets());
    }

    private byte[] write(byte[] bytes, int active) {
        assertThat(descriptor.parse(bytes, 0, bytes.length)).isEqualTo(DependencyDescriptor.Verdict.PARSED);
        byte[] out = new byte[ActiveTargetsWriter.length(bytes, targets())];
        new SplittableRandom(bytes.length).nextBytes(out); // what was there before does not show
        writer.write(bytes, targets(), active, out);
        return out;
    }

    @Test
    void theLayersThatAreTakenSayWhichTargetsRemain() {
        byte[] key = l2t2(begin(9, 1).write(0b10000, 5)).bytes();
        descriptor.parse(key, 0, key.length);
        assertThat(targets().active()).isEqualTo(0b1111);
        assertThat(targets().spatialLayers()).isEqualTo(0b11);
        assertThat(targets().within(0, 0, 0)).isEqualTo(0b0001);
        assertThat(targets().within(0, 0, 7)).isEqualTo(0b0011);
        assertThat(targets().within(0, 3, 0)).isEqualTo(0b0101);
        assertThat(targets().within(1, 1, 1)).isEqualTo(0b1100);
        assertThat(targets().within(0, -1, 7)).isZero();
        DecodeTargets less = targets().with(0b0101);
        assertThat(less.within(0, 3, 7)).isEqualTo(0b0101);
        assertThat(less.with(0b0011).spatialLayers()).isEqualTo(0b01);
    }

    @Test
    void theMaskGoesIntoEveryKindOfDescriptorAndNothingElseChanges() {
        byte[] key = l2t2(begin(9, 1).write(0b10000, 5)).bytes();
        byte[] masked = l2t2(begin(9, 1).write(0b11000, 5)).write(0b0011, 4).bytes();
        assertThat(write(key, 0b0011)).startsWith(masked);
        assertThat(write(masked, 0b0001))
                .startsWith(l2t2(begin(9, 1).write(0b11000, 5)).write(0b0001, 4).bytes());
        assertThat(write(begin(10, 2).bytes(), 0b0100))
                .isEqualTo(begin(10, 2).write(0b01000, 5).write(0b0100, 4).bytes());
        // With a custom indication of each target, one dependency four frames back.
        byte[] custom = begin(11, 3)
                .write(0b00110, 5)
                .write(0b00011011, 8)
                .write(1, 2)
                .write(3, 4)
                .write(0, 2)
                .bytes();
        byte[] customMasked = begin(11, 3)
                .write(0b01110, 5)
                .write(0b1001, 4)
                .write(0b00011011, 8)
                .write(1, 2)
                .write(3, 4)
                .write(0, 2)
                .bytes();
        assertThat(write(custom, 0b1001)).startsWith(customMasked);
        assertThat(write(customMasked, 0b1010).length).isEqualTo(customMasked.length);
        assertThat(targets().active()).as("as it came").isEqualTo(0b1001);
    }
}
