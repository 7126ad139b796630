package org.lyceum.rtc.stream;

import org.jspecify.annotations.Nullable;

/**
 * The picture id and TL0PICIDX that VP8 and VP9 have in common, made continuous, and the descriptor that is written with them.
 * An id of 7 bits becomes one of 15, because a later source may have 15 and the numbering goes on.
 */
final class PictureNumbers {
    private static final int LONG_ID_MASK = 0x7fff;
    private static final int SHORT_ID_MASK = 0x7f;
    /** Longer descriptors carry a VP9 scalability structure; the largest has 8 resolutions and 255 pictures. */
    private static final int MAX_DESCRIPTOR = 1200;

    private @Nullable SequenceRewriter pictureIds;
    private boolean begun;
    private long newestSourceId;
    private int tl0Shift;
    private int newestTl0 = -1;
    private byte[] prefix = new byte[16];
    private int prefixLength;
    private int replaced;

    void begin(int pictureId, int tl0PicIdx) {
        begun = false;
        if (pictureId >= 0) {
            ids(pictureId);
        }
        if (tl0PicIdx >= 0) {
            // Continues behind the newest; the first source keeps its own.
            tl0Shift = newestTl0 < 0 ? 0 : newestTl0 + 1 - tl0PicIdx;
        }
    }

    /** The numbering of this source, which begins with this id if it has not begun. */
    private SequenceRewriter ids(int pictureId) {
        SequenceRewriter ids = pictureIds;
        if (ids == null) {
            ids = new SequenceRewriter(pictureId);
            pictureIds = ids;
        }
        if (!begun) {
            begun = true;
            newestSourceId = pictureId;
            ids.begin(pictureId);
        }
        return ids;
    }

    /**
     * Writes the descriptor.
     *
     * @param length how long it is in the source
     * @param idOffset where the picture id stands, -1 for none
     * @param tl0Offset where TL0PICIDX stands, -1 for none
     */
    boolean write(
            byte[] payload, int length, int idOffset, int pictureId, boolean longId, int tl0Offset, int tl0PicIdx) {
        int id = pictureId;
        if (idOffset >= 0) {
            long out = outgoing(ids(pictureId), pictureId, longId);
            if (out == SequenceRewriter.NONE) {
                return false;
            }
            id = (int) out & LONG_ID_MASK;
        }
        int tl0 = tl0Offset < 0 ? tl0PicIdx : (tl0PicIdx + tl0Shift) & 0xff;
        if (tl0Offset >= 0 && (newestTl0 < 0 || (byte) (tl0 - newestTl0) > 0)) {
            newestTl0 = tl0;
        }
        boolean sameId = id == pictureId && (longId || idOffset < 0);
        if (sameId && tl0 == tl0PicIdx) {
            prefixLength = 0;
            replaced = 0;
            return true;
        }
        if (length > MAX_DESCRIPTOR) {
            return false;
        }
        copy(payload, length, idOffset, longId, id, tl0Offset, tl0);
        return true;
    }

    /** This picture is left out. */
    void drop(int pictureId, boolean longId) {
        SequenceRewriter ids = ids(pictureId);
        ids.drop(extended(pictureId, longId));
    }

    private long outgoing(SequenceRewriter ids, int pictureId, boolean longId) {
        return ids.rewrite(extended(pictureId, longId));
    }

    private long extended(int pictureId, boolean longId) {
        int mask = longId ? LONG_ID_MASK : SHORT_ID_MASK;
        int half = (mask >> 1) + 1;
        int ahead = (int) (pictureId - newestSourceId) & mask;
        long extended = newestSourceId + (ahead < half ? ahead : ahead - mask - 1);
        newestSourceId = Math.max(newestSourceId, extended);
        return extended;
    }

    private void copy(byte[] payload, int length, int idOffset, boolean longId, int id, int tl0Offset, int tl0) {
        if (prefix.length < length + 1) {
            prefix = new byte[length + 1];
        }
        int widened = idOffset >= 0 && !longId ? 1 : 0;
        if (idOffset < 0) {
            System.arraycopy(payload, 0, prefix, 0, length);
        } else {
            System.arraycopy(payload, 0, prefix, 0, idOffset);
            prefix[idOffset] = (byte) (0x80 | (id >> 8));
            prefix[idOffset + 1] = (byte) id;
            int rest = idOffset + 2 - widened;
            System.arraycopy(payload, rest, prefix, idOffset + 2, length - rest);
        }
        if (tl0Offset >= 0) {
            prefix[tl0Offset + widened] = (byte) tl0;
        }
        prefixLength = length + widened;
        replaced = length;
    }

    byte[] prefix() {
        return prefix;
    }

    int prefixLength() {
        return prefixLength;
    }

    int replaced() {
        return replaced;
    }
}
