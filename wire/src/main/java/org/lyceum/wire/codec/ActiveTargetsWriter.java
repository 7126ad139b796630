package org.lyceum.wire.codec;

/**
 * Puts active_decode_targets_bitmask (RTP Payload Format for AV1, A.8.2) into a dependency descriptor that somebody else has
 * written, or another one in its place; everything else stays, bit by bit. Reused, on one thread; allocates nothing.
 */
public final class ActiveTargetsWriter {
    private static final int MANDATORY_BYTES = 3;
    private static final int FLAGS = 5;
    private static final int STRUCTURE_PRESENT = 0b10000;
    private static final int ACTIVE_PRESENT = 0b01000;

    private final BitReader in = new BitReader();
    private byte[] out = new byte[0];
    private int at;

    /** How long the outcome of {@link #write} will be. */
    public static int length(byte[] descriptor, DecodeTargets targets) {
        int bits = descriptor.length * 8;
        if (descriptor.length == MANDATORY_BYTES) {
            bits += FLAGS;
        } else if ((flags(descriptor) & ACTIVE_PRESENT) != 0) {
            return descriptor.length;
        }
        return (bits + targets.structure().decodeTargets() + 7) / 8;
    }

    private static int flags(byte[] descriptor) {
        return (descriptor[MANDATORY_BYTES] & 0xff) >> (8 - FLAGS);
    }

    /**
     * Writes a descriptor with a mask.
     *
     * @param descriptor as it came, well-formed, of three bytes or more
     * @param targets those that were read from it
     * @param active the mask to be written
     * @param result takes as many bytes as {@link #length} says
     */
    public void write(byte[] descriptor, DecodeTargets targets, int active, byte[] result) {
        int mask = targets.structure().decodeTargets();
        out = result;
        at = 0;
        in.reset(descriptor, 0, descriptor.length);
        copy(MANDATORY_BYTES * 8);
        int left = (descriptor.length - MANDATORY_BYTES) * 8;
        int flags = left == 0 ? 0 : in.read(FLAGS);
        put(flags | ACTIVE_PRESENT, FLAGS);
        if (left > 0) {
            left -= FLAGS;
            if ((flags & STRUCTURE_PRESENT) != 0) {
                left -= targets.structure().bits();
                copy(targets.structure().bits());
            }
            if ((flags & ACTIVE_PRESENT) != 0) {
                left -= mask;
                skip(mask);
            }
        }
        put(active, mask);
        copy(left);
        put(0, result.length * 8 - at); // zero_padding
    }

    private void skip(int bits) {
        in.read(bits / 2);
        in.read(bits - bits / 2);
    }

    private void copy(int bits) {
        for (int left = bits; left > 0; ) {
            int some = Math.min(left, 8);
            put(in.read(some), some);
            left -= some;
        }
    }

    private void put(int value, int bits) {
        for (int i = bits - 1; i >= 0; i--, at++) {
            int bit = 1 << (7 - (at & 7));
            out[at >> 3] = (byte) (((value >> i) & 1) != 0 ? out[at >> 3] | bit : out[at >> 3] & ~bit);
        }
    }
}
