package org.lyceum.wire.rtcp;

import java.util.List;

/**
 * Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03).
 *
 * @param bitrate bits a second, {@link Long#MAX_VALUE} where the number did not fit
 * @param ssrcs the streams it is about
 */
public record Remb(int senderSsrc, long bitrate, List<Integer> ssrcs) implements RtcpPacket {
    public Remb {
        ssrcs = List.copyOf(ssrcs);
    }
}
