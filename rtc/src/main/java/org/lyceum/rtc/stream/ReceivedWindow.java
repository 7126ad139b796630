package org.lyceum.rtc.stream;

import java.util.Arrays;

/** Which of the newest sequence numbers have come, one bit each. */
final class ReceivedWindow {
    /** Two seconds of 16 Mbit/s: as long as retransmissions are of use. */
    static final int SIZE = 4096;

    private static final int MASK = SIZE - 1;

    private final long[] words = new long[SIZE / 64];
    private long highest;

    /** Forgets everything and goes on below this number, which itself has not come. */
    void restart(long sequence) {
        Arrays.fill(words, 0);
        highest = sequence;
    }

    boolean covers(long sequence) {
        return sequence > highest - SIZE;
    }

    /** Notes a number that is covered; false where it has come before. */
    boolean mark(long sequence) {
        if (sequence > highest) {
            advance(sequence);
        }
        int bit = (int) sequence & MASK;
        long flag = 1L << bit; // the shift takes the lowest six bits
        boolean fresh = (words[bit >>> 6] & flag) == 0;
        words[bit >>> 6] |= flag;
        return fresh;
    }

    private void advance(long sequence) {
        if (sequence - highest >= SIZE) {
            Arrays.fill(words, 0);
        } else {
            for (long s = highest + 1; s <= sequence; s++) {
                int bit = (int) s & MASK;
                words[bit >>> 6] &= ~(1L << bit);
            }
        }
        highest = sequence;
    }
}
