package org.lyceum.wire.codec;

/**
 * View of a redundant audio payload (RFC 2198, 3). Reused: one instance for each thread. The primary block is the last one and
 * reaches to the end of the payload.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |F|   block PT  |  timestamp offset         |   block length    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Red {
    private int primaryOffset;
    private int primaryPayloadType;
    private int redundantBlocks;

    /** Reads a payload; false if it is malformed, and then the getters say nothing. */
    public boolean parse(byte[] buffer, int offset, int length) {
        redundantBlocks = 0;
        int end = offset + length;
        int at = offset;
        int redundantBytes = 0;
        while (at < end && (buffer[at] & 0x80) != 0) {
            if (at + 4 > end) {
                return false;
            }
            redundantBytes += ((buffer[at + 2] & 0x03) << 8) | (buffer[at + 3] & 0xff);
            redundantBlocks++;
            at += 4;
        }
        if (at >= end) {
            return false;
        }
        primaryPayloadType = buffer[at] & 0x7f;
        primaryOffset = at + 1 + redundantBytes - offset;
        return primaryOffset <= length;
    }

    /** Where the primary block starts, from the payload's start; it may be empty. */
    public int primaryOffset() {
        return primaryOffset;
    }

    public int primaryPayloadType() {
        return primaryPayloadType;
    }

    /** How many blocks are in front of the primary one. */
    public int redundantBlocks() {
        return redundantBlocks;
    }
}
