package org.lyceum.sfu;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.wire.codec.DecodeTargets;
import org.lyceum.wire.codec.DependencyDescriptor;
import org.lyceum.wire.codec.FrameInfo;

class LayerFilterTest {
    private static final int LAYERS = Quality.SPATIAL_LAYERS;

    /** As a key frame of four spatial layers brings them, a target for each. */
    private static DecodeTargets fourLayers() {
        Bits out = new Bits().write(0b11, 2).write(0, 6).write(1, 16); // whole frame, template, number
        out.write(0b10000, 5).write(0, 6).write(LAYERS - 1, 5); // structure, offset, targets
        for (int layer = 0; layer < LAYERS; layer++) {
            out.write(layer < LAYERS - 1 ? 2 : 3, 2); // next spatial layer, no more
        }
        for (int layer = 0; layer < LAYERS; layer++) {
            for (int target = 0; target < LAYERS; target++) {
                out.write(layer <= target ? DependencyDescriptor.SWITCH : DependencyDescriptor.NOT_PRESENT, 2);
            }
        }
        out.write(0, LAYERS); // no references
        out.writeNonSymmetric(0, LAYERS + 1).write(0, 1); // no chains, no resolutions
        byte[] bytes = out.bytes();
        DependencyDescriptor descriptor = new DependencyDescriptor();
        assertThat(descriptor.parse(bytes, 0, bytes.length)).isEqualTo(DependencyDescriptor.Verdict.PARSED);
        return requireNonNull(descriptor.decodeTargets());
    }

    private static MediaPacket keyFrame(int spatial, DecodeTargets targets) {
        FrameInfo frame = new FrameInfo(true, true, true, spatial, 0, true, false);
        Codec codec = new Codec(CodecType.AV1, "");
        return new MediaPacket(
                codec, 0, 1, spatial, 900, false, 0, 0, frame, -1, false, -1, -1, null, targets, new byte[8]);
    }

    @Test
    void whoGetsEverythingGetsTheFourthSpatialLayerAndIsToldSo() {
        DecodeTargets targets = fourLayers();
        assertThat(targets.active()).isEqualTo(0b1111);
        LayerFilter filter = new LayerFilter();
        filter.want(LayerFilter.EVERYTHING, 0);
        filter.begin(keyFrame(0, targets));
        MediaPacket highest = keyFrame(LayerFilter.EVERYTHING, targets);
        assertThat(filter.admit(highest)).isTrue();
        assertThat(filter.activeTargets(highest)).isEqualTo(0b1111);
    }
}
