package org.lyceum.wire.rtcp;

import java.util.Arrays;

/**
 * Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01, 3.1).
 *
 * @param senderSsrc who reports
 * @param mediaSsrc a stream of the transport
 * @param baseSequence transport-wide sequence number of the first status, 16 bits
 * @param referenceTime 24 bits signed, in units of 64 ms, on the reporter's clock
 * @param feedbackCount 8 bits, grows with each report
 * @param deltas one number for each sequence from the base on: {@link #NOT_RECEIVED}, or the time since the packet received
 *     before it (since the reference time for the first), in units of 250 us, -32,768 to 32,767; not to be written to
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
public record TransportFeedback(
        int senderSsrc, int mediaSsrc, int baseSequence, int referenceTime, int feedbackCount, int[] deltas)
        implements RtcpPacket {
    public static final int NOT_RECEIVED = Integer.MIN_VALUE;
    /** Nanoseconds of one unit of a delta. */
    public static final long DELTA_NANOS = 250_000;
    /** Nanoseconds of one unit of the reference time. */
    public static final long REFERENCE_NANOS = 64_000_000;
    /** More statuses than this in one report are taken for an attack on memory. */
    public static final int MAX_STATUSES = 8192;

    @Override
    public boolean equals(Object other) {
        return other instanceof TransportFeedback f
                && senderSsrc == f.senderSsrc
                && mediaSsrc == f.mediaSsrc
                && baseSequence == f.baseSequence
                && referenceTime == f.referenceTime
                && feedbackCount == f.feedbackCount
                && Arrays.equals(deltas, f.deltas);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * baseSequence + referenceTime) + Arrays.hashCode(deltas);
    }
}
