package org.lyceum.rtc.srtp;

/**
 * Which packet indexes below the highest one have been seen (RFC 3711, 3.3.2). A receiver refuses replays with it, a
 * sender refuses to use a nonce twice. Allocates nothing after construction.
 */
final class IndexWindow {
    /** Indexes this far below the highest count as seen. RFC 3711 asks for 64; retransmissions come late. */
    static final int SIZE = 1024;

    private final long[] seen = new long[SIZE / Long.SIZE];
    private long highest = -1;

    /** Whether the index has not been marked and is not too old to tell. */
    boolean fresh(long index) {
        if (index > highest) {
            return true;
        }
        return index >= 0 && highest - index < SIZE && (seen[word(index)] & 1L << index) == 0;
    }

    void mark(long index) {
        if (index > highest) {
            long firstNew = Math.max(highest + 1, index - SIZE + 1);
            for (long i = firstNew; i < index; i++) {
                seen[word(i)] &= ~(1L << i);
            }
            highest = index;
        }
        seen[word(index)] |= 1L << index;
    }

    /** The highest marked index, -1 before the first. */
    long highest() {
        return highest;
    }

    private static int word(long index) {
        return (int) (index / Long.SIZE) % (SIZE / Long.SIZE);
    }
}
