package org.lyceum.wire.rtcp;

import java.util.List;

/** FIR (RFC 5104, 4.3.1). */
public record FullIntraRequest(int senderSsrc, List<Entry> entries) implements RtcpPacket {
    public FullIntraRequest {
        entries = List.copyOf(entries);
    }

    /**
     * One stream asked for a key frame.
     *
     * @param ssrc the stream
     * @param sequenceNumber command number of 8 bits; a repeated one is the same command
     */
    public record Entry(int ssrc, int sequenceNumber) {}
}
