package org.lyceum.wire.rtcp;

import java.util.List;

/**
 * SR (RFC 3550, 6.4.1).
 *
 * @param ssrc the sender
 * @param ntpTimestamp wall clock of the sender, 32.32 bits of seconds
 * @param rtpTimestamp the same instant on the RTP clock; unsigned 32 bits
 * @param packetCount RTP packets sent; unsigned 32 bits
 * @param octetCount payload bytes sent; unsigned 32 bits
 * @param blocks what the sender receives
 */
public record SenderReport(
        int ssrc, long ntpTimestamp, long rtpTimestamp, long packetCount, long octetCount, List<ReportBlock> blocks)
        implements RtcpPacket {
    public SenderReport {
        blocks = List.copyOf(blocks);
    }

    /** The middle 32 bits of the NTP timestamp, as LSR carries them back. */
    public long middleNtp() {
        return (ntpTimestamp >>> 16) & 0xFFFF_FFFFL;
    }
}
