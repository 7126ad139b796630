package org.lyceum.wire.codec;

/** The picture size in a sequence parameter set (ITU-T H.264, 7.3.2.1.1), emulation prevention undone. Cropping is honoured. */
final class H264Sps {
    private static final int MACROBLOCK = 16;
    private static final int MAX_SIZE = 16384;

    private final BitReader in;
    private int chromaFormat = 1;
    private int width;
    private int height;

    /** Reads what stands behind the NAL unit header. */
    H264Sps(BitReader in) {
        this.in = in;
        int profile = in.read(8);
        in.read(16); // constraint flags, level_idc
        expGolomb(); // seq_parameter_set_id
        if (profile == 100 || profile == 110 || profile == 122 || profile == 244 || profile == 44) {
            readHighProfile();
        }
        expGolomb(); // log2_max_frame_num_minus4
        readPictureOrder();
        expGolomb(); // max_num_ref_frames
        in.readFlag(); // gaps_in_frame_num_value_allowed_flag
        int columns = expGolomb() + 1;
        int rows = expGolomb() + 1;
        boolean framesOnly = in.readFlag();
        if (!framesOnly) {
            in.readFlag(); // mb_adaptive_frame_field_flag
        }
        in.readFlag(); // direct_8x8_inference_flag
        width = columns * MACROBLOCK;
        height = rows * MACROBLOCK * (framesOnly ? 1 : 2);
        if (in.readFlag()) {
            crop(framesOnly ? 1 : 2);
        }
    }

    private void readHighProfile() {
        chromaFormat = expGolomb();
        if (chromaFormat == 3) {
            in.readFlag(); // separate_colour_plane_flag
        }
        expGolomb(); // bit_depth_luma_minus8
        expGolomb(); // bit_depth_chroma_minus8
        in.readFlag(); // qpprime_y_zero_transform_bypass_flag
        if (in.readFlag()) { // seq_scaling_matrix_present_flag
            for (int list = 0; list < (chromaFormat == 3 ? 12 : 8); list++) {
                if (in.readFlag()) {
                    skipScalingList(list < 6 ? 16 : 64);
                }
            }
        }
    }

    private void skipScalingList(int size) {
        int next = 8;
        for (int i = 0; i < size && next != 0; i++) {
            next = (next + signedExpGolomb() + 256) & 0xff;
        }
    }

    private void readPictureOrder() {
        int type = expGolomb();
        if (type == 0) {
            expGolomb(); // log2_max_pic_order_cnt_lsb_minus4
        } else if (type == 1) {
            in.readFlag(); // delta_pic_order_always_zero_flag
            expGolomb();
            expGolomb();
            int cycle = expGolomb();
            for (int i = 0; i < cycle && !in.overrun(); i++) {
                expGolomb();
            }
        }
    }

    private void crop(int fieldFactor) {
        int unitX = chromaFormat == 1 || chromaFormat == 2 ? 2 : 1;
        int unitY = (chromaFormat == 1 ? 2 : 1) * fieldFactor;
        width -= (expGolomb() + expGolomb()) * unitX;
        height -= (expGolomb() + expGolomb()) * unitY;
    }

    /** ue(v), 9.1; of 16 bits at most, more is malformed. */
    private int expGolomb() {
        int zeros = 0;
        while (zeros < 16 && !in.overrun() && !in.readFlag()) {
            zeros++;
        }
        return (1 << zeros) - 1 + (zeros == 0 ? 0 : in.read(zeros));
    }

    private int signedExpGolomb() {
        int code = expGolomb();
        return (code & 1) != 0 ? (code + 1) / 2 : -code / 2;
    }

    boolean valid() {
        return !in.overrun() && width > 0 && height > 0 && width <= MAX_SIZE && height <= MAX_SIZE;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }
}
