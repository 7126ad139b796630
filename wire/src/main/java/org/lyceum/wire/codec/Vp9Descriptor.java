package org.lyceum.wire.codec;

/**
 * View of the VP9 payload descriptor (RFC 9628, 4.2). Reused: one instance for each thread, {@link #parse} for each packet.
 * Nothing is kept of the buffer. The scalability structure is read when it is there and otherwise says nothing.
 *
 * <pre>
 *       0 1 2 3 4 5 6 7
 *      +-+-+-+-+-+-+-+-+
 *      |I|P|L|F|B|E|V|Z| (required)
 *      +-+-+-+-+-+-+-+-+
 * I:   |M| PICTURE ID  |
 * M:   | EXTENDED PID  |
 * L:   | TID |U| SID |D|
 *      |   TL0PICIDX   | (if F is 0)
 * P,F: | P_DIFF      |N| (up to three times)
 * V:   | SS            |
 *      +-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Vp9Descriptor {
    private static final int MAX_SPATIAL_LAYERS = 8;
    private static final int MAX_REFERENCES = 3;

    private int flags;
    private int pictureId;
    private int pictureIdOffset;
    private boolean longPictureId;
    private int temporalId;
    private boolean switchingUp;
    private int spatialId;
    private boolean interLayerDependency;
    private int tl0PicIdx;
    private int tl0PicIdxOffset;
    private final int[] references = new int[MAX_REFERENCES];
    private int referenceCount;
    private int spatialLayers;
    private final int[] widths = new int[MAX_SPATIAL_LAYERS];
    private final int[] heights = new int[MAX_SPATIAL_LAYERS];
    private boolean resolutionsPresent;
    private int pictureGroupSize;
    private int length;

    /** Reads a payload; false if it is malformed, and then the getters say nothing. */
    public boolean parse(byte[] buffer, int offset, int payloadLength) {
        if (payloadLength < 1) {
            return false;
        }
        reset();
        flags = buffer[offset] & 0xff;
        int end = offset + payloadLength;
        int at = offset + 1;
        if (pictureIdPresent()) {
            at = parsePictureId(buffer, at, end, offset);
        }
        if (at >= 0 && layersPresent()) {
            at = parseLayers(buffer, at, end, offset);
        }
        if (at >= 0 && interPicturePredicted() && flexibleMode()) {
            at = parseReferences(buffer, at, end);
        }
        if (at >= 0 && (flags & 0x02) != 0) {
            at = parseScalabilityStructure(buffer, at, end);
        }
        length = at - offset;
        return at >= 0 && at < end;
    }

    private void reset() {
        pictureId = -1;
        pictureIdOffset = -1;
        longPictureId = false;
        temporalId = 0;
        switchingUp = false;
        spatialId = 0;
        interLayerDependency = false;
        tl0PicIdx = -1;
        tl0PicIdxOffset = -1;
        referenceCount = 0;
        spatialLayers = 0;
        resolutionsPresent = false;
        pictureGroupSize = 0;
    }

    // Each step returns the index behind what it has read, or -1 if that does not fit.

    private int parsePictureId(byte[] buffer, int at, int end, int offset) {
        if (at >= end) {
            return -1;
        }
        longPictureId = (buffer[at] & 0x80) != 0;
        pictureIdOffset = at - offset;
        pictureId = buffer[at] & 0x7f;
        if (!longPictureId) {
            return at + 1;
        }
        if (at + 1 >= end) {
            return -1;
        }
        pictureId = (pictureId << 8) | (buffer[at + 1] & 0xff);
        return at + 2;
    }

    private int parseLayers(byte[] buffer, int at, int end, int offset) {
        if (at >= end) {
            return -1;
        }
        int layers = buffer[at] & 0xff;
        temporalId = layers >> 5;
        switchingUp = (layers & 0x10) != 0;
        spatialId = (layers >> 1) & 0x07;
        interLayerDependency = (layers & 0x01) != 0;
        if (flexibleMode()) {
            return at + 1;
        }
        if (at + 1 >= end) {
            return -1;
        }
        tl0PicIdxOffset = at + 1 - offset;
        tl0PicIdx = buffer[at + 1] & 0xff;
        return at + 2;
    }

    private int parseReferences(byte[] buffer, int start, int end) {
        int at = start;
        boolean more = true;
        while (more) {
            if (at >= end || referenceCount == MAX_REFERENCES) {
                return -1;
            }
            int value = buffer[at++] & 0xff;
            references[referenceCount++] = value >> 1;
            more = (value & 0x01) != 0;
        }
        return at;
    }

    /*
     *      +-+-+-+-+-+-+-+-+
     * V:   | N_S |Y|G|-|-|-|
     * Y:   |     WIDTH     | 16 bits, HEIGHT 16 bits, N_S + 1 times
     * G:   |      N_G      |
     * N_G: | TID |U| R |-|-| N_G times, each followed by
     *      |    P_DIFF     | R times
     *      +-+-+-+-+-+-+-+-+
     */
    private int parseScalabilityStructure(byte[] buffer, int start, int end) {
        if (start >= end) {
            return -1;
        }
        int header = buffer[start] & 0xff;
        int at = start + 1;
        spatialLayers = (header >> 5) + 1;
        resolutionsPresent = (header & 0x10) != 0;
        if (resolutionsPresent) {
            if (at + 4 * spatialLayers > end) {
                return -1;
            }
            for (int layer = 0; layer < spatialLayers; layer++, at += 4) {
                widths[layer] = ((buffer[at] & 0xff) << 8) | (buffer[at + 1] & 0xff);
                heights[layer] = ((buffer[at + 2] & 0xff) << 8) | (buffer[at + 3] & 0xff);
            }
        }
        return (header & 0x08) != 0 ? parsePictureGroup(buffer, at, end) : at;
    }

    private int parsePictureGroup(byte[] buffer, int start, int end) {
        if (start >= end) {
            return -1;
        }
        pictureGroupSize = buffer[start] & 0xff;
        int at = start + 1;
        for (int picture = 0; picture < pictureGroupSize; picture++) {
            if (at >= end) {
                return -1;
            }
            at += 1 + ((buffer[at] >> 2) & 0x03);
        }
        return at <= end ? at : -1;
    }

    private boolean pictureIdPresent() {
        return (flags & 0x80) != 0;
    }

    /** P: depends on another picture. */
    public boolean interPicturePredicted() {
        return (flags & 0x40) != 0;
    }

    /** L: layer indices are present. */
    public boolean layersPresent() {
        return (flags & 0x20) != 0;
    }

    /** F: references are given packet by packet. */
    public boolean flexibleMode() {
        return (flags & 0x10) != 0;
    }

    /** B: a layer frame begins here. */
    public boolean startOfFrame() {
        return (flags & 0x08) != 0;
    }

    /** E: a layer frame ends here. */
    public boolean endOfFrame() {
        return (flags & 0x04) != 0;
    }

    /** Z: no higher spatial layer depends on this layer frame. */
    public boolean notReferenceForUpperLayers() {
        return (flags & 0x01) != 0;
    }

    /** V: the scalability structure is here; {@link #spatialLayers} and what follows have a meaning. */
    public boolean scalabilityStructurePresent() {
        return spatialLayers > 0;
    }

    /** 7 or 15 bits, or -1 where there is none. */
    public int pictureId() {
        return pictureId;
    }

    /** M: the picture id has 15 bits. */
    public boolean longPictureId() {
        return longPictureId;
    }

    /** Where the picture id stands, from the payload's start; -1 where there is none. */
    public int pictureIdOffset() {
        return pictureIdOffset;
    }

    /** TID, 0 without layer indices. */
    public int temporalId() {
        return temporalId;
    }

    /** U: a receiver may begin with this temporal layer here. */
    public boolean switchingUp() {
        return switchingUp;
    }

    /** SID, 0 without layer indices. */
    public int spatialId() {
        return spatialId;
    }

    /** D: depends on the next lower spatial layer of the same picture. */
    public boolean interLayerDependency() {
        return interLayerDependency;
    }

    /** 8 bits, or -1 where there is none. */
    public int tl0PicIdx() {
        return tl0PicIdx;
    }

    /** Where TL0PICIDX stands, from the payload's start; -1 where there is none. */
    public int tl0PicIdxOffset() {
        return tl0PicIdxOffset;
    }

    /** How many pictures it says that it depends on. */
    public int referenceCount() {
        return referenceCount;
    }

    /** P_DIFF: how many picture ids back. */
    public int reference(int index) {
        return references[index];
    }

    /** N_S + 1, or 0 without the structure. */
    public int spatialLayers() {
        return spatialLayers;
    }

    /** Width of a spatial layer in pixels, 0 where the structure does not give it. */
    public int width(int layer) {
        return resolutionsPresent ? widths[layer] : 0;
    }

    /** Height of a spatial layer in pixels, 0 where the structure does not give it. */
    public int height(int layer) {
        return resolutionsPresent ? heights[layer] : 0;
    }

    /** N_G: pictures in the group that repeats, 0 where there is none. */
    public int pictureGroupSize() {
        return pictureGroupSize;
    }

    /** Bytes of the descriptor. */
    public int length() {
        return length;
    }
}
