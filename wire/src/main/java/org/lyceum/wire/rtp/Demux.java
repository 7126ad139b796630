package org.lyceum.wire.rtp;

/**
 * Tells the protocols on one port apart by the first byte (RFC 7983, 7), and RTP from RTCP by the second (RFC 5761, 4):
 * RTCP packet types 192 to 223 are where RTP would have its marker bit and payload types 64 to 95, which therefore are never
 * used for media.
 */
public final class Demux {
    private static final int DTLS_HEADER_BYTES = 13;
    private static final int RTP_HEADER_BYTES = 12;
    private static final int RTCP_HEADER_BYTES = 8;
    private static final int STUN_HEADER_BYTES = 20;

    private Demux() {}

    public static DatagramKind classify(byte[] b, int offset, int length) {
        if (length < RTCP_HEADER_BYTES) {
            return DatagramKind.UNKNOWN;
        }
        int first = b[offset] & 0xFF;
        if (first >= 128 && first <= 191) {
            int second = b[offset + 1] & 0xFF;
            if (second >= 192 && second <= 223) {
                return DatagramKind.RTCP;
            }
            return length >= RTP_HEADER_BYTES ? DatagramKind.RTP : DatagramKind.UNKNOWN;
        }
        if (first <= 3) {
            return length >= STUN_HEADER_BYTES ? DatagramKind.STUN : DatagramKind.UNKNOWN;
        }
        if (first >= 20 && first <= 63) {
            return length >= DTLS_HEADER_BYTES ? DatagramKind.DTLS : DatagramKind.UNKNOWN;
        }
        return DatagramKind.UNKNOWN;
    }
}
