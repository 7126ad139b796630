package org.lyceum.rtc.bwe;

import java.util.Arrays;
import org.lyceum.wire.rtcp.TransportFeedback;

/**
 * Joins a report with the history of what was sent: the packets newly known to have come, in the order of their arrival, and
 * how many are newly known to be lost. Its arrays are used again for each report. Arrivals are on the reporter's clock,
 * whose 24 bits of 64 ms are extended by the time that passed here; only their differences mean something.
 *
 * <p>A reporter may lie. A number that was never sent, an arrival or a reference time that is {@link #TOLERANCE_NANOS} from
 * where the elapsed time puts it, and a packet reordered by more than {@link #MOST_REORDERED} places are counted and left
 * out. A clock that jumped is believed from the next report on.
 */
final class FeedbackReader {
    static final long TOLERANCE_NANOS = 10_000_000_000L;
    /** Bounds the work that a reporter can cause. */
    static final int MOST_REORDERED = 256;

    private static final int FIRST_CAPACITY = 64;

    private final SentHistory history;
    private long[] departures = new long[FIRST_CAPACITY];
    private long[] arrivals = new long[FIRST_CAPACITY];
    private int[] sizes = new int[FIRST_CAPACITY];
    private int[] probes = new int[FIRST_CAPACITY];
    private int count;
    private int lost;
    private long[] lostContents = new long[FIRST_CAPACITY];
    private long[] lostDepartures = new long[FIRST_CAPACITY];
    private int media;
    private int found;
    private long lostBytes;
    private long lastDepartureNanos;
    private long nonsense;

    private boolean started;
    private int lastReference;
    private long referenceNanos;
    private long lastReportNanos;

    FeedbackReader(SentHistory history) {
        this.history = history;
    }

    /** A packet goes out again as it was, under the same transport-wide number. */
    void repeated(int transportSequence) {
        long sequence = history.extend(transportSequence);
        if (history.known(sequence)) {
            history.markRepeated(sequence);
        }
    }

    /** Reads a report; false where nothing in it is of use. */
    boolean read(TransportFeedback feedback, long nowNanos) {
        count = 0;
        media = 0;
        lost = 0;
        found = 0;
        lostBytes = 0;
        lastDepartureNanos = Long.MIN_VALUE;
        if (!advance(feedback.referenceTime(), nowNanos)) {
            nonsense++;
            return false;
        }
        long sequence = history.extend(feedback.baseSequence());
        long arrival = referenceNanos;
        for (int delta : feedback.deltas()) {
            boolean came = delta != TransportFeedback.NOT_RECEIVED;
            arrival += came ? delta * TransportFeedback.DELTA_NANOS : 0;
            take(sequence++, came, arrival);
        }
        return count > 0 || lost > 0 || found > 0;
    }

    /** Extends the reference time; false where the reporter's clock jumped. */
    private boolean advance(int reference, long nowNanos) {
        if (!started) {
            started = true;
            lastReference = reference;
            referenceNanos = 0;
            lastReportNanos = nowNanos;
            return true;
        }
        int step = ((reference - lastReference) << 8) >> 8; // 24 bits, signed
        long expected = referenceNanos + (nowNanos - lastReportNanos);
        long told = referenceNanos + step * TransportFeedback.REFERENCE_NANOS;
        boolean plausible = Math.abs(told - expected) <= TOLERANCE_NANOS;
        lastReference = reference;
        referenceNanos = plausible ? told : expected;
        lastReportNanos = nowNanos;
        return plausible;
    }

    private void take(long sequence, boolean came, long arrival) {
        if (!history.sent(sequence)) {
            nonsense += came ? 1 : 0;
            return;
        }
        if (!history.known(sequence) || history.received(sequence)) {
            return; // too old to tell, or told again
        }
        if (history.repeated(sequence)) {
            if (!history.repeatedSinceTold(sequence)) {
                lose(sequence); // the first copy: a second one was asked for
                history.markRepeatedAndTold(sequence);
            }
            return; // which of them came, and when the second one left, nobody can tell
        }
        if (!came) {
            lose(sequence);
            return;
        }
        if (Math.abs(arrival - referenceNanos) > TOLERANCE_NANOS) {
            nonsense++;
            return;
        }
        found += history.lost(sequence) ? 1 : 0;
        history.markReceived(sequence);
        media += history.content(sequence) == BandwidthEstimator.NO_MEDIA ? 0 : 1;
        insert(sequence, arrival);
    }

    private void lose(long sequence) {
        if (!history.lost(sequence)) {
            if (lost == lostContents.length) {
                lostContents = Arrays.copyOf(lostContents, 2 * lost);
                lostDepartures = Arrays.copyOf(lostDepartures, 2 * lost);
            }
            lostContents[lost] = history.content(sequence);
            lostDepartures[lost] = history.departureNanos(sequence);
            lost++;
            lostBytes += history.bytes(sequence);
            lastDepartureNanos = Math.max(lastDepartureNanos, history.departureNanos(sequence));
            history.markLost(sequence);
        }
    }

    private void insert(long sequence, long arrival) {
        if (count == arrivals.length) {
            grow();
        }
        int at = count;
        while (at > 0 && arrivals[at - 1] > arrival) {
            if (count - at == MOST_REORDERED) {
                nonsense++;
                return;
            }
            at--;
        }
        if (at < count) {
            System.arraycopy(departures, at, departures, at + 1, count - at);
            System.arraycopy(arrivals, at, arrivals, at + 1, count - at);
            System.arraycopy(sizes, at, sizes, at + 1, count - at);
            System.arraycopy(probes, at, probes, at + 1, count - at);
        }
        departures[at] = history.departureNanos(sequence);
        arrivals[at] = arrival;
        sizes[at] = history.bytes(sequence);
        probes[at] = history.probeCluster(sequence);
        lastDepartureNanos = Math.max(lastDepartureNanos, departures[at]);
        count++;
    }

    private void grow() {
        int size = 2 * count;
        departures = Arrays.copyOf(departures, size);
        arrivals = Arrays.copyOf(arrivals, size);
        sizes = Arrays.copyOf(sizes, size);
        probes = Arrays.copyOf(probes, size);
    }

    /** Packets newly known to have come. */
    int count() {
        return count;
    }

    /** Of these, what is not padding and was not sent to probe alone. */
    int media() {
        return media;
    }

    /** Packets newly known to be lost. */
    int lost() {
        return lost;
    }

    /** As {@link BandwidthEstimator#lostContent}. */
    long lostContent(int i) {
        return lostContents[i];
    }

    /** When the packet left that is newly known to be lost. */
    long lostDepartureNanos(int i) {
        return lostDepartures[i];
    }

    /** Of those that came, how many had been told lost. */
    int found() {
        return found;
    }

    /** Bytes of the packets newly known to be lost. */
    long lostBytes() {
        return lostBytes;
    }

    /** When the last of the packets newly told of left, as lost or as received; meaningless where there are none. */
    long lastDepartureNanos() {
        return lastDepartureNanos;
    }

    long departureNanos(int i) {
        return departures[i];
    }

    long arrivalNanos(int i) {
        return arrivals[i];
    }

    int bytes(int i) {
        return sizes[i];
    }

    int probeCluster(int i) {
        return probes[i];
    }

    /** Impossible claims so far. */
    long nonsense() {
        return nonsense;
    }
}
