package org.lyceum.wire.rtcp;

/**
 * A reception report (RFC 3550, 6.4.1).
 *
 * @param ssrc the source reported on
 * @param fractionLost share lost since the last report, 0 to 255 of 256
 * @param cumulativeLost packets lost since the beginning, 24 bits, negative where duplicates outnumber losses
 * @param extendedHighestSequence cycles in the upper, highest sequence number in the lower 16 bits; unsigned
 * @param jitter interarrival jitter in units of the RTP clock; unsigned
 * @param lastSenderReport LSR: middle 32 bits of the NTP timestamp of the last sender report, 0 for none; unsigned
 * @param delaySinceLastSenderReport DLSR, in 1/65536 s; unsigned
 */
public record ReportBlock(
        int ssrc,
        int fractionLost,
        int cumulativeLost,
        long extendedHighestSequence,
        long jitter,
        long lastSenderReport,
        long delaySinceLastSenderReport) {}
