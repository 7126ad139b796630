package org.lyceum.net;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.peer.Peer;
import org.lyceum.rtc.peer.PeerCounter;
import org.lyceum.rtc.peer.PeerCounters;
import org.lyceum.rtc.peer.SendQuality;

/** Reads a peer's counters on its loop. */
final class PeerStatsReader {
    private static final SendQuality NO_WAY = new SendQuality(0, 0, 0, 0, SendQuality.LimitedBy.NOTHING, 0);
    private static final PeerStats NOTHING_YET =
            new PeerStats(false, "", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NO_WAY, List.of());

    private PeerStatsReader() {}

    static PeerStats read(@Nullable Peer peer, long nowNanos) {
        if (peer == null) {
            return NOTHING_YET;
        }
        PeerCounters counters = peer.counters();
        Path path = peer.selected();
        return new PeerStats(
                peer.connected(),
                path == null ? "" : path.protocol().name().toLowerCase(Locale.ROOT),
                peer.roundTripNanos(),
                counters.get(PeerCounter.RTP_RECEIVED),
                counters.get(PeerCounter.RTP_BYTES_RECEIVED),
                peer.packetsLost(),
                counters.get(PeerCounter.RTP_SENT),
                counters.get(PeerCounter.RTP_BYTES_SENT),
                counters.get(PeerCounter.RTP_RESENT),
                counters.get(PeerCounter.RTP_ACKNOWLEDGED),
                counters.get(PeerCounter.RTP_REPORTED),
                peer.fractionLost(),
                counters.get(PeerCounter.KEY_FRAME_REQUESTS_IN),
                peer.sendQuality(),
                peer.inboundQuality(nowNanos));
    }
}
