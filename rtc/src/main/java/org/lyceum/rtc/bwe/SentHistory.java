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
    private static final byte UNKNOWN = 0;

    private static final byte IN_FLIGHT = 1;
    private static final byte LOST = 2;
    private static final byte RECEIVED = 3;
    /** It went out again under the same number before anything was told of it. */
    private static final byte REPEATED_UNTOLD = 4;
    /** The same after it was told lost. */
    private static final byte REPEATED = 5;

    private final SequenceExtender sequences = new SequenceExtender();
    private long[] departures = new long[MIN_SIZE];
    private short[] sizes = new short[MIN_SIZE];
    private short[] probes = new short[MIN_SIZE];
    private long[] contents = new long[MIN_SIZE];
    private byte[] fates = new byte[MIN_SIZE];
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
        if (sequence - end >= departures.length) {
            Arrays.fill(fates, UNKNOWN);
            end = sequence;
        }
        while (end < sequence) {
            fates[slot(end++)] = UNKNOWN;
        }
        makeRoom(departureNanos);
        int slot = slot(end++);
        departures[slot] = departureNanos;
        sizes[slot] = (short) Math.clamp(bytes, 0, 0xFFFF);
        probes[slot] = (short) probeCluster;
        contents[slot] = content;
        fates[slot] = IN_FLIGHT;
        lastDepartureNanos = departureNanos;
        return true;
    }

    private void makeRoom(long nowNanos) {
        int size = departures.length;
        int slot = slot(end);
        boolean needed = fates[slot] == IN_FLIGHT && nowNanos - departures[slot] < KEPT_NANOS;
        if (!needed || size == MAX_SIZE) {
            return;
        }
        long[] oldDepartures = departures;
        short[] oldSizes = sizes;
        short[] oldProbes = probes;
        long[] oldContents = contents;
        byte[] oldFates = fates;
        departures = new long[2 * size];
        sizes = new short[2 * size];
        probes = new short[2 * size];
        contents = new long[2 * size];
        fates = new byte[2 * size];
        for (long sequence = end - size; sequence < end; sequence++) {
            int from = (int) sequence & (size - 1);
            int to = slot(sequence);
            departures[to] = oldDepartures[from];
            sizes[to] = oldSizes[from];
            probes[to] = oldProbes[from];
            contents[to] = oldContents[from];
            fates[to] = oldFates[from];
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
        return sent(sequence) && sequence >= end - departures.length && fates[slot(sequence)] != UNKNOWN;
    }

    boolean received(long sequence) {
        return fates[slot(sequence)] == RECEIVED;
    }

    boolean lost(long sequence) {
        return fates[slot(sequence)] == LOST;
    }

    /** It has gone out again as it was: what is told of its number from now on may be of either copy. */
    boolean repeated(long sequence) {
        byte fate = fates[slot(sequence)];
        return fate == REPEATED || fate == REPEATED_UNTOLD;
    }

    /** Of a repeated packet: whether the first copy is counted as lost already. */
    boolean repeatedSinceTold(long sequence) {
        return fates[slot(sequence)] == REPEATED;
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

    private void mark(long sequence, byte fate) {
        fates[slot(sequence)] = fate;
    }

    long departureNanos(long sequence) {
        return departures[slot(sequence)];
    }

    int bytes(long sequence) {
        return sizes[slot(sequence)] & 0xFFFF;
    }

    int probeCluster(long sequence) {
        return probes[slot(sequence)];
    }

    long content(long sequence) {
        return contents[slot(sequence)];
    }

    /** When the last packet left; meaningless before the first. */
    long lastDepartureNanos() {
        return lastDepartureNanos;
    }

    int size() {
        return departures.length;
    }

    private int slot(long sequence) {
        return (int) sequence & (departures.length - 1);
    }
}
