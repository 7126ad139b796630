package org.lyceum.wire;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Damages valid packets the way a hostile or broken sender would: changed bits, extreme bytes, cut ends, repeated and lost
 * ranges. The result lies somewhere inside a larger array, with other bytes around it, so that reading beyond the slice does
 * not go unnoticed for want of an exception.
 */
public final class Mutator {
    private static final int[] EXTREMES = {0x00, 0x01, 0x7F, 0x80, 0xFF};
    private static final int MARGIN = 8;

    private final List<byte[]> seeds;
    private final RandomGenerator random;
    private byte[] buffer = new byte[0];
    private int offset;
    private int length;

    public Mutator(List<byte[]> seeds, RandomGenerator random) {
        this.seeds = seeds;
        this.random = random;
    }

    /** Makes the next damaged packet. */
    public void next() {
        byte[] seed = seeds.get(random.nextInt(seeds.size()));
        byte[] bytes = Arrays.copyOf(seed, seed.length);
        for (int changes = random.nextInt(5); changes > 0 && bytes.length > 0; changes--) {
            bytes = damage(bytes);
        }
        offset = random.nextInt(MARGIN);
        length = bytes.length;
        // Half of the time the slice ends with its array, so that a read beyond it throws.
        buffer = new byte[offset + length + (random.nextBoolean() ? 0 : MARGIN)];
        Arrays.fill(buffer, (byte) 0xA5);
        System.arraycopy(bytes, 0, buffer, offset, length);
    }

    public byte[] buffer() {
        return buffer;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    private byte[] damage(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(8));
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) EXTREMES[random.nextInt(EXTREMES.length)];
            case 2 -> bytes[at] = (byte) random.nextInt(256);
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                return repeat(bytes, at, end);
            }
            default -> {
                return remove(bytes, at, end);
            }
        }
        return bytes;
    }

    private static byte[] repeat(byte[] bytes, int from, int to) {
        byte[] out = Arrays.copyOf(bytes, bytes.length + to - from);
        System.arraycopy(bytes, from, out, to, bytes.length - from);
        return out;
    }

    private static byte[] remove(byte[] bytes, int from, int to) {
        byte[] out = Arrays.copyOf(bytes, bytes.length - (to - from));
        System.arraycopy(bytes, to, out, from, bytes.length - to);
        return out;
    }
}
