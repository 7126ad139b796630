package org.lyceum.server.room;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lyceum.net.PeerStats;
import org.lyceum.rtc.peer.InboundQuality;
import org.lyceum.rtc.session.IceRestarted;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.session.Negotiated;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.rtc.session.PublishNegotiator;
import org.lyceum.rtc.session.SessionUpdate;
import org.lyceum.server.protocol.LayerChoice;
import org.lyceum.server.protocol.PeerConnectionName;
import org.lyceum.sfu.Quality;

/** A presenter's connection: offered by the client. Confined to the room's thread. */
final class Publication extends Connection {
    // RFC 8866, 5.2 and RFC 8122: the session id is the same in all offers of one connection, as is its certificate.
    private static final Pattern ORIGIN = Pattern.compile("^o=\\S+ (\\S+) ", Pattern.MULTILINE);
    private static final Pattern FINGERPRINT = Pattern.compile("^a=fingerprint:(.+?)\\s*$", Pattern.MULTILINE);

    private final PublishNegotiator negotiator;
    private final String identity;
    private Map<String, List<String>> rids = Map.of();
    /** Of each m-line, how big each encoding was when it was last seen, in bits a second; by its index. */
    private final Map<String, Map<Integer, Long>> sizes = new HashMap<>();

    /** @param firstOffer what {@code negotiator} has answered already */
    Publication(RoomContext context, Participant owner, PublishNegotiator negotiator, String firstOffer) {
        super(context, owner);
        this.negotiator = negotiator;
        this.identity = identityOf(firstOffer);
    }

    /** Spatial layers that are spoken of where there is one encoding: no browser makes more. */
    static final int SPATIAL_LAYERS = 3;

    /** Applies what was negotiated. */
    void update(SessionUpdate update) {
        rids = update.sections().stream().collect(Collectors.toMap(MediaSection::mid, MediaSection::rids));
        peer().update(update);
    }

    /** The simulcast encodings of an m-line in their order, empty where there is but one. */
    List<String> rids(String mid) {
        return rids.getOrDefault(mid, List.of());
    }

    @Override
    void measured(PeerStats stats, long now) {
        super.measured(stats, now);
        for (InboundQuality encoding : stats.received()) {
            if (encoding.bitrate() > 0) {
                sizes.computeIfAbsent(encoding.mid(), _ -> new TreeMap<>()).put(encoding.layer(), encoding.bitrate());
            }
        }
    }

    /**
     * What to call this quality of an m-line.
     *
     * @param svc its encodings have spatial layers
     */
    LayerChoice layer(String mid, Quality quality, boolean svc) {
        int encodings = rids(mid).size();
        if (encodings <= 1) {
            return svc ? word(Math.min(quality.spatial(), SPATIAL_LAYERS - 1), SPATIAL_LAYERS) : LayerChoice.HIGH;
        }
        // The order of rids says nothing: some offer the best first, some last. Before anything was measured the best
        // is first,
        // as the studio does it.
        Map<Integer, Long> seen = new TreeMap<>(sizes.getOrDefault(mid, Map.of()));
        if (!seen.containsKey(quality.encoding())) {
            for (int i = 0; i < encodings; i++) {
                seen.putIfAbsent(i, (long) -i);
            }
        }
        long size = Objects.requireNonNull(seen.get(quality.encoding()));
        int smaller = (int) seen.values().stream().filter(other -> other < size).count();
        return word(smaller, seen.size());
    }

    /** @param step 0 for the smallest */
    private static LayerChoice word(int step, int steps) {
        if (step >= steps - 1) {
            return LayerChoice.HIGH;
        }
        return step == 0 ? LayerChoice.LOW : LayerChoice.MEDIUM;
    }

    @Override
    PeerConnectionName name() {
        return PeerConnectionName.PUBLISH;
    }

    /** Whether this offer is of the same RTCPeerConnection; else the client has made a new one. */
    boolean isContinuedBy(String offerSdp) {
        return identity.equals(identityOf(offerSdp));
    }

    Negotiated answer(String offerSdp) throws NegotiationException {
        return negotiator.answer(offerSdp);
    }

    /** @return the answering fragment */
    String restartIce(String fragment) throws NegotiationException {
        IceRestarted restarted = negotiator.restartIce(fragment);
        update(restarted.update());
        return restarted.fragment();
    }

    private static String identityOf(String sdp) {
        return first(ORIGIN, sdp) + ' ' + first(FINGERPRINT, sdp);
    }

    private static String first(Pattern pattern, String sdp) {
        Matcher matcher = pattern.matcher(sdp);
        return matcher.find() ? matcher.group(1) : "";
    }
}
