package org.lyceum.server.room;

import java.util.List;
import org.lyceum.net.PeerStats;
import org.lyceum.rtc.peer.InboundQuality;
import org.lyceum.rtc.peer.SendQuality;

/** Counters as the media side might have them. */
final class Figures {
    static final SendQuality HEALTHY = sending(5_000_000, 20, 0, 0, SendQuality.LimitedBy.NOTHING);

    private Figures() {}

    static SendQuality sending(
            long estimate, long roundTripMillis, long queueingMillis, double loss, SendQuality.LimitedBy limitedBy) {
        return new SendQuality(estimate, roundTripMillis * 1_000_000, queueingMillis * 1_000_000, loss, limitedBy, 0);
    }

    static InboundQuality encoding(String mid, int layer, long bitrate, double loss, long jitterMillis) {
        return new InboundQuality(mid, layer, null, bitrate, loss, 1_000, 0, jitterMillis * 1_000_000, List.of());
    }

    /** An encoding of pictures of these heights. */
    static InboundQuality picture(String mid, int layer, Integer... heights) {
        return new InboundQuality(mid, layer, null, 100_000, 0, 1_000, 0, 0, List.of(heights));
    }

    /** An encoding of which nothing comes any more, and whose pictures were so high. */
    static InboundQuality silent(String mid, int layer, Integer... heights) {
        return new InboundQuality(mid, layer, null, 0, 0, 1_000, 0, 0, List.of(heights));
    }

    /** Of a watcher, to whom so much has been sent. */
    static PeerStats watching(long bytesSent, SendQuality sending) {
        return new PeerStats(true, "udp", 0, 0, 0, 0, 1, bytesSent, 0, 0, 0, 0, 0, sending, List.of());
    }

    /** Of a watcher who pays: so many packets sent, confirmed by transport-wide feedback, and by receiver reports. */
    static PeerStats metered(long sent, long acknowledged, long reported) {
        return new PeerStats(
                true, "udp", 0, 0, 0, 0, sent, 1_000 * sent, 0, acknowledged, reported, 0, 0, HEALTHY, List.of());
    }

    /** Of a presenter, from whom so much has come. */
    static PeerStats presenting(long packetsReceived, long bytesReceived, InboundQuality... received) {
        return new PeerStats(
                true, "udp", 0, packetsReceived, bytesReceived, 0, 0, 0, 0, 0, 0, 0, 0, HEALTHY, List.of(received));
    }
}
