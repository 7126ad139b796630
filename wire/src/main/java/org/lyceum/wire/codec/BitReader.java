package org.lyceum.wire.codec;

/** Reads bits, highest first. Past the end it gives zeros and remembers, so that a parser checks once. Reused. */
final class BitReader {
    private byte[] buffer = new byte[0];
    private int bit;
    private int endBit;
    private boolean overrun;

    void reset(byte[] bytes, int offset, int length) {
        buffer = bytes;
        bit = offset * 8;
        endBit = (offset + length) * 8;
        overrun = false;
    }

    /** f(n): 0 to 31 bits as an unsigned number. */
    int read(int bits) {
        if (endBit - bit < bits) {
            overrun = true;
            bit = endBit;
            return 0;
        }
        int value = 0;
        for (int i = 0; i < bits; i++, bit++) {
            value = (value << 1) | ((buffer[bit >> 3] >> (7 - (bit & 7))) & 1);
        }
        return value;
    }

    boolean readFlag() {
        return read(1) != 0;
    }

    /** ns(n): a number below n, as the AV1 specification codes it (4.10.7). */
    int readNonSymmetric(int n) {
        int width = 32 - Integer.numberOfLeadingZeros(n);
        int shorter = (1 << width) - n;
        int value = read(width - 1);
        if (value < shorter) {
            return value;
        }
        return (value << 1) - shorter + read(1);
    }

    /** Of the next bit, counted from the beginning of the buffer. */
    int position() {
        return bit;
    }

    /** More was read than there is. */
    boolean overrun() {
        return overrun;
    }
}
