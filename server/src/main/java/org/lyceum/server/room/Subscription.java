package org.lyceum.server.room;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.rtc.session.SessionUpdate;
import org.lyceum.rtc.session.SubscribeNegotiator;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.LayerChoice;
import org.lyceum.server.protocol.PeerConnectionName;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.server.protocol.Source;
import org.lyceum.sfu.LayerWish;
import org.lyceum.sfu.Quality;
import org.lyceum.sfu.TrackId;

/**
 * A watcher's connection: offered by the server, one offer at a time. Tracks that come and go while an offer is outstanding are
 * all part of the next one. An offer that nobody answers is repeated as it is, since the answer may have been lost with a socket;
 * in the end the connection is given up. Confined to the room's thread.
 */
final class Subscription extends Connection {
    private static final int OFFERS = 3;

    /**
     * What a watcher gets of a track.
     *
     * @param quality what the media side calls it
     * @param layer null while it is paused
     * @param reason null while it is not
     */
    record Sent(
            Quality quality,
            @Nullable LayerChoice layer,
            @Nullable String reason) {
        private boolean readsAs(@Nullable Sent other) {
            return other != null && layer == other.layer && Objects.equals(reason, other.reason);
        }
    }

    private final RoomContext context;
    private final SocketParticipant watcher;
    private final SubscribeNegotiator negotiator;
    private final Runnable giveUp;
    /** The m-line of each track that is wanted. */
    private final Map<Track, String> mids = new LinkedHashMap<>();
    /** The m-lines that the watcher has accepted. */
    private final Set<String> taken = new HashSet<>();
    /** What the media side sends on each m-line. */
    private final Map<String, TrackId> sent = new HashMap<>();
    /** What the watcher was told last of a track that is sent. */
    private final Map<Track, Sent> told = new HashMap<>();

    /** Tracks whose m-line the watcher rejected. */
    private final Set<Track> rejected = new HashSet<>();

    /** Tells the offers of this connection from those of the watcher's last one, which count from 1 too. */
    private final String offerPrefix;

    private ServerMessage.@Nullable Offer pending;
    private int timesOffered;
    private Timers.@Nullable Timer patience;

    /** @param giveUp run when offers stay without an answer */
    Subscription(RoomContext context, SocketParticipant watcher, Runnable giveUp) {
        super(context, watcher);
        this.context = context;
        this.watcher = watcher;
        this.giveUp = giveUp;
        this.offerPrefix = context.newId() + '.';
        this.negotiator = new SubscribeNegotiator(context.plane().localParameters(), context.random());
    }

    @Override
    PeerConnectionName name() {
        return PeerConnectionName.SUBSCRIBE;
    }

    SocketParticipant watcher() {
        return watcher;
    }

    /** Whether this track is sent on this m-line. */
    boolean carries(Track track, String mid) {
        return track.id().equals(sent.get(mid)) && mid.equals(mids.get(track));
    }

    /** Remembers what the watcher hears of a track; false where it knows that. */
    boolean tell(Track track, Sent news) {
        return !news.readsAs(told.put(track, news));
    }

    /** A track is paused because nothing of it fits into the network. */
    boolean isStarved() {
        return told.values().stream().anyMatch(news -> "network".equals(news.reason()));
    }

    /** A track is paused because this server has more to send than it can. */
    boolean isShed() {
        return told.values().stream().anyMatch(news -> "server".equals(news.reason()));
    }

    /** A track comes in less than its watcher would have of it. */
    boolean isReduced() {
        return told.entrySet().stream().anyMatch(entry -> isReduced(entry.getKey(), entry.getValue()));
    }

    private boolean isReduced(Track track, Sent news) {
        Publication publication = track.publication;
        String mid = track.mid;
        return news.layer() != null
                && publication != null
                && mid != null
                && publication.layer(mid, news.quality()).isLessThan(publication.best(mid, wished(track)));
    }

    /** The watcher's preference for this track is another. */
    void wish(Track track) {
        String mid = mids.get(track);
        if (mid != null && sent.containsKey(mid) && track.source().kind() == MediaKind.VIDEO) {
            peer().layerWish(mid, wished(track));
        }
    }

    private LayerWish wished(Track track) {
        return Layers.permitted(Layers.wish(track.source(), watcher.preferences.get(track.id())), watcher.permit);
    }

    /** Carries these tracks from now on, or once the watcher has answered. */
    void follow(Collection<Track> tracks) {
        for (Track gone :
                mids.keySet().stream().filter(track -> !tracks.contains(track)).toList()) {
            remove(gone);
        }
        for (Track track : tracks) {
            mids.computeIfAbsent(
                    track,
                    added -> negotiator.addTrack(
                            added.source().kind(),
                            msidStream(added.source()),
                            added.id().value()));
        }
        offerIfNeeded();
    }

    /** The watcher may be sent more than before, or less. */
    void permitted() {
        mids.forEach((track, mid) -> {
            if (taken.contains(mid)) {
                route(track, mid);
                wish(track);
            }
        });
    }

    void restartIce() {
        if (!mids.isEmpty() || !sent.isEmpty() || timesOffered > 0) {
            negotiator.restartIce();
            offerIfNeeded();
        }
    }

    /** The same offer once more, for a socket that has come back; nothing if all was answered. */
    void repeatOffer() {
        if (pending != null) {
            watcher.tell(pending);
        }
    }

    void answered(ClientMessage.Answer answer) throws ProtocolException {
        if (pending == null || !pending.offerId().equals(answer.offerId())) {
            throw new ProtocolException(ErrorCode.UNKNOWN_OFFER, "No offer of this id waits for an answer.");
        }
        SessionUpdate update;
        try {
            update = negotiator.accept(answer.offerId().substring(offerPrefix.length()), answer.sdp());
        } catch (NegotiationException e) {
            throw new ProtocolException(ErrorCode.BAD_SDP, String.valueOf(e.getMessage()));
        }
        List<ServerMessage.SentTrack> offered = pending.tracks();
        pending = null;
        stopWaiting();
        peer().update(update);
        route(update, offered);
        offerIfNeeded();
    }

    /** The codec of a track has become known or another: a watcher who rejected its m-line is told. */
    void codecKnown(Track track) {
        if (rejected.contains(track)) {
            undecodable(track);
        }
    }

    void undecodable(Track track) {
        String codec = track.codec;
        if (codec != null && mids.containsKey(track)) {
            watcher.emit(id -> new ServerMessage.TrackUndecodable(id, track.id().value(), codec));
        }
    }

    /** Forgets what is planned; the peer is closed by the caller. */
    void stopWaiting() {
        if (patience != null) {
            patience.cancel();
        }
    }

    private void remove(Track track) {
        String mid = mids.remove(track);
        rejected.remove(track);
        told.remove(track);
        if (mid != null) {
            taken.remove(mid);
            if (sent.remove(mid) != null) {
                context.media().unsubscribe(peer(), mid);
            }
            negotiator.removeTrack(mid);
        }
    }

    private void offerIfNeeded() {
        if (negotiator.offerOutstanding() || !negotiator.offerNeeded()) {
            return;
        }
        SubscribeNegotiator.Offer offer = negotiator.offer();
        // The watcher's checks set out with its answer, and are mostly faster.
        peer().expect(offer.localUfrag(), offer.localPwd());
        List<ServerMessage.SentTrack> tracks = new ArrayList<>();
        mids.forEach((track, mid) -> tracks.add(new ServerMessage.SentTrack(
                mid, track.id().value(), track.participantId, track.source(), track.kind())));
        pending = new ServerMessage.Offer(
                PeerConnectionName.SUBSCRIBE, offerPrefix + offer.offerId(), offer.sdp(), tracks);
        timesOffered = 0;
        sendPending();
    }

    private void sendPending() {
        timesOffered++;
        repeatOffer();
        patience = context.timers().after(context.limits().answer(), this::unanswered);
    }

    private void unanswered() {
        if (watcher.isAway()) {
            // It is offered again on resume; who never resumes is gone soon.
            timesOffered--;
        }
        if (timesOffered < OFFERS) {
            sendPending();
        } else {
            giveUp.run();
        }
    }

    private void route(SessionUpdate update, List<ServerMessage.SentTrack> offered) {
        Map<String, MediaSection> accepted = new HashMap<>();
        update.sections().forEach(section -> accepted.put(section.mid(), section));
        // A track that came while this offer was on its way is in none of its m-lines; the next answer routes it.
        Set<String> answered =
                offered.stream().map(ServerMessage.SentTrack::mid).collect(Collectors.toSet());
        mids.forEach((track, mid) -> {
            MediaSection section = accepted.get(mid);
            if (section != null) {
                rejected.remove(track);
                if (section.local() == null) {
                    taken.remove(mid);
                } else {
                    taken.add(mid);
                }
                route(track, mid);
            } else if (answered.contains(mid) && rejected.add(track)) {
                undecodable(track);
            }
        });
    }

    private void route(Track track, String mid) {
        boolean wanted = taken.contains(mid) && mayBeSent(track);
        if (wanted && !track.id().equals(sent.put(mid, track.id()))) {
            context.media().subscribe(peer(), mid, track.id());
            told.remove(track);
            wish(track);
        } else if (!wanted && sent.remove(mid) != null) {
            told.remove(track);
            context.media().unsubscribe(peer(), mid);
        }
    }

    private boolean mayBeSent(Track track) {
        return switch (watcher.permit) {
            case ALL -> true;
            case SOUND -> track.source().kind() == MediaKind.AUDIO || !hearsAnything();
            case NOTHING -> false;
        };
    }

    private boolean hearsAnything() {
        return mids.entrySet().stream()
                .anyMatch(line -> line.getKey().source().kind() == MediaKind.AUDIO && taken.contains(line.getValue()));
    }

    /** Camera and microphone are kept in step by the watcher, and so are the screen and its sound. */
    private static String msidStream(Source source) {
        return switch (source) {
            case CAMERA, MICROPHONE -> "presenter";
            case SCREEN, SCREEN_AUDIO -> "screen";
        };
    }
}
