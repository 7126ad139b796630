package org.lyceum.wire.rtp;

import org.lyceum.wire.Bytes;

/**
 * Writes RTP headers (RFC 3550, 5.1) and header extensions (RFC 8285) straight into the array that will be sent. Every method
 * returns where to go on. A header with extensions is written so:
 *
 * <pre>
 * int end = RtpWriter.header(b, begin, marker, payloadType, sequence, timestamp, ssrc);
 * int at = RtpWriter.beginExtensions(b, begin, end, twoByte);
 * at = RtpWriter.extension(b, at, twoByte, id, value, 0, value.length);
 * at = RtpWriter.endExtensions(b, end, at);
 * </pre>
 *
 * <p>The two-byte form is needed as soon as one element {@link #needsTwoByteForm}. Allocates nothing and checks nothing but
 * what the array checks.
 */
public final class RtpWriter {
    private RtpWriter() {}

    /** Writes the twelve fixed bytes; sequence and timestamp are narrowed here from their extended values. */
    public static int header(
            byte[] b, int offset, boolean marker, int payloadType, long sequence, long timestamp, int ssrc) {
        b[offset] = (byte) 0x80;
        b[offset + 1] = (byte) ((payloadType & 0x7F) | (marker ? 0x80 : 0));
        Bytes.put16(b, offset + 2, (int) sequence);
        Bytes.put32(b, offset + 4, (int) timestamp);
        Bytes.put32(b, offset + 8, ssrc);
        return offset + RtpPacket.FIXED_HEADER_BYTES;
    }

    /** Whether an element does not fit the one-byte form: ids 1 to 14, values of 1 to 16 bytes. */
    public static boolean needsTwoByteForm(int id, int valueBytes) {
        return id > 14 || valueBytes > 16 || valueBytes == 0;
    }

    /** Sets the X bit of the header at {@code header} and begins the extension at {@code at}. */
    public static int beginExtensions(byte[] b, int header, int at, boolean twoByte) {
        b[header] |= 0x10;
        Bytes.put16(b, at, twoByte ? 0x1000 : 0xBEDE);
        Bytes.put16(b, at + 2, 0);
        return at + 4;
    }

    public static int extension(
            byte[] b, int at, boolean twoByte, int id, byte[] value, int valueOffset, int valueLength) {
        int begin = element(b, at, twoByte, id, valueLength);
        System.arraycopy(value, valueOffset, b, begin, valueLength);
        return begin + valueLength;
    }

    /** An element whose value is one byte. */
    public static int extension8(byte[] b, int at, boolean twoByte, int id, int value) {
        int begin = element(b, at, twoByte, id, 1);
        Bytes.put8(b, begin, value);
        return begin + 1;
    }

    /** An element whose value is two bytes. */
    public static int extension16(byte[] b, int at, boolean twoByte, int id, int value) {
        int begin = element(b, at, twoByte, id, 2);
        Bytes.put16(b, begin, value);
        return begin + 2;
    }

    /** An element whose value is three bytes. */
    public static int extension24(byte[] b, int at, boolean twoByte, int id, int value) {
        int begin = element(b, at, twoByte, id, 3);
        Bytes.put24(b, begin, value);
        return begin + 3;
    }

    /**
     * Pads to whole words and writes the extension's length.
     *
     * @param begin what {@code at} was when {@link #beginExtensions} was called
     * @param at what the last element returned
     * @return where the payload begins
     */
    public static int endExtensions(byte[] b, int begin, int at) {
        int end = at;
        while ((end - begin) % 4 != 0) {
            b[end++] = 0;
        }
        Bytes.put16(b, begin + 2, (end - begin) / 4 - 1);
        return end;
    }

    private static int element(byte[] b, int at, boolean twoByte, int id, int valueLength) {
        if (twoByte) {
            b[at] = (byte) id;
            b[at + 1] = (byte) valueLength;
            return at + 2;
        }
        b[at] = (byte) ((id << 4) | (valueLength - 1));
        return at + 1;
    }
}
