package org.lyceum.turn;

import org.lyceum.wire.stun.StunMessage;

/** How long a message is that begins in a stream: STUN and ChannelData say so themselves (RFC 8656, 12.5). */
public final class StreamFraming {
    /** Bytes from the beginning of a message that tell its length. */
    public static final int HEADER_BYTES = 4;

    /** No verdict but the end of the connection: what follows cannot be understood. */
    public static final int BROKEN = -1;

    private static final int LARGEST = TurnEngine.LARGEST_DATAGRAM + 64;

    private StreamFraming() {}

    /** Whether a message is ChannelData: the first two bits are 01. */
    public static boolean isChannelData(int firstByte) {
        return (firstByte & 0xC0) == 0x40;
    }

    /**
     * The length of the message, padding included, or {@link #BROKEN}.
     *
     * @param firstByte of the message
     * @param length the number in its third and fourth byte
     */
    public static int messageBytes(int firstByte, int length) {
        int bytes;
        if (isChannelData(firstByte)) {
            bytes = PeerChannel.HEADER_BYTES + ((length + 3) & ~3);
        } else if ((firstByte & 0xC0) == 0 && length % 4 == 0) {
            bytes = StunMessage.HEADER_BYTES + length;
        } else {
            return BROKEN;
        }
        return bytes <= LARGEST ? bytes : BROKEN;
    }
}
