package org.lyceum.rtc.stream;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.rtcp.TransportFeedback;
import org.lyceum.wire.rtp.SequenceExtender;

/**
 * Remembers when the packets of one transport came, by their transport-wide sequence numbers, and makes the feedback from
 * which the publisher estimates its bandwidth (draft-holmer-rmcat-transport-wide-cc-extensions-01). One for each peer that
 * sends media with the extension. Confined to its peer's thread; {@link #received} allocates nothing but, once, the record.
 *
 * <p>Feedback goes out every 100 ms, every 50 ms where many packets come. A report begins where the last one ended, or at a
 * late packet from before it: what was reported lost is then corrected, and what is told twice does no harm.
 */
public final class TwccRecorder {
    static final long SLOW_NANOS = 100_000_000L;
    static final long FAST_NANOS = 50_000_000L;
    /** So many unreported packets make feedback faster. */
    static final int MANY = 20;
    /** Numbers remembered: more than come in a feedback interval of any publisher. */
    static final int SIZE = 2048;
    /** One report fits 1,200 bytes with these: 2 bytes for each packet received, 2 for seven statuses at worst. */
    static final int MAX_RECEIVED = 400;

    static final int MAX_STATUSES = 1024;

    private static final int MASK = SIZE - 1;
    private static final long NOT_RECEIVED = Long.MIN_VALUE;
    private static final long UNITS_PER_REFERENCE = TransportFeedback.REFERENCE_NANOS / TransportFeedback.DELTA_NANOS;

    private final int senderSsrc;
    private final long slowNanos;
    private final SequenceExtender sequences = new SequenceExtender();
    /** Arrivals in units of a delta by the lowest bits of the number; meaningful from {@code end - SIZE} to {@code end}. */
    private long @Nullable [] arrivals;

    private long begin;
    private long end;
    private int unreported;
    private long firstUnreportedNanos;
    private int mediaSsrc;
    private int feedbackCount;

    /** @param senderSsrc SSRC under which this side sends RTCP */
    public TwccRecorder(int senderSsrc) {
        this(senderSsrc, SLOW_NANOS);
    }

    /**
     * @param senderSsrc SSRC under which this side sends RTCP
     * @param longestNanos feedback goes out this often where few packets come
     */
    public TwccRecorder(int senderSsrc, long longestNanos) {
        this.senderSsrc = senderSsrc;
        this.slowNanos = longestNanos;
    }

    /**
     * Notes a packet.
     *
     * @param transportSequence 16 bits
     * @param ssrc its SSRC
     * @param arrivalNanos when it came
     */
    public void received(int transportSequence, int ssrc, long arrivalNanos) {
        boolean first = !sequences.started();
        long sequence = sequences.extend(transportSequence);
        long[] record = arrivals;
        if (record == null) {
            record = new long[SIZE];
            arrivals = record;
        }
        if (first || sequence - end >= SIZE) {
            Arrays.fill(record, NOT_RECEIVED);
            begin = sequence;
            end = sequence;
            unreported = 0;
        }
        if (sequence < end - SIZE) {
            return; // too late to tell
        }
        while (end <= sequence) {
            record[(int) end++ & MASK] = NOT_RECEIVED;
        }
        int slot = (int) sequence & MASK;
        if (record[slot] != NOT_RECEIVED) {
            return;
        }
        record[slot] = Math.floorDiv(arrivalNanos, TransportFeedback.DELTA_NANOS);
        mediaSsrc = ssrc;
        begin = Math.max(Math.min(begin, sequence), end - SIZE);
        if (unreported++ == 0) {
            firstUnreportedNanos = arrivalNanos;
        }
    }

    /** When {@link #poll} will have a report, {@link Long#MAX_VALUE} for never. */
    public long deadlineNanos() {
        if (unreported == 0) {
            return Long.MAX_VALUE;
        }
        return firstUnreportedNanos + (unreported >= MANY ? Math.min(FAST_NANOS, slowNanos) : slowNanos);
    }

    /** The next report if it is due, else null. To be called until it is null: a long record takes several. */
    public @Nullable TransportFeedback poll(long nowNanos) {
        long[] record = arrivals;
        if (record == null || unreported == 0 || nowNanos < deadlineNanos()) {
            return null;
        }
        long reference = reference(record);
        long previous = reference * UNITS_PER_REFERENCE;
        int[] deltas = new int[(int) Math.min(MAX_STATUSES, end - begin)];
        int statuses = 0;
        int reported = 0;
        while (statuses < deltas.length && reported < MAX_RECEIVED) {
            long arrival = record[(int) (begin + statuses) & MASK];
            if (arrival == NOT_RECEIVED) {
                deltas[statuses++] = TransportFeedback.NOT_RECEIVED;
                continue;
            }
            long delta = arrival - previous;
            if (delta != (short) delta) {
                break; // 8 s apart: the next report has a reference time of its own
            }
            deltas[statuses++] = (int) delta;
            previous = arrival;
            reported++;
        }
        int base = (int) begin & 0xFFFF;
        begin += statuses;
        unreported = begin == end ? 0 : Math.max(1, unreported - reported);
        return new TransportFeedback(
                senderSsrc,
                mediaSsrc,
                base,
                ((int) reference << 8) >> 8, // 24 bits, signed
                feedbackCount++ & 0xFF,
                statuses == deltas.length ? deltas : Arrays.copyOf(deltas, statuses));
    }

    /** The reference time of the first packet to be reported; there is one, since something is unreported. */
    private long reference(long[] record) {
        long sequence = begin;
        while (sequence < end && record[(int) sequence & MASK] == NOT_RECEIVED) {
            sequence++;
        }
        return sequence == end ? 0 : Math.floorDiv(record[(int) sequence & MASK], UNITS_PER_REFERENCE);
    }
}
