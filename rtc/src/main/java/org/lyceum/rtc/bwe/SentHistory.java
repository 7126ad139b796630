package org.lyceum.rtc.bwe;

import java.util.Arrays;
import org.lyceum.wire.rtp.SequenceExtender;

/**
 * What left, by its transport-wide sequence number extended to {@code long}: when, how big, why, what it carried, and what is
 * known of its fate. A ring that grows while packets younger than {@link #KEPT_NANOS} would be overwritten without an answer, so
 * that it is small for the many and large enough for the fast; it allocates only when it grows.
 */
final class SentHistory {
    static final int MIN_SIZE = 256;
    static final int MAX_SIZE = 8192;
    /** Longer than any round trip with its queue and the wait for the report. */
    static final long KEPT_NANOS = 2_000_000_000L;

    /** What is known of a packet. */
    private static final int UNKNOWN = 0;

    private static final int IN_FLIGHT = 1;
    private static final int LOST = 2;
    private static final int RECEIVED = 3;
    /** It went out again under the same number before anything was told of it. */
    private static final int REPEATED_UNTOLD = 4;
    /** The same after it was told lost. */
    private static final int REPEATED = 5;

    // A packet's place: three words side by side, since where there are many peers each of them is far away from the
    // processor.
    private static final int WORDS = 3;
    private static final int DEPARTURE = 0;
    private static final int CONTENT = 1;
    /** Bytes, probe cluster and fate. */
    private static final int FACTS = 2;

    private static final int CLUSTER_SHIFT = 16;
    private static final int FATE_SHIFT = 32;
    private static final long FATE_MASK = 0xFFL << FATE_SHIFT;

    private final SequenceExtender sequences = new SequenceExtender();
    private long[] places = new long[MIN_SIZE * WORDS];
    private int size = MIN_SIZE;
    private long end;
    private long lastDepartureNanos;

    /** Notes a packet; false where its number was used already. */
    boolean add(int transportSequence, int bytes, int probeCluster, long content, long departureNanos) {
        boolean first = !sequences.started();
        long sequence = sequences.extend(transportSequence);
        if (first) {
            end = sequence;
        } else if (sequence < end) {
            return false;
        }
        if (sequence - end >= size) {
            Arrays.fill(places, 0); // and thereby unknown
            end = sequence;
        }
        while (end < sequence) {
            mark(end++, UNKNOWN);
        }
        makeRoom(departureNanos);
        int place = place(end++);
        places[place + DEPARTURE] = departureNanos;
        places[place + CONTENT] = content;
        places[place + FACTS] = Math.clamp(bytes, 0, 0xFFFF)
                | (probeCluster & 0xFFFFL) << CLUSTER_SHIFT
                | (long) IN_FLIGHT << FATE_SHIFT;
        lastDepartureNanos = departureNanos;
        return true;
    }

    private void makeRoom(long nowNanos) {
        int place = place(end);
        boolean needed = fate(end) == IN_FLIGHT && nowNanos - places[place + DEPARTURE] < KEPT_NANOS;
        if (!needed || size == MAX_SIZE) {
            return;
        }
        long[] old = places;
        int oldSize = size;
        size = 2 * oldSize;
        places = new long[size * WORDS];
        for (long sequence = end - oldSize; sequence < end; sequence++) {
            System.arraycopy(old, ((int) sequence & (oldSize - 1)) * WORDS, places, place(sequence), WORDS);
        }
    }

    /** The extended number that a report means: the one nearest to the last sent. */
    long extend(int transportSequence) {
        return sequences.peek(transportSequence);
    }

    /** Whether a packet of this number was ever sent, as far as that can be told. */
    boolean sent(long sequence) {
        return sequences.started() && sequence < end;
    }

    /** Whether it is still remembered. */
    boolean known(long sequence) {
        return sent(sequence) && sequence >= end - size && fate(sequence) != UNKNOWN;
    }

    boolean received(long sequence) {
        return fate(sequence) == RECEIVED;
    }

    boolean lost(long sequence) {
        return fate(sequence) == LOST;
    }

    /** It has gone out again as it was: what is told of its number from now on may be of either copy. */
    boolean repeated(long sequence) {
        int fate = fate(sequence);
        return fate == REPEATED || fate == REPEATED_UNTOLD;
    }

    /** Of a repeated packet: whether the first copy is counted as lost already. */
    boolean repeatedSinceTold(long sequence) {
        return fate(sequence) == REPEATED;
    }

    /** A packet that is remembered goes out again under the same number. */
    void markRepeated(long sequence) {
        if (!received(sequence) && !repeated(sequence)) {
            mark(sequence, lost(sequence) ? REPEATED : REPEATED_UNTOLD);
        }
    }

    /** The first copy of a repeated packet is counted as lost now. */
    void markRepeatedAndTold(long sequence) {
        mark(sequence, REPEATED);
    }

    void markReceived(long sequence) {
        mark(sequence, RECEIVED);
    }

    void markLost(long sequence) {
        mark(sequence, LOST);
    }

    private void mark(long sequence, int fate) {
        int facts = place(sequence) + FACTS;
        places[facts] = (places[facts] & ~FATE_MASK) | (long) fate << FATE_SHIFT;
    }

    private int fate(long sequence) {
        return (int) (places[place(sequence) + FACTS] >>> FATE_SHIFT);
    }

    long departureNanos(long sequence) {
        return places[place(sequence) + DEPARTURE];
    }

    int bytes(long sequence) {
        return (int) places[place(sequence) + FACTS] & 0xFFFF;
    }

    int probeCluster(long sequence) {
        return (short) (places[place(sequence) + FACTS] >>> CLUSTER_SHIFT);
    }

    long content(long sequence) {
        return places[place(sequence) + CONTENT];
    }

    /** When the last packet left; meaningless before the first. */
    long lastDepartureNanos() {
        return lastDepartureNanos;
    }

    int size() {
        return size;
    }

    private int place(long sequence) {
        return ((int) sequence & (size - 1)) * WORDS;
    }
}
