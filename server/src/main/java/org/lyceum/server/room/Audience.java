package org.lyceum.server.room;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lyceum.net.PeerHandle;
import org.lyceum.rtc.session.Negotiated;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.rtc.session.WhepNegotiator;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.PeerConnectionName;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.sfu.TrackId;

/**
 * What the watchers of a room watch: their connections follow the {@link Stage}'s tracks, and their visits are recorded.
 * Confined to the room's thread.
 */
final class Audience {
    private final RoomContext context;
    private final Members members;
    private final Stage stage;
    private final OnAir onAir;
    private final Payments payments;
    /** By the id on the media side. */
    private final Map<String, Subscription> byPeer = new HashMap<>();

    Audience(RoomContext context, Members members, Stage stage, OnAir onAir, Payments payments) {
        this.context = context;
        this.members = members;
        this.stage = stage;
        this.onAir = onAir;
        this.payments = payments;
    }

    void requireSeat() throws ProtocolException {
        if (members.watchers() >= context.limits().watchers()) {
            throw new ProtocolException(ErrorCode.ROOM_FULL, "This room has no seat left; try again later.");
        }
    }

    /** A socket that was let in as a watcher. */
    void arrived(SocketParticipant watcher) {
        watcher.visit = new Visit(context.viewerLog(), context.id(), watcher.userId(), "webrtc");
        onAir.viewersChanged();
    }

    /** A WHEP player, with its connection. */
    SessionParticipant arrived(RoomMessage.OpenPlayer open) throws ProtocolException, NegotiationException {
        requireSeat();
        WhepNegotiator negotiator = new WhepNegotiator(context.plane().localParameters(), context.random());
        Negotiated negotiated = negotiator.answer(open.offerSdp(), 1, 1);
        SessionParticipant player = new SessionParticipant(context, open.viewer());
        player.answered(negotiated.sdp());
        Playback playback = new Playback(context, player, negotiator, negotiated, open.screen());
        player.watching = playback;
        payments.begins(player, open.address());
        player.visit = new Visit(context.viewerLog(), context.id(), player.userId(), "whep");
        members.add(player);
        playback.follow(stage.tracks());
        onAir.viewersChanged();
        return player;
    }

    /** Someone is not in the room any more. */
    void left(Participant participant) {
        stopWatching(participant);
        payments.ends(participant);
        if (participant.visit != null) {
            participant.visit.end(context.timers().now());
        }
        onAir.viewersChanged();
    }

    /** Play was pressed. What there was before ends: a client that asks again has a new peer connection. */
    void subscribe(SocketParticipant who) throws ProtocolException {
        if (!who.isWatcher()) {
            throw new ProtocolException(ErrorCode.WRONG_ROLE, "Only watchers subscribe.");
        }
        stopWatching(who);
        payments.begins(who, who.address());
        Subscription subscription = new Subscription(context, who, () -> givenUp(who));
        who.watching = subscription;
        byPeer.put(subscription.peer().id(), subscription);
        subscription.follow(stage.tracks().values());
    }

    void stopWatching(Participant who) {
        Connection connection = who.watching;
        if (connection == null) {
            return;
        }
        who.watching = null;
        if (connection instanceof Subscription subscription) {
            subscription.stopWaiting();
            byPeer.remove(subscription.peer().id());
        }
        connection.peer().close();
        updateVisit(who);
    }

    static Subscription subscriptionOf(SocketParticipant who, PeerConnectionName pc) throws ProtocolException {
        if (pc != PeerConnectionName.SUBSCRIBE) {
            throw new ProtocolException(
                    ErrorCode.BAD_FIELD,
                    "Field 'pc' must be 'subscribe' here: the client makes the offers of 'publish'.");
        }
        if (who.watching instanceof Subscription subscription) {
            return subscription;
        }
        throw new ProtocolException(ErrorCode.NOT_SUBSCRIBED, "Send 'subscribe' first.");
    }

    /** Whose connection this is on the media side; null where it is nobody's any more, or of a player of WHEP. */
    @Nullable
    Subscription subscriptionOf(PeerHandle peer) {
        return byPeer.get(peer.id());
    }

    /** Watchers get an m-line for each track that there is now. */
    void followTracks() {
        for (Participant participant : members.all()) {
            switch (participant.watching) {
                case Subscription subscription ->
                    subscription.follow(stage.tracks().values());
                case Playback playback -> playback.follow(stage.tracks());
                case null, default -> {}
            }
        }
    }

    void codecKnown(Track track) {
        for (SocketParticipant socket : members.sockets()) {
            if (socket.watching instanceof Subscription subscription) {
                subscription.codecKnown(track);
            }
        }
    }

    /** The media side cannot send this track to that peer. */
    void undecodable(PeerHandle peer, TrackId id) {
        Track track = stage.find(id);
        Subscription subscription = subscriptionOf(peer);
        if (track != null && subscription != null) {
            subscription.undecodable(track);
        }
    }

    void updateVisits() {
        members.all().forEach(this::updateVisit);
    }

    void updateVisit(Participant watcher) {
        if (watcher.visit != null) {
            Connection watching = watcher.watching;
            boolean receiving = onAir.isCarrying() && watching != null && watching.isConnected();
            watcher.visit.receiving(receiving, context.timers().now());
            // A picture that stands still for our own sake costs nothing, whatever is heard meanwhile.
            boolean shed = watching instanceof Subscription subscription && subscription.isShed();
            Payments.carriedBy(watcher, receiving && watching != null && !shed ? watching.peer() : null);
        }
    }

    private void givenUp(SocketParticipant who) {
        stopWatching(who);
        who.tell(new ServerMessage.Error(
                ErrorCode.ANSWER_TIMEOUT, "The offer was not answered; subscribe again.", null));
        who.emit(id -> new ServerMessage.PeerState(id, PeerConnectionName.SUBSCRIBE, "closed", "answer-timeout"));
    }
}
