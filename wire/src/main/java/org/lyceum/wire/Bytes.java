package org.lyceum.wire;

/**
 * Big-endian integers in byte arrays, as every protocol here writes them. Offsets are absolute; nothing is checked but what
 * the array itself checks, so callers compare lengths first.
 */
public final class Bytes {
    private Bytes() {}

    public static int u8(byte[] b, int offset) {
        return b[offset] & 0xFF;
    }

    public static int u16(byte[] b, int offset) {
        return ((b[offset] & 0xFF) << 8) | (b[offset + 1] & 0xFF);
    }

    public static int u24(byte[] b, int offset) {
        return ((b[offset] & 0xFF) << 16) | ((b[offset + 1] & 0xFF) << 8) | (b[offset + 2] & 0xFF);
    }

    /** 32 bits as they are; SSRCs are handled so. */
    public static int i32(byte[] b, int offset) {
        return ((b[offset] & 0xFF) << 24)
                | ((b[offset + 1] & 0xFF) << 16)
                | ((b[offset + 2] & 0xFF) << 8)
                | (b[offset + 3] & 0xFF);
    }

    public static long u32(byte[] b, int offset) {
        return i32(b, offset) & 0xFFFF_FFFFL;
    }

    public static long i64(byte[] b, int offset) {
        return ((long) i32(b, offset) << 32) | u32(b, offset + 4);
    }

    public static void put8(byte[] b, int offset, int value) {
        b[offset] = (byte) value;
    }

    public static void put16(byte[] b, int offset, int value) {
        b[offset] = (byte) (value >>> 8);
        b[offset + 1] = (byte) value;
    }

    public static void put24(byte[] b, int offset, int value) {
        b[offset] = (byte) (value >>> 16);
        b[offset + 1] = (byte) (value >>> 8);
        b[offset + 2] = (byte) value;
    }

    public static void put32(byte[] b, int offset, int value) {
        b[offset] = (byte) (value >>> 24);
        b[offset + 1] = (byte) (value >>> 16);
        b[offset + 2] = (byte) (value >>> 8);
        b[offset + 3] = (byte) value;
    }

    public static void put64(byte[] b, int offset, long value) {
        put32(b, offset, (int) (value >>> 32));
        put32(b, offset + 4, (int) value);
    }
}
