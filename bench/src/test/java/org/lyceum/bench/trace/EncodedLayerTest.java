package org.lyceum.bench.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames here are headers alone, written by the boolean encoder of RFC 6386, 7.3. */
class EncodedLayerTest {
    private static final byte[] KEY = {0x10, 0, 0, (byte) 0x9D, 1, 0x2A, 0x40, 1, (byte) 0xB4, 0, 0, 0};

    private final EncodedLayer layer = new EncodedLayer("q");

    private TraceFrame add(int temporalLayer, byte[] frame) {
        layer.add(temporalLayer, frame);
        return layer.layer().frames().getLast();
    }

    @Test
    void aKeyFrameTellsThePictureSize() {
        TraceFrame key = add(0, KEY);

        assertThat(key.key()).isTrue();
        assertThat(layer.layer().width()).isEqualTo(320);
        assertThat(layer.layer().height()).isEqualTo(180);
    }

    @Test
    void aFrameIsALayerSyncWhileNoBufferHoldsOneOfAHigherLayer() {
        add(0, KEY);
        assertThat(add(2, inter(false, false, false, 0)).layerSync()).isTrue(); // changes nothing
        assertThat(add(1, inter(false, true, false, 0)).layerSync()).isTrue(); // becomes the golden frame
        assertThat(add(2, inter(false, false, false, 0)).layerSync()).isFalse(); // may refer to it
        assertThat(add(0, inter(true, false, false, 1)).layerSync()).isFalse(); // of the base: no sync by that name
        assertThat(add(1, inter(false, false, true, 0)).layerSync()).isTrue(); // golden was made a copy of the base
    }

    @Test
    void nothingDependsOnAFrameThatChangesNoBuffer() {
        add(0, KEY);

        assertThat(add(2, inter(false, false, false, 0)).discardable()).isTrue();
        assertThat(add(2, inter(true, false, false, 0)).discardable()).isFalse();
        assertThat(add(2, inter(false, true, false, 0)).discardable()).isFalse();
        assertThat(add(2, inter(false, false, true, 0)).discardable()).isFalse();
    }

    @Test
    void optionalFieldsOfTheHeaderArePassedOver() {
        add(0, KEY);
        List<Boolean> bits = new ArrayList<>();
        put(bits, 1, 1); // segmentation_enabled
        put(bits, 1, 1); // update_mb_segmentation_map
        put(bits, 1, 1); // update_segment_feature_data
        put(bits, 1, 1); // segment_feature_mode
        for (int i = 0; i < 4; i++) {
            put(bits, 1 << 8 | i << 1, 9); // quantizer_update
        }
        put(bits, 0, 4); // no loop filter updates
        for (int i = 0; i < 3; i++) {
            put(bits, 1 << 8 | 77, 9); // segment_prob_update
        }
        put(bits, 0, 10); // filter
        put(bits, 3, 2); // loop_filter_adj_enable, mode_ref_lf_delta_update
        for (int i = 0; i < 8; i++) {
            put(bits, 1 << 7 | 5, 8); // deltas
        }
        put(bits, 2 << 7 | 99, 9); // partitions, y_ac_qi
        for (int i = 0; i < 5; i++) {
            put(bits, 1 << 5 | i, 6); // quantizer deltas
        }
        put(bits, 1, 1); // refresh_golden_frame
        put(bits, 1, 1); // refresh_alternate_frame
        put(bits, 0, 3); // sign biases, refresh_entropy_probs
        put(bits, 1, 1); // refresh_last

        assertThat(Vp8FrameHeader.parse(encode(bits))).isEqualTo(new Vp8FrameHeader(false, true, true, true, 0, 0));
    }

    private static byte[] inter(boolean last, boolean golden, boolean altRef, int copyToGolden) {
        List<Boolean> bits = new ArrayList<>();
        put(bits, 0, 1 + 10 + 1 + 2 + 7 + 5);
        put(bits, golden ? 1 : 0, 1);
        put(bits, altRef ? 1 : 0, 1);
        if (!golden) {
            put(bits, copyToGolden, 2);
        }
        if (!altRef) {
            put(bits, 0, 2);
        }
        put(bits, 0, 3);
        put(bits, last ? 1 : 0, 1);
        return encode(bits);
    }

    private static void put(List<Boolean> bits, int value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            bits.add((value >> i & 1) != 0);
        }
    }

    /** The boolean encoder at even odds, behind a frame tag of an inter frame. */
    private static byte[] encode(List<Boolean> bits) {
        byte[] out = new byte[256];
        out[0] = 0x11;
        int at = 3;
        int range = 255;
        int bottom = 0;
        int bitCount = 24;
        List<Boolean> padded = new ArrayList<>(bits);
        for (int i = 0; i < 32; i++) {
            padded.add(false); // flushes
        }
        for (boolean bit : padded) {
            int split = 1 + (((range - 1) * 128) >> 8);
            if (bit) {
                bottom += split;
                range -= split;
            } else {
                range = split;
            }
            while (range < 128) {
                range <<= 1;
                if ((bottom & 1 << 31) != 0) {
                    for (int carry = at - 1; ++out[carry] == 0; carry--) {}
                }
                bottom <<= 1;
                if (--bitCount == 0) {
                    out[at++] = (byte) (bottom >>> 24);
                    bottom &= (1 << 24) - 1;
                    bitCount = 8;
                }
            }
        }
        return out;
    }
}
