package org.lyceum.sfu;

import java.util.Arrays;

/** Writes bits, highest first. */
final class Bits {
    private byte[] bytes = new byte[32];
    private int count;

    Bits write(int value, int width) {
        for (int i = width - 1; i >= 0; i--) {
            if (count == bytes.length * 8) {
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
            }
            bytes[count >> 3] |= (byte) (((value >> i) & 1) << (7 - (count & 7)));
            count++;
        }
        return this;
    }

    /** ns(n), as the AV1 specification codes a number below n (4.10.7). */
    Bits writeNonSymmetric(int value, int n) {
        int width = 32 - Integer.numberOfLeadingZeros(n);
        int shorter = (1 << width) - n;
        return value < shorter ? write(value, width - 1) : write(value + shorter, width);
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, (count + 7) / 8);
    }
}
