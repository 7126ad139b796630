package org.lyceum.sfu;

import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.rtc.stream.SequenceRewriter;

/**
 * What a watcher is sent a second time: what it says it misses, what its feedback tells lost, and old packets to probe its network
 * with. All of it comes from the layer's shared history. Confined to its peer's loop; allocates nothing.
 */
final class Resends {
    /** Probing looks no further back than this. */
    private static final int PROBE_REACH = 512;

    /** Pages hold media for so long at most, until what was lost is there. */
    private static final long LONGEST_HOLD_NANOS = 500_000_000L;

    private final OutboundMedia media;
    private final Outgoing outgoing;
    private final ResendBudget budget = new ResendBudget();
    /** The oldest packet that this round of probing has sent; the next probe goes on below it. */
    private long probed = TrackFeed.NONE;

    Resends(OutboundMedia media, Outgoing outgoing) {
        this.media = media;
        this.outgoing = outgoing;
    }

    /** Another encoding or source begins. */
    void begin() {
        probed = TrackFeed.NONE;
    }

    /** A packet was sent for the first time. */
    void sent(MediaPacket packet) {
        budget.sent(packet.payload().length);
    }

    /**
     * The watcher misses a packet.
     *
     * @param sequence its 16-bit number on the wire
     * @return false if it is lost for good
     */
    boolean answer(TrackFeed from, int layer, LayerFilter filter, int sequence, long nowNanos) {
        long source = outgoing.sourceOf(sequence);
        if (source == SequenceRewriter.NONE) {
            return true;
        }
        MediaPacket packet = from.held(layer, source, nowNanos);
        if (packet == null) {
            return !from.lost(layer, source, nowNanos);
        }
        // What came late and was of no use leaves a gap that nobody needs filled.
        boolean useful = filter.admitted(packet);
        if (useful && budget.asked(sequence, packet.payload().length, media.roundTripNanos(), nowNanos)) {
            repeat(packet, filter, sequence, nowNanos);
        }
        return true;
    }

    /** A copy of a packet is known to be lost: of use is another one only in so far as it comes in time to be shown. */
    void lost(TrackFeed from, int layer, LayerFilter filter, int sequence, long departureNanos, long nowNanos) {
        long source = outgoing.sourceOf(sequence);
        MediaPacket packet = source == SequenceRewriter.NONE ? null : from.held(layer, source, nowNanos);
        if (packet != null
                && nowNanos - packet.arrivalNanos() < LONGEST_HOLD_NANOS
                && filter.admitted(packet)
                && budget.lost(sequence, packet.payload().length, departureNanos)) {
            repeat(packet, filter, sequence, nowNanos);
        }
    }

    /** What does not go costs nothing: of a picture that is given up on the way, its receiver asks for every packet. */
    private void repeat(MediaPacket packet, LayerFilter filter, int sequence, long nowNanos) {
        if (resend(packet, filter, nowNanos)) {
            budget.repeated(sequence, packet.payload().length, nowNanos);
        }
    }

    /** Sends about so many bytes of old packets again, the newest first and none twice before all have had their turn. */
    int probe(TrackFeed from, int layer, LayerFilter filter, int bytes, long nowNanos) {
        if (!outgoing.hasRtx()) {
            return 0;
        }
        long newest = from.newest(layer);
        long oldest = newest - PROBE_REACH;
        long next = probed == TrackFeed.NONE || probed <= oldest || probed > newest ? newest : probed - 1;
        int sent = 0;
        for (int looked = 0; looked < PROBE_REACH && sent < bytes; looked++) {
            MediaPacket packet = from.held(layer, next, nowNanos);
            if (packet != null && filter.admitted(packet) && resend(packet, filter, nowNanos)) {
                sent += packet.payload().length + LayerRates.PACKET_OVERHEAD;
                probed = next;
            }
            next = next == oldest ? newest : next - 1;
        }
        return sent;
    }

    private boolean resend(MediaPacket packet, LayerFilter filter, long nowNanos) {
        return outgoing.resend(packet, filter.marker(packet), filter.activeTargets(packet), nowNanos);
    }
}
