package org.lyceum.bench.trace;

/**
 * What the header of a VP8 frame (RFC 6386, 9 and 19.2) says of the reference buffers: which of them the frame changes. Which
 * ones it reads stands in its macroblocks and is not looked at.
 *
 * @param key a key frame, which changes all of them
 * @param last the frame becomes the last frame
 * @param golden the frame becomes the golden frame
 * @param altRef the frame becomes the alternate reference
 * @param copyToGolden what else becomes the golden frame: 0 nothing, 1 the last frame, 2 the alternate reference (9.7)
 * @param copyToAltRef what else becomes the alternate reference: 0 nothing, 1 the last frame, 2 the golden frame
 */
record Vp8FrameHeader(boolean key, boolean last, boolean golden, boolean altRef, int copyToGolden, int copyToAltRef) {
    private static final int TAG_BYTES = 3;
    private static final int KEY_HEADER_BYTES = 10;
    private static final int SEGMENTS = 4;

    static Vp8FrameHeader parse(byte[] frame) {
        boolean key = (frame[0] & 1) == 0;
        if (key) {
            return new Vp8FrameHeader(true, true, true, true, 0, 0);
        }
        BoolDecoder in = new BoolDecoder(frame, TAG_BYTES);
        if (in.flag()) {
            skipSegmentation(in);
        }
        in.literal(1 + 6 + 3); // filter_type, loop_filter_level, sharpness_level
        boolean adjusted = in.flag(); // loop_filter_adj_enable
        if (adjusted && in.flag()) {
            skipOptional(in, 2 * SEGMENTS, 6);
        }
        in.literal(2 + 7); // log2_nbr_of_dct_partitions, y_ac_qi
        skipOptional(in, 5, 4); // the other quantizer indices
        boolean golden = in.flag();
        boolean altRef = in.flag();
        int copyToGolden = golden ? 0 : in.literal(2);
        int copyToAltRef = altRef ? 0 : in.literal(2);
        in.literal(2 + 1); // sign biases, refresh_entropy_probs
        return new Vp8FrameHeader(false, in.flag(), golden, altRef, copyToGolden, copyToAltRef);
    }

    /** Picture size as a key frame tells it: width in the lower, height in the upper 16 bits. */
    static int pictureSize(byte[] keyFrame) {
        if (keyFrame.length < KEY_HEADER_BYTES) {
            throw new IllegalArgumentException("a key frame of " + keyFrame.length + " bytes");
        }
        int width = (keyFrame[6] & 0xFF) | (keyFrame[7] & 0x3F) << 8;
        int height = (keyFrame[8] & 0xFF) | (keyFrame[9] & 0x3F) << 8;
        return width | height << 16;
    }

    private static void skipSegmentation(BoolDecoder in) {
        boolean map = in.flag();
        if (in.flag()) {
            in.flag(); // segment_feature_mode
            skipOptional(in, SEGMENTS, 7);
            skipOptional(in, SEGMENTS, 6);
        }
        if (map) {
            for (int i = 0; i < SEGMENTS - 1; i++) {
                if (in.flag()) {
                    in.literal(8);
                }
            }
        }
    }

    /** Values of so many bits and a sign, each behind a flag that says whether it is there. */
    private static void skipOptional(BoolDecoder in, int count, int bits) {
        for (int i = 0; i < count; i++) {
            if (in.flag()) {
                in.literal(bits + 1);
            }
        }
    }

    /** The boolean entropy decoder (RFC 6386, 7.3) at even odds, which is all that frame headers need. */
    private static final class BoolDecoder {
        private static final int EVEN = 128;

        private final byte[] bytes;
        private int at;
        private int value;
        private int range = 255;
        private int bitCount;

        BoolDecoder(byte[] bytes, int offset) {
            this.bytes = bytes;
            this.at = offset;
            value = nextByte() << 8;
            value |= nextByte();
        }

        private int nextByte() {
            return at < bytes.length ? bytes[at++] & 0xFF : 0;
        }

        boolean flag() {
            int split = 1 + (((range - 1) * EVEN) >> 8);
            int bigSplit = split << 8;
            boolean bit = value >= bigSplit;
            if (bit) {
                range -= split;
                value -= bigSplit;
            } else {
                range = split;
            }
            while (range < EVEN) {
                value <<= 1;
                range <<= 1;
                if (++bitCount == 8) {
                    bitCount = 0;
                    value |= nextByte();
                }
            }
            return bit;
        }

        int literal(int bits) {
            int literal = 0;
            for (int i = 0; i < bits; i++) {
                literal = literal << 1 | (flag() ? 1 : 0);
            }
            return literal;
        }
    }
}
