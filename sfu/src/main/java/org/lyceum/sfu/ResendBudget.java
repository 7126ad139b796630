package org.lyceum.sfu;

import java.util.Arrays;

/**
 * What keeps repetitions within bounds: each packet again only when the last copy is lost, known by a report or by the time of
 * a round trip, and all of them together no more bytes than were sent in the first place, beyond an allowance. Confined to its
 * peer's loop; its memory comes with the first loss.
 */
final class ResendBudget {
    static final long MIN_SPACING_NANOS = 20_000_000L;
    static final long ALLOWANCE_BYTES = 64 << 10;
    static final long MAX_BYTES = 512 << 10;
    private static final int REMEMBERED = 256;

    private long bytes = ALLOWANCE_BYTES;
    /** Outgoing sequence numbers sent again of late, by their lowest bits, and when. */
    private long[] sequences = new long[0];

    private long[] times = new long[0];

    /** A packet was sent for the first time. */
    void sent(int length) {
        bytes = Math.min(MAX_BYTES, bytes + length);
    }

    /** Whether this packet, which the watcher asks for, may go out again now. */
    boolean asked(int sequence, int length, long roundTripNanos, long nowNanos) {
        return allows(sequence, length, nowNanos - Math.max(MIN_SPACING_NANOS, roundTripNanos));
    }

    /** Whether this packet, a copy of which is known to be lost, may go out again now. */
    boolean lost(int sequence, int length, long departureNanos) {
        return allows(sequence, length, departureNanos);
    }

    /** Not if it has gone out again since then: that copy may still come. */
    private boolean allows(int sequence, int length, long sinceNanos) {
        int slot = sequence & (REMEMBERED - 1);
        boolean since = sequences.length > 0 && sequences[slot] == sequence && times[slot] - sinceNanos > 0;
        return length <= bytes && !since;
    }

    /** This packet has gone out again. */
    void repeated(int sequence, int length, long nowNanos) {
        if (sequences.length == 0) {
            sequences = new long[REMEMBERED];
            times = new long[REMEMBERED];
            Arrays.fill(sequences, -1);
        }
        int slot = sequence & (REMEMBERED - 1);
        sequences[slot] = sequence;
        times[slot] = nowNanos;
        bytes -= length;
    }
}
