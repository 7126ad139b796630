package org.lyceum.rtc.srtp;

import org.lyceum.wire.Bytes;

/** The few fields of RTP and RTCP headers that SRTP reads (RFC 3550, 5.1, 5.3.1 and 6.4.1). */
final class RtpFields {
    /** Length of the fixed RTP header. */
    static final int FIXED_HEADER_BYTES = 12;

    private static final int VERSION = 2;
    private static final int EXTENSION_BIT = 0x10;
    private static final int EXTENSION_HEADER_BYTES = 4;

    private RtpFields() {}

    static boolean versionTwo(byte[] b, int off) {
        return (b[off] & 0xFF) >>> 6 == VERSION;
    }

    /** Length of fixed header, CSRCs and header extension, or -1 where they do not fit into the packet. */
    static int headerLength(byte[] b, int off, int length) {
        if (length < FIXED_HEADER_BYTES || !versionTwo(b, off)) {
            return -1;
        }
        int end = FIXED_HEADER_BYTES + 4 * (b[off] & 0x0F);
        if ((b[off] & EXTENSION_BIT) != 0) {
            if (end + EXTENSION_HEADER_BYTES > length) {
                return -1;
            }
            end += EXTENSION_HEADER_BYTES + 4 * Bytes.u16(b, off + end + 2);
        }
        return end <= length ? end : -1;
    }

    static int sequenceNumber(byte[] b, int off) {
        return Bytes.u16(b, off + 2);
    }

    static int rtpSsrc(byte[] b, int off) {
        return Bytes.i32(b, off + 8);
    }

    static int rtcpSsrc(byte[] b, int off) {
        return Bytes.i32(b, off + 4);
    }
}
