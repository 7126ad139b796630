package org.lyceum.net;

import java.util.List;
import org.lyceum.rtc.peer.InboundQuality;
import org.lyceum.rtc.peer.SendQuality;

/**
 * Counters of a peer at one moment, totals since its start.
 *
 * @param connected ICE and DTLS are done
 * @param protocol "udp", "tcp", or "" before there is a path
 * @param roundTripNanos newest round trip from RTCP, 0 where unknown
 * @param packetsReceived RTP packets accepted
 * @param bytesReceived RTP bytes accepted, headers included
 * @param packetsLost lost on the way in, as receiver reports count
 * @param packetsSent RTP packets sent
 * @param bytesSent RTP bytes sent, headers included
 * @param packetsResent of these, answers to NACK
 * @param packetsAcknowledged of these, packets of media that the other side says have come, by transport-wide feedback
 * @param packetsReported how far the other side's receiver reports have got
 * @param fractionLost newest share lost on the way out as the other side reports it, 0 to 1
 * @param keyFrameRequests PLI and FIR received
 * @param sending the way to the other side: estimate, delay and loss of it
 * @param received each encoding that the other side sends, empty where it sends nothing
 */
public record PeerStats(
        boolean connected,
        String protocol,
        long roundTripNanos,
        long packetsReceived,
        long bytesReceived,
        long packetsLost,
        long packetsSent,
        long bytesSent,
        long packetsResent,
        long packetsAcknowledged,
        long packetsReported,
        double fractionLost,
        long keyFrameRequests,
        SendQuality sending,
        List<InboundQuality> received) {
    public PeerStats {
        received = List.copyOf(received);
    }
}
