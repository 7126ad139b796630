package org.lyceum.wire.codec;

/**
 * View of the VP8 payload descriptor and of the first byte behind it (RFC 7741, 4.2 and 4.3). Reused: one instance for each
 * thread, {@link #parse} for each packet. Nothing is kept of the buffer.
 *
 * <pre>
 *       0 1 2 3 4 5 6 7
 *      +-+-+-+-+-+-+-+-+
 *      |X|R|N|S|R| PID | (required)
 *      +-+-+-+-+-+-+-+-+
 * X:   |I|L|T|K|  RSV  |
 * I:   |M|  PictureID  |
 * M:   |   PictureID   |
 * L:   |   TL0PICIDX   |
 * T/K: |TID|Y|  KEYIDX |
 *      +-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Vp8Descriptor {
    private boolean nonReference;
    private boolean startOfPartition;
    private int partition;
    private int pictureId;
    private int pictureIdOffset;
    private boolean longPictureId;
    private int tl0PicIdx;
    private int tl0PicIdxOffset;
    private int temporalId;
    private boolean layerSync;
    private int keyIdx;
    private int length;
    private boolean keyFrame;

    /** Reads a payload; false if it is malformed, and then the getters say nothing. */
    public boolean parse(byte[] buffer, int offset, int payloadLength) {
        if (payloadLength < 2) {
            return false;
        }
        int end = offset + payloadLength;
        int first = buffer[offset];
        nonReference = (first & 0x20) != 0;
        startOfPartition = (first & 0x10) != 0;
        partition = first & 0x07;
        pictureId = -1;
        pictureIdOffset = -1;
        longPictureId = false;
        tl0PicIdx = -1;
        tl0PicIdxOffset = -1;
        temporalId = -1;
        layerSync = false;
        keyIdx = -1;
        int at = offset + 1;
        if ((first & 0x80) != 0) {
            at = parseExtension(buffer, at, end, offset);
        }
        if (at >= end) {
            // A descriptor without a payload behind it carries nothing.
            return false;
        }
        length = at - offset;
        // RFC 7741, 4.3: the inverse key frame bit P is the lowest of the frame's first byte.
        keyFrame = startOfFrame() && (buffer[at] & 0x01) == 0;
        return true;
    }

    /** Index behind the extension, or end if it does not fit. */
    private int parseExtension(byte[] buffer, int start, int end, int offset) {
        int at = start;
        int flags = buffer[at++];
        if ((flags & 0x80) != 0) {
            if (at >= end) {
                return end;
            }
            longPictureId = (buffer[at] & 0x80) != 0;
            if (at + (longPictureId ? 2 : 1) > end) {
                return end;
            }
            pictureIdOffset = at - offset;
            pictureId = buffer[at++] & 0x7f;
            if (longPictureId) {
                pictureId = (pictureId << 8) | (buffer[at++] & 0xff);
            }
        }
        if ((flags & 0x40) != 0) {
            if (at >= end) {
                return end;
            }
            tl0PicIdxOffset = at - offset;
            tl0PicIdx = buffer[at++] & 0xff;
        }
        if ((flags & 0x30) != 0) {
            if (at >= end) {
                return end;
            }
            int value = buffer[at++] & 0xff;
            if ((flags & 0x20) != 0) {
                temporalId = value >> 6;
                layerSync = (value & 0x20) != 0;
            }
            if ((flags & 0x10) != 0) {
                keyIdx = value & 0x1f;
            }
        }
        return at;
    }

    /** N: no other frame depends on this one. */
    public boolean nonReference() {
        return nonReference;
    }

    /** S: a partition begins here. */
    public boolean startOfPartition() {
        return startOfPartition;
    }

    /** PID: index of the partition. */
    public int partition() {
        return partition;
    }

    /** A frame begins here: S is set and PID is 0. */
    public boolean startOfFrame() {
        return startOfPartition && partition == 0;
    }

    /** A key frame begins here; false on the other packets of a key frame, which do not tell. */
    public boolean keyFrame() {
        return keyFrame;
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

    /** 8 bits, or -1 where there is none. */
    public int tl0PicIdx() {
        return tl0PicIdx;
    }

    /** Where TL0PICIDX stands, from the payload's start; -1 where there is none. */
    public int tl0PicIdxOffset() {
        return tl0PicIdxOffset;
    }

    /** TID, or -1 where there is none. */
    public int temporalId() {
        return temporalId;
    }

    /** Y: depends on frames of temporal layer 0 alone. */
    public boolean layerSync() {
        return layerSync;
    }

    /** KEYIDX, or -1 where there is none. */
    public int keyIdx() {
        return keyIdx;
    }

    /** Bytes of the descriptor. */
    public int length() {
        return length;
    }
}
