package org.lyceum.server.room;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.sfu.LayerWish;
import org.lyceum.sfu.Quality;

/** A presenter's connection: offered by the client. Confined to the room's thread. */
final class Publication extends Connection {
    // RFC 8866, 5.2 and RFC 8122: the session id is the same in all offers of one connection, as is its certificate.
    private static final Pattern ORIGIN = Pattern.compile("^o=\\S+ (\\S+) ", Pattern.MULTILINE);
    private static final Pattern FINGERPRINT = Pattern.compile("^a=fingerprint:(.+?)\\s*$", Pattern.MULTILINE);

    private final PublishNegotiator negotiator;
    private final String identity;
    private Map<String, List<String>> rids = Map.of();
    /** Of each m-line, how high the pictures of each encoding were when they were last seen; by its index. */
    private final Map<String, Map<Integer, List<Integer>>> heights = new HashMap<>();
    /** What the presenter was told last of an m-line. */
    private final Map<String, List<ServerMessage.WantedLayer>> wanted = new HashMap<>();

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

    /**
     * A track has come to this m-line: its layers are all taken for wanted until something else is said, and what was seen of
     * the one before says nothing of its sizes.
     */
    void begins(String mid) {
        wanted.remove(mid);
        heights.remove(mid);
    }

    /** Remembers what the presenter hears of an m-line; false where it knows that. */
    boolean tellWanted(String mid, List<ServerMessage.WantedLayer> layers) {
        return !layers.equals(wanted.put(mid, layers));
    }

    @Override
    void measured(PeerStats stats, long now) {
        super.measured(stats, now);
        for (InboundQuality encoding : stats.received()) {
            // One that is silent may still be known from the track before.
            if (encoding.bitrate() > 0 && !encoding.heights().isEmpty()) {
                heights.computeIfAbsent(encoding.mid(), _ -> new TreeMap<>()).put(encoding.layer(), encoding.heights());
            }
        }
    }

    /** What to call this quality of an m-line: how many of the pictures that were seen on it are smaller. */
    LayerChoice layer(String mid, Quality quality) {
        Map<Integer, List<Integer>> seen = heights.getOrDefault(mid, Map.of());
        List<Integer> spatial = seen.getOrDefault(quality.encoding(), List.of());
        if (spatial.isEmpty()) {
            return guess(mid, quality);
        }
        int height = spatial.get(Math.min(quality.spatial(), spatial.size() - 1));
        int smaller = 0;
        int all = 0;
        for (Map.Entry<Integer, List<Integer>> encoding : seen.entrySet()) {
            for (int other : encoding.getValue()) {
                // Of two of the same size the later rid has fewer pictures a second, as the studio has it for screens.
                boolean less = other < height || (other == height && encoding.getKey() > quality.encoding());
                smaller += less ? 1 : 0;
                all++;
            }
        }
        return word(smaller, all);
    }

    /** What to call the best of an m-line that is of use to someone with this wish. */
    LayerChoice best(String mid, LayerWish wish) {
        int[] sizes = heights.getOrDefault(mid, Map.of()).values().stream()
                .flatMap(List::stream)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        int[] known = sizes.length > 0 ? sizes : new int[guessedSizes(mid)];
        return word(wish.usefulSizes(known, known.length) - 1, known.length);
    }

    /** Before anything was measured: the best of several rids is the first, as the studio has it. */
    private LayerChoice guess(String mid, Quality quality) {
        int sizes = guessedSizes(mid);
        if (rids(mid).size() > 1) {
            return word(sizes - 1 - quality.encoding(), sizes);
        }
        return word(Math.min(quality.spatial(), sizes - 1), sizes);
    }

    private int guessedSizes(String mid) {
        int encodings = rids(mid).size();
        return encodings > 1 ? encodings : SPATIAL_LAYERS;
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
