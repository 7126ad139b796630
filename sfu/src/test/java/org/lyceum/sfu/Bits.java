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

    byte[] bytes() {
        return Arrays.copyOf(bytes, (count + 7) / 8);
    }
}
