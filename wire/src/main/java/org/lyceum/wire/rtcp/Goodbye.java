package org.lyceum.wire.rtcp;

import java.util.List;

/**
 * BYE (RFC 3550, 6.6).
 *
 * @param ssrcs sources that left
 * @param reason text, empty where none was given
 */
public record Goodbye(List<Integer> ssrcs, String reason) implements RtcpPacket {
    public Goodbye {
        ssrcs = List.copyOf(ssrcs);
    }
}
