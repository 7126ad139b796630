package org.lyceum.rtc.bwe;

/**
 * Gathers packets that left within {@link #BURST_NANOS} into groups and compares each group with the one before it: by how
 * much later did it leave, by how much later did it come (draft-ietf-rmcat-gcc, 5.2). Packets that piled up on the way and
 * come in one heap belong to one group too, however far apart they left, for the heap tells nothing of the network's rate.
 */
final class PacketGroups {
    static final long BURST_NANOS = 5_000_000L;
    static final long LONGEST_HEAP_NANOS = 100_000_000L;
    /** Clocks that drift apart by this much did not measure a network. */
    static final long MOST_APART_NANOS = 3_000_000_000L;
    /** So many groups in a row that came before their predecessor mean that the reporter's clock was set back. */
    static final int MOST_REORDERED = 3;

    private final Group previous = new Group();
    private final Group current = new Group();
    private int reordered;
    private long departureDelta;
    private long arrivalDelta;

    private static final class Group {
        private boolean complete;
        private long firstDeparture;
        private long lastDeparture;
        private long firstArrival;
        private long lastArrival;

        void begin(long departure, long arrival) {
            complete = true;
            firstDeparture = departure;
            lastDeparture = departure;
            firstArrival = arrival;
            lastArrival = arrival;
        }

        void take(Group other) {
            complete = other.complete;
            firstDeparture = other.firstDeparture;
            lastDeparture = other.lastDeparture;
            firstArrival = other.firstArrival;
            lastArrival = other.lastArrival;
        }
    }

    /** Takes the next packet in the order of arrival; true where it completes a comparison of the two groups before it. */
    boolean add(long departureNanos, long arrivalNanos) {
        if (!current.complete) {
            current.begin(departureNanos, arrivalNanos);
            return false;
        }
        if (departureNanos < current.firstDeparture) {
            return false; // overtaken: it says nothing about its own group any more
        }
        if (belongs(departureNanos, arrivalNanos)) {
            current.lastDeparture = Math.max(current.lastDeparture, departureNanos);
            current.lastArrival = Math.max(current.lastArrival, arrivalNanos);
            return false;
        }
        boolean compared = previous.complete && compare();
        if (current.complete) { // it is not after a reset
            previous.take(current);
        }
        current.begin(departureNanos, arrivalNanos);
        return compared;
    }

    private boolean belongs(long departureNanos, long arrivalNanos) {
        if (departureNanos - current.firstDeparture <= BURST_NANOS) {
            return true;
        }
        long arrivalStep = arrivalNanos - current.lastArrival;
        return arrivalStep <= BURST_NANOS
                && arrivalStep < departureNanos - current.lastDeparture
                && arrivalNanos - current.firstArrival < LONGEST_HEAP_NANOS;
    }

    private boolean compare() {
        departureDelta = current.lastDeparture - previous.lastDeparture;
        arrivalDelta = current.lastArrival - previous.lastArrival;
        if (Math.abs(arrivalDelta - departureDelta) >= MOST_APART_NANOS) {
            reset();
            return false;
        }
        if (arrivalDelta < 0) {
            if (++reordered >= MOST_REORDERED) {
                reset();
            }
            return false;
        }
        reordered = 0;
        return true;
    }

    void reset() {
        previous.complete = false;
        current.complete = false;
        reordered = 0;
    }

    /** How much later the later of the two compared groups left. */
    long departureDelta() {
        return departureDelta;
    }

    /** How much later it came. */
    long arrivalDelta() {
        return arrivalDelta;
    }
}
