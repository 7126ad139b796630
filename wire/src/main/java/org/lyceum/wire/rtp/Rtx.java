package org.lyceum.wire.rtp;

import org.lyceum.wire.Bytes;

/**
 * Retransmission payloads (RFC 4588, 4): two bytes of original sequence number, then the original payload. An RTX packet
 * without these two bytes is padding for probing and restores to nothing.
 */
public final class Rtx {
    /** Bytes of the original sequence number (OSN) before the payload. */
    public static final int OSN_BYTES = 2;

    private Rtx() {}

    /** Whether an RTX payload of this length restores to a packet. */
    public static boolean carriesPacket(int payloadLength) {
        return payloadLength > OSN_BYTES;
    }

    public static int originalSequenceNumber(byte[] b, int payloadOffset) {
        return Bytes.u16(b, payloadOffset);
    }

    /** Writes the original sequence number; returns where the original payload goes. */
    public static int writeOriginalSequenceNumber(byte[] b, int payloadOffset, long sequence) {
        Bytes.put16(b, payloadOffset, (int) sequence);
        return payloadOffset + OSN_BYTES;
    }
}
