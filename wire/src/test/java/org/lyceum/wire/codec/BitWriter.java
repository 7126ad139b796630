package org.lyceum.wire.codec;

import java.util.Arrays;

/** Writes bits, highest first, for test vectors. */
final class BitWriter {
    private byte[] bytes = new byte[16];
    private int bits;

    BitWriter write(int value, int width) {
        for (int i = width - 1; i >= 0; i--) {
            if (bits == bytes.length * 8) {
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
            }
            bytes[bits >> 3] |= (byte) (((value >> i) & 1) << (7 - (bits & 7)));
            bits++;
        }
        return this;
    }

    BitWriter flag(boolean value) {
        return write(value ? 1 : 0, 1);
    }

    /** ns(n) */
    BitWriter writeNonSymmetric(int value, int n) {
        int width = 32 - Integer.numberOfLeadingZeros(n);
        int shorter = (1 << width) - n;
        if (value < shorter) {
            return write(value, width - 1);
        }
        return write(value + shorter, width);
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, (bits + 7) / 8);
    }

    /** ue(v): Exp-Golomb coded. */
    BitWriter writeUnsigned(int value) {
        int length = 32 - Integer.numberOfLeadingZeros(value + 1);
        return write(0, length - 1).write(value + 1, length);
    }
}
