package org.lyceum.wire.rtp;

/**
 * Extends 16-bit sequence numbers to {@code long} (RFC 3550, A.1 without probation): each number is taken to be the one
 * nearest to the highest seen so far, so that wraps and reordering by less than 32,768 are understood. The first number is
 * extended with zeros; numbers from before it come out negative, their lowest 16 bits still right.
 */
public final class SequenceExtender {
    private long highest;
    private boolean started;

    /** Extends a number and remembers it if it is the highest. */
    public long extend(int sequenceNumber) {
        long extended = peek(sequenceNumber);
        if (!started || extended > highest) {
            started = true;
            highest = extended;
        }
        return extended;
    }

    /** Extends a number and remembers nothing. */
    public long peek(int sequenceNumber) {
        if (!started) {
            return sequenceNumber & 0xFFFF;
        }
        return highest + (short) (sequenceNumber - (int) highest);
    }

    public boolean started() {
        return started;
    }

    /** The highest number so far, 0 before the first. */
    public long highest() {
        return highest;
    }

    /** Goes on from an extended number of the caller's choice. */
    public void restart(long extended) {
        started = true;
        highest = extended;
    }
}
