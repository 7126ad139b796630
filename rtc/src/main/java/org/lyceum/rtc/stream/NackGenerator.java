package org.lyceum.rtc.stream;

/**
 * What one stream misses, and when to ask for it (RFC 4585, 6.2.1). Told of every number that comes; {@link #collect} hands
 * out those that are due. A number is asked for {@link #REORDER_NANOS} after it was missed, again after each round trip, and
 * given up after {@link #MAX_TRIES} or {@link #MAX_AGE_NANOS}. A budget bounds what is asked a second, whatever is lost.
 * Confined to one thread; allocates nothing after construction.
 */
public final class NackGenerator {
    /** The most numbers missed at once; of a larger gap nothing is asked, a key frame is cheaper. */
    public static final int CAPACITY = 512;

    /** Packets overtaken within this time are not asked for. */
    static final long REORDER_NANOS = 5_000_000L;

    static final int MAX_TRIES = 10;
    static final long MAX_AGE_NANOS = 1_500_000_000L;
    static final long FIRST_ROUND_TRIP_NANOS = 100_000_000L;
    static final long MAX_ROUND_TRIP_NANOS = 1_000_000_000L;
    /** What a request may be late beyond the round trip before it counts as lost. */
    static final long RETRY_MARGIN_NANOS = 10_000_000L;
    /** So many requests in vain on end show that the round trip is longer than was thought. */
    static final int VAIN_REQUESTS = 8;
    /** Numbers that may be asked for at once. */
    static final int BUDGET_BURST = 256;
    /** Numbers that may be asked for in a second. */
    static final int BUDGET_PER_SECOND = 1000;

    private static final long NANOS_PER_ASK = 1_000_000_000L / BUDGET_PER_SECOND;

    // Parallel arrays, ascending by sequence.
    private final long[] sequences = new long[CAPACITY];
    private final long[] missedAt = new long[CAPACITY];
    private final long[] askedAt = new long[CAPACITY];
    private final int[] tries = new int[CAPACITY];
    private int count;

    private boolean started;
    private long highest;
    private long deadlineNanos = Long.MAX_VALUE;
    private long roundTripNanos = FIRST_ROUND_TRIP_NANOS;
    private boolean roundTripKnown;
    private int vainRequests;
    private int budget = BUDGET_BURST;
    /** The instant up to which {@link #budget} has been refilled. */
    private long refilledNanos;

    private boolean refillStarted;
    private long abandoned;

    /** Forgets what is missing; the next number begins anew. */
    public void reset() {
        started = false;
        abandoned += count;
        count = 0;
        deadlineNanos = Long.MAX_VALUE;
    }

    /**
     * Notes a number that came.
     *
     * @param sequence extended, as the publisher counts
     * @param restored it came as an answer by RTX, which tells the round trip
     * @param nowNanos now
     */
    public void received(long sequence, boolean restored, long nowNanos) {
        if (!started) {
            started = true;
            highest = sequence;
        } else if (sequence > highest) {
            miss(sequence, nowNanos);
            highest = sequence;
        } else {
            found(sequence, restored, nowNanos);
        }
    }

    /**
     * Hands out the numbers that are due, in ascending order, as 16 bits. Each counts as asked for now.
     *
     * @return how many were written to {@code out}
     */
    public int collect(int[] out, long nowNanos) {
        refill(nowNanos);
        int collected = 0;
        int kept = 0;
        deadlineNanos = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            boolean due = dueNanos(i) <= nowNanos;
            if (nowNanos - missedAt[i] > MAX_AGE_NANOS || (due && tries[i] == MAX_TRIES)) {
                abandoned++;
                continue;
            }
            if (due && budget > 0 && collected < out.length) {
                out[collected++] = (int) sequences[i] & 0xFFFF;
                budget--;
                ask(i, nowNanos);
                due = false;
            }
            // What the budget refused waits for it.
            deadlineNanos = Math.min(deadlineNanos, due ? nowNanos + NANOS_PER_ASK : dueNanos(i));
            move(i, kept++, 1);
        }
        count = kept;
        return collected;
    }

    /** When to call {@link #collect}, {@link Long#MAX_VALUE} for never. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Sets the round trip time to the publisher. */
    void roundTrip(long nanos) {
        roundTripKnown = true;
        vainRequests = 0;
        roundTripNanos = Math.clamp(nanos, 0, MAX_ROUND_TRIP_NANOS);
    }

    public long roundTripNanos() {
        return roundTripNanos;
    }

    /** Numbers given up so far. */
    public long abandoned() {
        return abandoned;
    }

    /** Numbers missed at present. */
    public int missing() {
        return count;
    }

    private void ask(int i, long nowNanos) {
        // Answers to repeated requests tell no round trip, so one that has grown must be guessed at (Karn's rule).
        if (tries[i] > 0 && ++vainRequests == VAIN_REQUESTS) {
            roundTrip(2 * roundTripNanos);
            roundTripKnown = false;
        }
        tries[i]++;
        askedAt[i] = nowNanos;
    }

    private void miss(long upTo, long nowNanos) {
        long gap = upTo - highest - 1;
        if (gap <= 0) {
            return;
        }
        if (gap > CAPACITY) {
            abandoned += gap;
            abandonFirst(count);
            return;
        }
        abandonFirst(Math.max(0, count + (int) gap - CAPACITY));
        for (long s = highest + 1; s < upTo; s++) {
            sequences[count] = s;
            missedAt[count] = nowNanos;
            tries[count] = 0;
            count++;
        }
        deadlineNanos = Math.min(deadlineNanos, nowNanos + REORDER_NANOS);
    }

    private void found(long sequence, boolean restored, long nowNanos) {
        int at = indexOf(sequence);
        if (at < 0) {
            return;
        }
        if (restored && tries[at] == 1) {
            learnRoundTrip(nowNanos - askedAt[at]); // later answers may be to any request
        }
        move(at + 1, at, count - at - 1);
        count--;
        if (count == 0) {
            deadlineNanos = Long.MAX_VALUE;
        }
    }

    private void learnRoundTrip(long sample) {
        // RFC 6298, 2: the first sample as it is, then an eighth of each.
        roundTrip(roundTripKnown ? roundTripNanos + (sample - roundTripNanos) / 8 : sample);
    }

    private long dueNanos(int i) {
        if (tries[i] == 0) {
            return missedAt[i] + REORDER_NANOS;
        }
        return askedAt[i] + roundTripNanos + Math.max(RETRY_MARGIN_NANOS, roundTripNanos / 4);
    }

    private void refill(long nowNanos) {
        if (!refillStarted) {
            refillStarted = true;
            refilledNanos = nowNanos;
        }
        long earned = (nowNanos - refilledNanos) / NANOS_PER_ASK;
        refilledNanos += earned * NANOS_PER_ASK;
        budget = (int) Math.min(BUDGET_BURST, budget + earned);
    }

    private void abandonFirst(int number) {
        abandoned += number;
        move(number, 0, count - number);
        count -= number;
        if (count == 0) {
            deadlineNanos = Long.MAX_VALUE;
        }
    }

    private void move(int from, int to, int length) {
        if (from == to || length == 0) {
            return;
        }
        System.arraycopy(sequences, from, sequences, to, length);
        System.arraycopy(missedAt, from, missedAt, to, length);
        System.arraycopy(askedAt, from, askedAt, to, length);
        System.arraycopy(tries, from, tries, to, length);
    }

    /** Binary search; negative where the number is not missed. */
    private int indexOf(long sequence) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (sequences[middle] < sequence) {
                low = middle + 1;
            } else if (sequences[middle] > sequence) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -1;
    }
}
