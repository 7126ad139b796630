package org.lyceum.bench.probe;

import java.util.zip.CRC32;
import org.lyceum.wire.Bytes;

/**
 * What a generated payload tells a probe viewer: when it was sent, and that it is whole.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |           sender's clock, nanoseconds, upper half             |
 * |                          lower half                           |
 * |            CRC-32 of the clock and of what follows            |
 * |                        anything ...                           |
 * </pre>
 *
 * <p>The clock is {@link System#nanoTime} of the generator, which plays both sides. Confined to one thread.
 */
public final class ProbeStamp {
    public static final int BYTES = 12;
    /** Where it begins in a packet of sound: in the padding behind two bytes of frame. */
    public static final int IN_SOUND = 5;

    private static final int CLOCK_BYTES = 8;
    /** {@link #read}: the checksum is wrong. */
    public static final long BROKEN = Long.MIN_VALUE;

    private final CRC32 crc = new CRC32();

    /** Stamps the bytes from {@code offset} on, which are {@code length} with the stamp, at least {@link #BYTES}. */
    public void write(byte[] bytes, int offset, int length, long clockNanos) {
        Bytes.put64(bytes, offset, clockNanos);
        Bytes.put32(bytes, offset + CLOCK_BYTES, checksum(bytes, offset, length));
    }

    /** The sender's clock, or {@link #BROKEN}. */
    public long read(byte[] bytes, int offset, int length) {
        if (length < BYTES || Bytes.i32(bytes, offset + CLOCK_BYTES) != checksum(bytes, offset, length)) {
            return BROKEN;
        }
        return Bytes.i64(bytes, offset);
    }

    private int checksum(byte[] bytes, int offset, int length) {
        crc.reset();
        crc.update(bytes, offset, CLOCK_BYTES);
        crc.update(bytes, offset + BYTES, length - BYTES);
        return (int) crc.getValue();
    }
}
