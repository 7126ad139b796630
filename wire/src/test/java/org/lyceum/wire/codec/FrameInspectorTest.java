package org.lyceum.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameInspectorTest {
    private long sequence = 100;

    private FrameInfo next(FrameInspector inspector, long timestamp, boolean marker, String hex) {
        return at(inspector, sequence++, timestamp, marker, hex);
    }

    private static FrameInfo at(FrameInspector inspector, long sequence, long timestamp, boolean marker, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return inspector.inspect(bytes, 0, bytes.length, sequence, timestamp, marker, null, 0, 0);
    }

    private static FrameInfo frame(boolean key, boolean start, boolean end) {
        return new FrameInfo(key, start, end, 0, 0, true, false);
    }

    /** Without a descriptor every AV1 frame may be needed above. */
    private static FrameInfo av1(boolean key, boolean start, boolean end) {
        return new FrameInfo(key, start, end, 0, 0, true, false, false, true);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPUS", "RED"})
    void soundIsCompleteInItself(PayloadCodec codec) {
        assertThat(next(new FrameInspector(codec), 0, false, "ff")).isEqualTo(FrameInfo.WHOLE);
    }

    @Test
    void everyPacketOfAVp8KeyFrameIsKnownAsSuch() {
        FrameInspector vp8 = new FrameInspector(PayloadCodec.VP8);
        assertThat(next(vp8, 0, false, "10 00")).isEqualTo(frame(true, true, false));
        assertThat(next(vp8, 0, false, "00 55")).isEqualTo(frame(true, false, false));
        assertThat(next(vp8, 0, true, "00 55")).isEqualTo(frame(true, false, true));
        assertThat(next(vp8, 3000, true, "10 01")).isEqualTo(frame(false, true, true));
    }

    @Test
    void vp8TemporalLayersTellWhereToBeginAndWhatToLeaveOut() {
        FrameInspector vp8 = new FrameInspector(PayloadCodec.VP8);
        // X and N, then T with TID 2 and no layer sync; then TID 1 with it
        assertThat(next(vp8, 0, true, "b0 20 80 01")).isEqualTo(new FrameInfo(false, true, true, 0, 2, false, true));
        assertThat(next(vp8, 1, true, "90 20 60 01")).isEqualTo(new FrameInfo(false, true, true, 0, 1, true, false));
    }

    @Test
    void aVp9KeyPictureHasALowestLayerWithoutReferences() {
        FrameInspector vp9 = new FrameInspector(PayloadCodec.VP9);
        assertThat(next(vp9, 0, false, "8c 05 aa")).isEqualTo(frame(true, true, true));
        assertThat(next(vp9, 3000, true, "cc 06 aa")).isEqualTo(frame(false, true, true));
        // A second spatial layer, in the key picture and later without inter-picture prediction.
        assertThat(next(vp9, 6000, false, "ac 07 00 00 aa"))
                .isEqualTo(new FrameInfo(true, true, true, 0, 0, true, false, false, true));
        assertThat(next(vp9, 6000, true, "ad 07 03 00 aa"))
                .isEqualTo(new FrameInfo(true, true, true, 1, 0, true, false, true, false));
        assertThat(next(vp9, 9000, false, "ec 08 00 00 aa").keyFrame()).isFalse();
        assertThat(next(vp9, 9000, true, "ac 08 03 00 aa").keyFrame()).isFalse();
    }

    @Test
    void aVp9TemporalLayerIsEnteredAtItsFirstPictureBehindALowerOneWithU() {
        FrameInspector vp9 = new FrameInspector(PayloadCodec.VP9);
        next(vp9, 0, true, "ac 07 00 00 aa");
        assertThat(next(vp9, 3000, true, "ec 08 40 00 aa").switchingPoint()).isFalse();
        next(vp9, 6000, true, "ec 09 10 00 aa"); // TID 0 with U
        assertThat(next(vp9, 9000, true, "ec 0a 40 00 aa").switchingPoint()).isTrue();
        assertThat(next(vp9, 12000, true, "ec 0b 40 00 aa").switchingPoint()).isFalse();
        assertThat(next(vp9, 15000, true, "ec 0c 30 00 aa").switchingPoint()).isTrue(); // TID 1 with U
        assertThat(next(vp9, 18000, true, "ec 0d 40 00 aa").switchingPoint()).isTrue();
    }

    @Test
    void aVp9LayerFrameThatNoHigherLayerNeedsSaysSoByZ() {
        FrameInspector vp9 = new FrameInspector(PayloadCodec.VP9);
        next(vp9, 0, false, "ac 07 00 00 aa");
        assertThat(next(vp9, 3000, false, "ed 08 00 00 aa").usedAbove()).isFalse();
        assertThat(next(vp9, 3000, true, "ed 08 02 00 aa").spatialSwitch()).isFalse();
    }

    @Test
    void anH264KeyFrameBeginsWithItsParameterSets() {
        FrameInspector h264 = new FrameInspector(PayloadCodec.H264);
        assertThat(next(h264, 0, false, "78 0002 6742 0002 68ce")).isEqualTo(frame(true, true, false));
        assertThat(next(h264, 0, false, "7c 85 88")).isEqualTo(frame(true, false, false));
        assertThat(next(h264, 0, true, "7c 45 88")).isEqualTo(frame(true, false, true));
        assertThat(next(h264, 3000, false, "41 9a")).isEqualTo(frame(false, true, false));
        assertThat(next(h264, 3000, true, "41 5a")).isEqualTo(frame(false, false, true));
        assertThat(next(h264, 6000, true, "01 9a")).isEqualTo(new FrameInfo(false, true, true, 0, 0, true, true));
    }

    @Test
    void anH264PictureBeginsWhereTheTimestampChangesEvenWithoutMarkers() {
        FrameInspector h264 = new FrameInspector(PayloadCodec.H264);
        assertThat(next(h264, 0, false, "67 42").startOfFrame()).isTrue();
        assertThat(next(h264, 0, false, "68 ce").startOfFrame()).isFalse();
        assertThat(next(h264, 0, false, "65 88").startOfFrame()).isFalse();
        assertThat(next(h264, 3000, false, "09 10").startOfFrame()).isTrue();
        assertThat(next(h264, 3000, false, "41 9a").startOfFrame()).isFalse();
    }

    @Test
    void anH264KeyFrameThatLostItsParameterSetsBeginsNothingUntilTheyCome() {
        FrameInspector h264 = new FrameInspector(PayloadCodec.H264);
        at(h264, 1, 0, false, "67 42");
        at(h264, 2, 0, false, "68 ce");
        at(h264, 3, 0, true, "65 88");
        // 4 with the parameter sets is late
        assertThat(at(h264, 5, 3000, true, "65 88")).isEqualTo(frame(true, false, true));
        assertThat(at(h264, 4, 3000, false, "78 0002 6742 0002 68ce")).isEqualTo(frame(true, true, false));
    }

    @Test
    void anH264StreamThatNeverSendsParameterSetsBeginsWithIdr() {
        FrameInspector h264 = new FrameInspector(PayloadCodec.H264);
        assertThat(at(h264, 5, 3000, true, "65 88")).isEqualTo(frame(true, true, true));
    }

    @Test
    void anAv1KeyFrameBeginsACodedVideoSequence() {
        FrameInspector av1 = new FrameInspector(PayloadCodec.AV1);
        assertThat(next(av1, 0, false, "68 02 08 aa 30 00")).isEqualTo(av1(true, true, false));
        assertThat(next(av1, 0, true, "90 30 00")).isEqualTo(av1(true, false, true));
        assertThat(next(av1, 3000, true, "10 30 20")).isEqualTo(av1(false, true, true));
        assertThat(next(av1, 6000, false, "10 30 20")).isEqualTo(av1(false, true, false));
        assertThat(next(av1, 6000, true, "10 30 20")).isEqualTo(av1(false, false, true));
    }

    @Test
    void theDependencyDescriptorDecidesWhereThereIsOne() {
        FrameInspector av1 = new FrameInspector(PayloadCodec.AV1);
        byte[] nothing = {0, 0};
        byte[] key = DependencyDescriptorTest.keyFrame(1, 0);
        assertThat(av1.inspect(nothing, 0, 2, 1, 0, true, key, 0, key.length))
                .isEqualTo(new FrameInfo(true, true, true, 0, 0, true, false));
        byte[] delta = DependencyDescriptorTest.mandatory(true, false, 2, 2).bytes();
        assertThat(av1.inspect(nothing, 0, 2, 2, 3000, false, delta, 0, delta.length))
                .isEqualTo(new FrameInfo(false, true, false, 0, 1, true, true));
    }

    @Test
    void aFrameWithoutReferencesThatBringsNoStructureIsNoKeyFrame() {
        FrameInspector av1 = new FrameInspector(PayloadCodec.AV1);
        byte[] key = DependencyDescriptorTest.keyFrame(1, 0);
        av1.inspect(key, 0, 0, 1, 0, true, key, 0, key.length);
        byte[] bare = DependencyDescriptorTest.mandatory(true, true, 0, 2).bytes();
        assertThat(av1.inspect(key, 0, 0, 2, 3000, true, bare, 0, 3).keyFrame()).isFalse();
    }

    @Test
    void aDescriptorThatCannotBeReadLeavesItToThePayload() {
        FrameInspector av1 = new FrameInspector(PayloadCodec.AV1);
        byte[] unknown = DependencyDescriptorTest.mandatory(true, true, 2, 2).bytes();
        byte[] payload = {0x18, 0x30, 0x00};
        assertThat(av1.inspect(payload, 0, 3, 1, 0, true, unknown, 0, 3)).isEqualTo(av1(true, true, true));
    }

    @ParameterizedTest
    @EnumSource(names = {"VP8", "VP9", "H264", "AV1"})
    void whatCannotBeReadBeginsNothing(PayloadCodec codec) {
        FrameInfo info = next(new FrameInspector(codec), 0, false, "");
        assertThat(info.keyFrame()).isFalse();
        assertThat(info.startOfFrame()).isFalse();
    }
}
