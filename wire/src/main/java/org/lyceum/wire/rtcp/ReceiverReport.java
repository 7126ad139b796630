package org.lyceum.wire.rtcp;

import java.util.List;

/**
 * RR (RFC 3550, 6.4.2).
 *
 * @param ssrc who reports
 * @param blocks at most 31
 */
public record ReceiverReport(int ssrc, List<ReportBlock> blocks) implements RtcpPacket {
    public ReceiverReport {
        blocks = List.copyOf(blocks);
    }
}
