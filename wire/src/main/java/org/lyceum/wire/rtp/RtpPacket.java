package org.lyceum.wire.rtp;

import org.lyceum.wire.Bytes;

/**
 * A view of one RTP packet (RFC 3550, 5.1; RFC 8285) in somebody else's array. One object is reused for packet after packet
 * and holds no copy: getters are valid until the next {@link #parse} and while the array is unchanged. Confined to one thread;
 * allocates nothing.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |           synchronization source (SSRC) identifier            |
 * |            contributing source (CSRC) identifiers ...         |
 * |      defined by profile       |   length in 32-bit words      |
 * |                    header extension elements ...              |
 * </pre>
 */
public final class RtpPacket {
    public static final int FIXED_HEADER_BYTES = 12;
    public static final int MALFORMED = -1;

    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000;
    /** The lowest four bits of the two-byte profile are application bits, to be ignored (RFC 8285, 4.3). */
    private static final int TWO_BYTE_MASK = 0xFFF0;

    private byte[] buffer = new byte[FIXED_HEADER_BYTES];
    private int offset;
    private int headerLength;
    private int payloadLength;
    private int paddingLength;
    private int extensionsBegin;
    private int extensionsEnd;
    private int extensionProfile;
    private int extensionLength;

    /**
     * Looks at a decrypted packet.
     *
     * @return false where it is no well-formed RTP packet; getters mean nothing then
     */
    public boolean parse(byte[] b, int packetOffset, int length) {
        int header = headerLength(b, packetOffset, length);
        if (header == MALFORMED) {
            return false;
        }
        boolean padded = (b[packetOffset] & 0x20) != 0;
        int padding = padded ? b[packetOffset + length - 1] & 0xFF : 0;
        if (padding > length - header || (padded && padding == 0)) {
            return false;
        }
        buffer = b;
        offset = packetOffset;
        headerLength = header;
        paddingLength = padding;
        payloadLength = length - header - padding;
        locateExtensions();
        return true;
    }

    /**
     * Bytes of the header, CSRC list and header extension included, or {@link #MALFORMED}. Needs nothing decrypted but the
     * header, so that SRTP can ask it first.
     */
    public static int headerLength(byte[] b, int offset, int length) {
        if (length < FIXED_HEADER_BYTES || (b[offset] & 0xC0) != 0x80) {
            return MALFORMED;
        }
        int header = FIXED_HEADER_BYTES + 4 * (b[offset] & 0x0F);
        if ((b[offset] & 0x10) != 0) {
            if (header + 4 > length) {
                return MALFORMED;
            }
            header += 4 + 4 * Bytes.u16(b, offset + header + 2);
        }
        return header <= length ? header : MALFORMED;
    }

    public byte[] buffer() {
        return buffer;
    }

    /** Where the packet begins in {@link #buffer}. */
    public int offset() {
        return offset;
    }

    public boolean marker() {
        return (buffer[offset + 1] & 0x80) != 0;
    }

    public int payloadType() {
        return buffer[offset + 1] & 0x7F;
    }

    public int sequenceNumber() {
        return Bytes.u16(buffer, offset + 2);
    }

    /** 32 bits, unsigned. */
    public long timestamp() {
        return Bytes.u32(buffer, offset + 4);
    }

    public int ssrc() {
        return Bytes.i32(buffer, offset + 8);
    }

    public int csrcCount() {
        return buffer[offset] & 0x0F;
    }

    public int csrc(int index) {
        return Bytes.i32(buffer, offset + FIXED_HEADER_BYTES + 4 * index);
    }

    public int headerLength() {
        return headerLength;
    }

    /** Where the payload begins in {@link #buffer}. */
    public int payloadOffset() {
        return offset + headerLength;
    }

    /** Without padding. */
    public int payloadLength() {
        return payloadLength;
    }

    /** Padding bytes at the end, the byte that counts them included. */
    public int paddingLength() {
        return paddingLength;
    }

    /**
     * Looks for a header extension element.
     *
     * @param id 1 to 255; 0, for "not negotiated", finds nothing
     * @return where its value begins in {@link #buffer}, or -1; {@link #extensionLength} tells how long it is
     */
    public int findExtension(int id) {
        if (id <= 0 || extensionsBegin == extensionsEnd) {
            return -1;
        }
        return extensionProfile == ONE_BYTE_PROFILE ? findOneByte(id) : findTwoByte(id);
    }

    /** Bytes of the value that {@link #findExtension} found last; may be 0 in the two-byte form. */
    public int extensionLength() {
        return extensionLength;
    }

    private void locateExtensions() {
        extensionsBegin = 0;
        extensionsEnd = 0;
        if ((buffer[offset] & 0x10) == 0) {
            return;
        }
        int at = offset + FIXED_HEADER_BYTES + 4 * csrcCount();
        extensionProfile = Bytes.u16(buffer, at);
        if (extensionProfile == ONE_BYTE_PROFILE || (extensionProfile & TWO_BYTE_MASK) == TWO_BYTE_PROFILE) {
            extensionsBegin = at + 4;
            extensionsEnd = offset + headerLength;
        }
    }

    /**
     * RFC 8285, 4.2: a zero byte is padding; id 0 with a length and id 15 end the whole extension. An element that sticks out
     * ends it too, those before it count.
     */
    private int findOneByte(int id) {
        int at = extensionsBegin;
        while (at < extensionsEnd) {
            int head = buffer[at] & 0xFF;
            if (head == 0) {
                at++;
                continue;
            }
            int element = head >>> 4;
            int bytes = (head & 0x0F) + 1;
            if (element == 0 || element == 15 || at + 1 + bytes > extensionsEnd) {
                return -1;
            }
            if (element == id) {
                extensionLength = bytes;
                return at + 1;
            }
            at += 1 + bytes;
        }
        return -1;
    }

    /** RFC 8285, 4.3: an id byte of 0 is padding and has no length byte. */
    private int findTwoByte(int id) {
        int at = extensionsBegin;
        while (at < extensionsEnd) {
            int element = buffer[at] & 0xFF;
            if (element == 0) {
                at++;
                continue;
            }
            if (at + 2 > extensionsEnd || at + 2 + (buffer[at + 1] & 0xFF) > extensionsEnd) {
                return -1;
            }
            int bytes = buffer[at + 1] & 0xFF;
            if (element == id) {
                extensionLength = bytes;
                return at + 2;
            }
            at += 2 + bytes;
        }
        return -1;
    }
}
