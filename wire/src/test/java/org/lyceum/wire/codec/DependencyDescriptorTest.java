package org.lyceum.wire.codec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.wire.codec.DependencyDescriptor.Verdict.MALFORMED;
import static org.lyceum.wire.codec.DependencyDescriptor.Verdict.NO_STRUCTURE;
import static org.lyceum.wire.codec.DependencyDescriptor.Verdict.PARSED;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DependencyDescriptorTest {
    private static final int D = DependencyDescriptor.DISCARDABLE;
    private static final int S = DependencyDescriptor.SWITCH;
    private static final int R = DependencyDescriptor.REQUIRED;

    private final DependencyDescriptor descriptor = new DependencyDescriptor();

    private DependencyDescriptor.Verdict parse(byte[] bytes) {
        byte[] shifted = new byte[bytes.length + 5];
        System.arraycopy(bytes, 0, shifted, 2, bytes.length);
        return descriptor.parse(shifted, 2, bytes.length);
    }

    static BitWriter mandatory(boolean start, boolean end, int templateId, int frameNumber) {
        return new BitWriter().flag(start).flag(end).write(templateId, 6).write(frameNumber, 16);
    }

    /** L1T2: template 0 the key frame, 1 the base layer, 2 the enhancement layer; one chain; 1280x720. */
    static BitWriter l1t2(BitWriter out, int templateIdOffset) {
        out.write(templateIdOffset, 6).write(1, 5);
        out.write(0, 2).write(1, 2).write(3, 2); // same layer, next temporal, no more
        out.write(S, 2).write(S, 2); // template 0
        out.write(R, 2).write(S, 2); // template 1
        out.write(0, 2).write(D, 2); // template 2
        out.flag(false); // fdiffs of template 0: none
        out.flag(true).write(1, 4).flag(false); // template 1: two back
        out.flag(true).write(0, 4).flag(false); // template 2: one back
        out.writeNonSymmetric(1, 3); // one chain
        out.writeNonSymmetric(0, 1).writeNonSymmetric(0, 1); // protects both targets
        out.write(0, 4).write(2, 4).write(1, 4);
        out.flag(true).write(1279, 16).write(719, 16);
        return out;
    }

    static byte[] keyFrame(int frameNumber, int templateIdOffset) {
        BitWriter out = mandatory(true, true, templateIdOffset, frameNumber);
        out.flag(true).flag(false).flag(false).flag(false).flag(false);
        return l1t2(out, templateIdOffset).bytes();
    }

    @Test
    void readsAKeyFrameWithItsStructure() {
        assertThat(parse(keyFrame(777, 10))).isEqualTo(PARSED);
        assertThat(descriptor.startOfFrame()).isTrue();
        assertThat(descriptor.endOfFrame()).isTrue();
        assertThat(descriptor.templateId()).isEqualTo(10);
        assertThat(descriptor.frameNumber()).isEqualTo(777);
        assertThat(descriptor.structurePresent()).isTrue();
        assertThat(descriptor.frameDiffCount()).isZero();
        assertThat(requireNonNull(descriptor.decodeTargets()).active()).isEqualTo(0b11);
        assertThat(descriptor.switchingPoint()).isTrue();
        assertThat(descriptor.discardable()).isFalse();
        assertThat(descriptor.chainDiff(0)).isZero();
        DependencyStructure structure = requireNonNull(descriptor.structure());
        assertThat(structure.templates()).isEqualTo(3);
        assertThat(structure.decodeTargets()).isEqualTo(2);
        assertThat(structure.chains()).isEqualTo(1);
        assertThat(structure.protectedBy(1)).isZero();
        assertThat(structure.maxSpatialId()).isZero();
        assertThat(structure.width(0)).isEqualTo(1280);
        assertThat(structure.height(0)).isEqualTo(720);
        assertThat(structure.width(1)).isZero();
    }

    @Test
    void laterFramesReferToTheStructure() {
        parse(keyFrame(1, 62));
        // Template ids wrap at 64: offset 62, so 63 is template 1 and 0 is template 2.
        assertThat(parse(mandatory(true, false, 0, 2).bytes())).isEqualTo(PARSED);
        assertThat(descriptor.temporalId()).isEqualTo(1);
        assertThat(descriptor.spatialId()).isZero();
        assertThat(descriptor.frameDiffCount()).isEqualTo(1);
        assertThat(descriptor.frameDiff(0)).isEqualTo(1);
        assertThat(descriptor.chainDiff(0)).isEqualTo(1);
        assertThat(descriptor.discardable()).isTrue();
        assertThat(descriptor.structurePresent()).isFalse();
        assertThat(parse(mandatory(true, true, 63, 3).bytes())).isEqualTo(PARSED);
        assertThat(descriptor.temporalId()).isZero();
        assertThat(descriptor.frameDiff(0)).isEqualTo(2);
        assertThat(descriptor.indication(0)).isEqualTo(R);
        assertThat(descriptor.switchingPoint()).isTrue();
    }

    @Test
    void aFrameCanDifferFromItsTemplate() {
        parse(keyFrame(1, 0));
        BitWriter out = mandatory(true, true, 1, 9).write(0b01111, 5);
        out.write(0b01, 2); // active decode targets
        out.write(D, 2).write(0, 2); // indications
        out.write(1, 2).write(4, 4); // five back
        out.write(3, 2).write(999, 12); // thousand back
        out.write(0, 2);
        out.write(200, 8); // chain
        assertThat(parse(out.bytes())).isEqualTo(PARSED);
        assertThat(requireNonNull(descriptor.decodeTargets()).active()).isEqualTo(1);
        assertThat(descriptor.indication(0)).isEqualTo(D);
        assertThat(descriptor.indication(1)).isEqualTo(DependencyDescriptor.NOT_PRESENT);
        assertThat(descriptor.frameDiffCount()).isEqualTo(2);
        assertThat(descriptor.frameDiff(0)).isEqualTo(5);
        assertThat(descriptor.frameDiff(1)).isEqualTo(1000);
        assertThat(descriptor.chainDiff(0)).isEqualTo(200);
        // The bitmask stays in force, what was custom does not.
        assertThat(parse(mandatory(true, true, 1, 10).bytes())).isEqualTo(PARSED);
        assertThat(requireNonNull(descriptor.decodeTargets()).active()).isEqualTo(1);
        assertThat(descriptor.frameDiff(0)).isEqualTo(2);
    }

    @Test
    void withoutTheStructureOnlyTheFirstThreeBytesSpeak() {
        assertThat(parse(mandatory(true, false, 5, 65535).bytes())).isEqualTo(NO_STRUCTURE);
        assertThat(descriptor.startOfFrame()).isTrue();
        assertThat(descriptor.endOfFrame()).isFalse();
        assertThat(descriptor.frameNumber()).isEqualTo(65535);
        assertThat(parse(mandatory(true, false, 5, 1)
                        .write(0b00100, 5)
                        .write(0, 20)
                        .bytes()))
                .isEqualTo(NO_STRUCTURE);
    }

    @Test
    void aBrokenStructureDoesNotReplaceAGoodOne() {
        parse(keyFrame(1, 0));
        DependencyStructure before = descriptor.structure();
        byte[] good = keyFrame(2, 3);
        for (int length = 4; length < good.length; length++) {
            assertThat(descriptor.parse(good, 0, length)).isEqualTo(MALFORMED);
        }
        assertThat(descriptor.structure()).isSameAs(before);
        assertThat(parse(mandatory(true, true, 40, 3).bytes())).isEqualTo(MALFORMED);
        assertThat(parse(new byte[] {0, 0})).isEqualTo(MALFORMED);
        assertThat(parse(mandatory(true, true, 2, 3).bytes())).isEqualTo(PARSED);
    }

    @Test
    void layersBeyondTheSpecificationAreRefused() {
        BitWriter out =
                mandatory(true, true, 0, 1).write(0b10000, 5).write(0, 6).write(0, 5);
        for (int i = 0; i < 4; i++) {
            out.write(2, 2); // a fifth spatial layer
        }
        assertThat(parse(out.write(3, 2).write(0, 31).write(0, 31).bytes())).isEqualTo(MALFORMED);
        BitWriter endless =
                mandatory(true, true, 0, 1).write(0b10000, 5).write(0, 6).write(0, 5);
        assertThat(parse(endless.write(0, 31)
                        .write(0, 31)
                        .write(0, 31)
                        .write(0, 31)
                        .write(0, 31)
                        .bytes()))
                .isEqualTo(MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 40000, 65535})
    void theFrameNumberIsReplacedInPlace(int frameNumber) {
        byte[] bytes = keyFrame(12345, 7);
        assertThat(DependencyDescriptor.frameNumber(bytes, 0)).isEqualTo(12345);
        DependencyDescriptor.setFrameNumber(bytes, 0, frameNumber);
        assertThat(bytes).isEqualTo(keyFrame(frameNumber, 7));
        assertThat(parse(bytes)).isEqualTo(PARSED);
        assertThat(descriptor.frameNumber()).isEqualTo(frameNumber);
    }

    /** What a mask is of comes from the structure, what it says from the newest frame that says it. */
    @Test
    void aMaskIsInForceUntilANewerFrameBringsAnother() {
        parse(keyFrame(65_534, 0));
        parse(masked(mandatory(true, true, 1, 1), 0b01).bytes());
        assertThat(active()).isEqualTo(0b01);
        parse(masked(mandatory(true, true, 1, 65_535), 0b10).bytes()); // late
        assertThat(active()).as("of the late frame itself").isEqualTo(0b10);
        parse(mandatory(true, true, 1, 2).bytes());
        assertThat(active()).isEqualTo(0b01);
        parse(keyFrame(3, 0));
        assertThat(active()).as("a structure without a mask").isEqualTo(0b11);
    }

    /** A key frame's packet that has been lost on the way comes after what the frames behind it said. */
    @Test
    void aStructureThatComesLateDoesNotOverrideANewerMask() {
        parse(keyFrame(65_534, 0));
        parse(masked(mandatory(true, true, 1, 1), 0b01).bytes());
        assertThat(parse(keyFrame(65_534, 0))).isEqualTo(PARSED);
        assertThat(active()).as("of the late frame itself").isEqualTo(0b11);
        assertThat(descriptor.switchingPoint()).isTrue();
        parse(mandatory(true, true, 1, 2).bytes());
        assertThat(active()).isEqualTo(0b01);
    }

    @Test
    void aStructureOfAnEarlierKeyFrameDoesNotReplaceTheNewest() {
        parse(keyFrame(1, 0));
        parse(keyFrame(20, 10));
        assertThat(parse(keyFrame(1, 0))).isEqualTo(PARSED);
        assertThat(descriptor.templateId()).isZero();
        assertThat(parse(mandatory(true, true, 11, 21).bytes())).isEqualTo(PARSED);
    }

    @Test
    void aStructureFarBehindIsThatOfAnEncoderThatHasBegunAnew() {
        parse(keyFrame(10_000, 0));
        parse(masked(mandatory(true, true, 1, 10_001), 0b01).bytes());
        assertThat(parse(keyFrame(0, 10))).isEqualTo(PARSED);
        assertThat(parse(mandatory(true, true, 11, 1).bytes())).isEqualTo(PARSED);
        assertThat(active()).isEqualTo(0b11);
        parse(masked(mandatory(true, true, 11, 2), 0b10).bytes());
        parse(mandatory(true, true, 11, 3).bytes());
        assertThat(active()).isEqualTo(0b10);
    }

    @Test
    void aMaskIsHeardHoweverLongNothingWasSaidBefore() {
        parse(keyFrame(0, 0));
        for (int frame = 1; frame < 40_000; frame++) {
            parse(mandatory(true, true, 1, frame).bytes());
        }
        parse(masked(mandatory(true, true, 1, 40_000), 0b01).bytes());
        parse(mandatory(true, true, 1, 40_001).bytes());
        assertThat(active()).isEqualTo(0b01);
    }

    private int active() {
        return requireNonNull(descriptor.decodeTargets()).active();
    }

    private static BitWriter masked(BitWriter out, int mask) {
        return out.write(0b01000, 5).write(mask, 2);
    }
}
