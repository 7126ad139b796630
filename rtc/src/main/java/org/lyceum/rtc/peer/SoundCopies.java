package org.lyceum.rtc.peer;

import java.util.Arrays;

/**
 * The last packets of sound to one watcher as they were sent, ciphertext and all, to be sent again: browsers ask for lost sound
 * (NACK) and take no RTX for it, and encrypting another packet under the same number would give its key away (RFC 7714, 8.1).
 * Confined to its peer's loop; allocates where a packet is larger than any before in its place.
 */
final class SoundCopies {
    /** Of 20 ms each they last longer than any page holds sound. */
    static final int PACKETS = 32;

    /** Of 128 kbit/s, each packet with its predecessor (RED), there is room; what is larger is not kept. */
    static final int MOST_BYTES = 768;

    /** A place is as large as its largest packet, in steps of so many bytes. */
    private static final int STEP_BYTES = 64;

    private static final long NONE = -1;

    private final byte[][] packets = new byte[PACKETS][0];
    private final long[] sequences = new long[PACKETS];
    private final int[] lengths = new int[PACKETS];
    private final int[] numbers = new int[PACKETS];

    SoundCopies() {
        Arrays.fill(sequences, NONE);
    }

    /**
     * Keeps a protected packet under its extended sequence number, in the place of one that is {@link #PACKETS} older.
     *
     * @param number its transport-wide one
     */
    void keep(long sequence, int number, byte[] from, int offset, int length) {
        int slot = slot(sequence);
        if (length > MOST_BYTES) {
            sequences[slot] = NONE;
            return;
        }
        if (packets[slot].length < length) {
            packets[slot] = new byte[(length + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES];
        }
        System.arraycopy(from, offset, packets[slot], 0, length);
        sequences[slot] = sequence;
        lengths[slot] = length;
        numbers[slot] = number;
    }

    /** Its length, 0 where it is not kept. */
    int length(long sequence) {
        int slot = slot(sequence);
        return sequences[slot] == sequence ? lengths[slot] : 0;
    }

    /** The transport-wide number of a packet of which {@link #length} is not 0. */
    int number(long sequence) {
        return numbers[slot(sequence)];
    }

    /** Copies a packet of which {@link #length} is not 0. */
    void copy(long sequence, byte[] to, int offset) {
        int slot = slot(sequence);
        System.arraycopy(packets[slot], 0, to, offset, lengths[slot]);
    }

    private static int slot(long sequence) {
        return (int) sequence & (PACKETS - 1);
    }
}
