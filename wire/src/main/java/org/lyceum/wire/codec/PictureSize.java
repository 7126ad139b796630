package org.lyceum.wire.codec;

import org.jspecify.annotations.Nullable;

/**
 * How large the pictures of a stream are, read from the first packet of a key frame: VP8's frame header, VP9's scalability
 * structure, H.264's sequence parameter set, AV1's dependency structure or sequence header. Reused, one for each thread; for key
 * frames only, may allocate. What cannot be read leaves every size at 0.
 */
public final class PictureSize {
    static final int MAX_LAYERS = 8;

    private static final int SPS = 7;
    private static final int STAP_A = 24;
    private static final int OBU_SEQUENCE_HEADER = 1;

    private final int[] widths = new int[MAX_LAYERS];
    private final int[] heights = new int[MAX_LAYERS];
    private final Vp8Descriptor vp8 = new Vp8Descriptor();
    private final Vp9Descriptor vp9 = new Vp9Descriptor();
    private final BitReader in = new BitReader();

    /**
     * Reads the first packet of a key frame.
     *
     * @param descriptor the dependency descriptor that came with it, or null
     */
    public void read(PayloadCodec codec, byte[] payload, byte @Nullable [] descriptor) {
        clear();
        if (descriptor != null && readStructure(descriptor)) {
            return;
        }
        switch (codec) {
            case VP8 -> readVp8(payload);
            case VP9 -> readVp9(payload);
            case H264 -> readH264(payload);
            case AV1 -> readAv1(payload);
            case OPUS, RED -> clear();
        }
    }

    private void clear() {
        for (int layer = 0; layer < MAX_LAYERS; layer++) {
            set(layer, 0, 0);
        }
    }

    private void set(int layer, int width, int height) {
        widths[layer] = width;
        heights[layer] = height;
    }

    private boolean readStructure(byte[] bytes) {
        DependencyDescriptor descriptor = new DependencyDescriptor();
        DependencyStructure structure = descriptor.parse(bytes, 0, bytes.length) == DependencyDescriptor.Verdict.PARSED
                ? descriptor.structure()
                : null;
        if (structure == null || structure.height(0) == 0) {
            return false;
        }
        for (int layer = 0; layer <= structure.maxSpatialId(); layer++) {
            set(layer, structure.width(layer), structure.height(layer));
        }
        return true;
    }

    // RFC 6386, 9.1: three bytes of frame tag, the start code 9d 01 2a, then 14 bits of width and height, little
    // endian.
    private void readVp8(byte[] payload) {
        if (!vp8.parse(payload, 0, payload.length) || !vp8.keyFrame() || payload.length < vp8.length() + 10) {
            return;
        }
        int at = vp8.length() + 3;
        if ((payload[at] & 0xff) == 0x9d && payload[at + 1] == 0x01 && payload[at + 2] == 0x2a) {
            set(0, littleEndian14(payload, at + 3), littleEndian14(payload, at + 5));
        }
    }

    private static int littleEndian14(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | ((bytes[at + 1] & 0x3f) << 8);
    }

    private void readVp9(byte[] payload) {
        if (!vp9.parse(payload, 0, payload.length)) {
            return;
        }
        for (int layer = 0; layer < vp9.spatialLayers(); layer++) {
            set(layer, vp9.width(layer), vp9.height(layer));
        }
    }

    private void readH264(byte[] payload) {
        int type = payload.length == 0 ? 0 : payload[0] & 0x1f;
        if (type == SPS) {
            readSps(payload, 1, payload.length);
        } else if (type == STAP_A) {
            for (int at = 1; at + 2 < payload.length; ) {
                int size = ((payload[at] & 0xff) << 8) | (payload[at + 1] & 0xff);
                int end = Math.min(payload.length, at + 2 + size);
                if ((payload[at + 2] & 0x1f) == SPS) {
                    readSps(payload, at + 3, end);
                    return;
                }
                at = end;
            }
        }
    }

    private void readSps(byte[] payload, int start, int end) {
        byte[] bytes = withoutEmulation(payload, start, end);
        in.reset(bytes, 0, bytes.length);
        H264Sps sps = new H264Sps(in);
        if (sps.valid()) {
            set(0, sps.width(), sps.height());
        }
    }

    /** ITU-T H.264, 7.4.1: a byte 3 behind two zero bytes is not content. */
    private static byte[] withoutEmulation(byte[] payload, int start, int end) {
        byte[] out = new byte[Math.max(0, end - start)];
        int length = 0;
        int zeros = 0;
        for (int at = start; at < end; at++) {
            if (zeros >= 2 && payload[at] == 3) {
                zeros = 0;
                continue;
            }
            zeros = payload[at] == 0 ? zeros + 1 : 0;
            out[length++] = payload[at];
        }
        return out;
    }

    // RTP Payload Format for AV1, 4.4, and the bitstream specification, 5.5.1: only the plain case of a first element
    // with a
    // sequence header without timing or operating points, which is what real-time encoders write.
    private void readAv1(byte[] payload) {
        int at = 1;
        boolean sized = payload.length > 1 && (payload[0] & 0x30) != 0x10;
        while (sized && at < payload.length && (payload[at] & 0x80) != 0) {
            at++;
        }
        at += sized ? 1 : 0;
        if (at + 1 >= payload.length || ((payload[at] >> 3) & 0x0f) != OBU_SEQUENCE_HEADER) {
            return;
        }
        boolean extension = (payload[at] & 0x04) != 0;
        boolean hasSize = (payload[at] & 0x02) != 0;
        at += (extension ? 2 : 1) + (hasSize ? 1 : 0);
        if (at < payload.length) {
            in.reset(payload, at, payload.length - at);
            readSequenceHeader();
        }
    }

    private void readSequenceHeader() {
        in.read(3); // seq_profile
        in.readFlag(); // still_picture
        if (in.readFlag()) { // reduced_still_picture_header
            in.read(5);
        } else {
            if (in.read(7) != 0) {
                return; // timing, display delay, several operating points: sizes are not worth the way through them
            }
            in.read(12); // operating_point_idc
            if (in.read(5) > 7) { // seq_level_idx
                in.readFlag(); // seq_tier
            }
        }
        int widthBits = in.read(4) + 1;
        int heightBits = in.read(4) + 1;
        int width = in.read(widthBits) + 1;
        int height = in.read(heightBits) + 1;
        if (!in.overrun()) {
            set(0, width, height);
        }
    }

    /** Width of a spatial layer in pixels, 0 where it is not known. */
    public int width(int spatialLayer) {
        return spatialLayer < MAX_LAYERS ? widths[spatialLayer] : 0;
    }

    /** Height of a spatial layer in pixels, 0 where it is not known. */
    public int height(int spatialLayer) {
        return spatialLayer < MAX_LAYERS ? heights[spatialLayer] : 0;
    }
}
