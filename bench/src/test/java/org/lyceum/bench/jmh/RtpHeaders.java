package org.lyceum.bench.jmh;

import org.lyceum.wire.Bytes;

/** RTP headers as browsers send them: version 2, one word of extensions in the one-byte form (RFC 8285). */
final class RtpHeaders {
    /** Bytes that {@link #write} writes. */
    static final int BYTES = 20;

    private RtpHeaders() {}

    static void write(byte[] b, long sequence, int ssrc) {
        Bytes.put16(b, 0, 0x9060);
        Bytes.put16(b, 2, (int) sequence & 0xFFFF);
        Bytes.put32(b, 4, (int) (sequence / 10) * 3000);
        Bytes.put32(b, 8, ssrc);
        Bytes.put16(b, 12, 0xBEDE);
        Bytes.put16(b, 14, 1);
        Bytes.put32(b, 16, 0x3100_0000 | ((int) sequence & 0xFFFF) << 8);
    }
}
