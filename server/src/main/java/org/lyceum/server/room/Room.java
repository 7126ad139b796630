package org.lyceum.server.room;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.StreamChange;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.rtc.session.Negotiated;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.rtc.session.PublishNegotiator;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.MessageTypes;
import org.lyceum.server.protocol.PeerConnectionName;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.server.protocol.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broadcast room: a presenter, its tracks, and who watches them. A state machine without a thread or a clock of its own: one
 * thread at a time calls {@link #handle} with what came, and {@link #advance} when {@link #nanosUntilNext} has passed;
 * times are {@code System.nanoTime()} or the test's. Nothing here waits, but for the database when a stream goes live or offline.
 */
final class Room {
    private static final Logger LOG = LoggerFactory.getLogger(Room.class);
    /** How long the media side waits before it calls a track stalled. */
    private static final Duration STALL = Duration.ofSeconds(2);

    private final RoomContext context;
    private final Members members = new Members();
    private final Stage stage;
    private final OnAir onAir;
    private final Audience audience;
    private Stream stream;
    private boolean over;
    // For anyone's eyes; written by the room's thread.
    private volatile int viewers;
    private volatile boolean flowing;

    Room(RoomContext context, Stream stream) {
        this.context = context;
        this.stream = stream;
        this.stage = new Stage(context, members);
        this.onAir = new OnAir(context, members, stream, stage::withdrawOrphans);
        this.audience = new Audience(context, members, stage, onAir);
    }

    /** From any thread. */
    int viewers() {
        return viewers;
    }

    /** From any thread. */
    boolean isFlowing() {
        return flowing;
    }

    /** Nobody is here, and nothing is awaited. */
    boolean isIdle() {
        return members.isEmpty() && !onAir.isLive();
    }

    /** It was stopped, or closed when idle: nothing more is to be handled. */
    boolean isOver() {
        return over;
    }

    long nanosUntilNext(long nowNanos) {
        return context.timers().nanosUntilNext(nowNanos);
    }

    void advance(long nowNanos) {
        try {
            context.timers().advance(nowNanos);
        } catch (RuntimeException e) {
            LOG.error("room {} failed to do what was due", context.id(), e);
        }
        publishFigures();
    }

    /** Does what the message asks. A failure costs the one who asked. */
    void handle(RoomMessage message, long nowNanos) {
        advance(nowNanos);
        try {
            dispatch(message);
        } catch (ProtocolException | NegotiationException | ResumeRefusedException e) {
            refuse(message, e);
        } catch (RuntimeException e) {
            LOG.error(
                    "room {} failed to handle {}",
                    context.id(),
                    message.getClass().getSimpleName(),
                    e);
            refuse(message, new ProtocolException(ErrorCode.INTERNAL, "The server failed to do this."));
        }
        publishFigures();
    }

    /** Ends everything, for good. */
    void close() {
        if (over) {
            return;
        }
        over = true;
        for (Participant participant : members.all()) {
            participant.dismiss(null, CloseCode.GOING_AWAY, "the server stops");
            leave(participant, "left");
        }
        onAir.close();
        context.media().close();
        publishFigures();
    }

    private void dispatch(RoomMessage message) throws ProtocolException, NegotiationException, ResumeRefusedException {
        switch (message) {
            case RoomMessage.Join join -> deliver(join(join), join.reply());
            case RoomMessage.Resume resume -> deliver(resume(resume), resume.reply());
            case RoomMessage.Said said -> said(said);
            case RoomMessage.SocketLost lost -> socketLost(lost);
            case RoomMessage.OpenPublisher open -> deliver(openPublisher(open.offerSdp()), open.reply());
            case RoomMessage.OpenPlayer open -> deliver(audience.arrived(open), open.reply());
            case RoomMessage.RestartIce restart -> restart.reply().complete(restartIce(restart));
            case RoomMessage.CloseSession close -> dismiss(close.who(), null, CloseCode.NORMAL, "left", "left");
            case RoomMessage.PeerConnected connected -> peerConnected(connected.connection());
            case RoomMessage.PeerClosed closed -> peerClosed(closed.connection(), closed.reason());
            case RoomMessage.TrackFlowing flows -> trackFlowing(flows);
            case RoomMessage.TrackStalled stalled -> trackStalled(stalled);
            case RoomMessage.Undecodable event -> audience.undecodable(event.peer(), event.track());
            case RoomMessage.StreamChanged changed -> streamChanged(changed.change());
            case RoomMessage.CutLogin cut ->
                cut(participant -> cut.loginId().equals(participant.loginId()), "You were signed out.");
            case RoomMessage.Drain _ -> members.sockets().forEach(socket -> socket.tell(new ServerMessage.Draining()));
            case RoomMessage.Stop _ -> close();
        }
    }

    /** Who has stopped waiting is not let in. */
    private <T extends Participant> void deliver(T participant, CompletableFuture<T> reply) {
        if (!reply.complete(participant)) {
            dismiss(participant, null, CloseCode.INTERNAL, "", "lost");
        }
    }

    private void refuse(RoomMessage message, Exception reason) {
        if (message instanceof RoomMessage.Ask<?> ask) {
            ask.reply().completeExceptionally(reason);
        } else if (message instanceof RoomMessage.Said said && reason instanceof ProtocolException refusal) {
            said.through()
                    .send(refusal.toError(MessageTypes.nameOf(said.message().getClass())));
        }
    }

    // ---- coming and going

    private SocketParticipant join(RoomMessage.Join join) throws ProtocolException {
        Principal principal = join.principal();
        if (join.role() == ClientRole.PRESENTER) {
            makeWayForPresenter(Participant.userIdOf(principal));
        } else {
            audience.requireSeat();
        }
        String name = principal == null ? Objects.requireNonNullElse(join.name(), "") : Participant.nameOf(principal);
        SocketParticipant participant = new SocketParticipant(
                context.newId(),
                join.role(),
                name,
                principal,
                context.secret(),
                context.limits().replay(),
                join.outlet());
        welcome(participant, false, 0);
        members.add(participant);
        if (participant.isWatcher()) {
            audience.arrived(participant);
        }
        return participant;
    }

    private SocketParticipant resume(RoomMessage.Resume resume) throws ResumeRefusedException {
        SocketParticipant participant = members.byResumeToken(resume.resumeToken());
        if (participant == null
                || participant.role() != resume.role()
                || !participant.canReplayAfter(resume.lastEventId())) {
            throw new ResumeRefusedException();
        }
        boolean wasAway = participant.isAway();
        if (participant.farewell != null) {
            participant.farewell.cancel();
        }
        participant.attach(resume.outlet());
        welcome(participant, true, resume.lastEventId());
        participant.replayAfter(resume.lastEventId());
        if (participant.watching instanceof Subscription subscription) {
            subscription.repeatOffer();
        }
        if (wasAway) {
            members.updated(participant);
        }
        return participant;
    }

    private void welcome(SocketParticipant participant, boolean resumed, long eventId) {
        participant.tell(new ServerMessage.Registered(
                participant.participantId(),
                participant.role(),
                context.id(),
                "broadcast",
                resumed,
                participant.resumeToken(),
                eventId,
                members.seenBy(participant),
                stage.infos(),
                onAir.state(),
                members.watchers(),
                onAir.liveSince(),
                stream.title(),
                ServerMessage.TurnConfig.NONE,
                ServerMessage.Registered.HEARTBEAT_SECONDS));
    }

    /** A presenter's second tab or reload takes over from the first; another person has to wait. */
    private void makeWayForPresenter(@Nullable String userId) throws ProtocolException {
        requireNoOtherPresenter(userId);
        for (SocketParticipant other : members.sockets()) {
            if (other.isPresenter()) {
                replace(other);
            }
        }
    }

    private void requireNoOtherPresenter(@Nullable String userId) throws ProtocolException {
        for (Participant other : members.all()) {
            if (other.isPresenter() && !Objects.equals(other.userId(), userId)) {
                throw new ProtocolException(ErrorCode.PRESENTER_TAKEN, "Somebody else is presenting here.");
            }
        }
    }

    private void replace(Participant other) {
        dismiss(other, ErrorCode.REPLACED, CloseCode.REPLACED, "A newer connection took over.", "replaced");
    }

    private void cut(Predicate<Participant> whom, String sentence) {
        for (Participant participant : members.all()) {
            if (whom.test(participant)) {
                dismiss(participant, ErrorCode.CUT, CloseCode.CUT, sentence, "cut");
            }
        }
    }

    private void dismiss(
            Participant participant, @Nullable ErrorCode code, CloseCode close, String sentence, String reason) {
        participant.dismiss(code, close, sentence);
        leave(participant, reason);
    }

    private void leave(Participant participant, String reason) {
        if (!members.remove(participant, reason)) {
            return;
        }
        stopPublishing(participant, reason.equals("left"));
        audience.left(participant);
    }

    private void socketLost(RoomMessage.SocketLost lost) {
        SocketParticipant participant = lost.who();
        if (!participant.speaksThrough(lost.outlet()) || !members.contains(participant)) {
            return;
        }
        participant.detach();
        participant.farewell = context.timers()
                .after(context.limits().resume(), () -> dismiss(participant, null, CloseCode.NORMAL, "", "lost"));
        members.updated(participant);
    }

    // ---- what clients say

    private void said(RoomMessage.Said said) throws ProtocolException {
        SocketParticipant who = said.who();
        if (!who.speaksThrough(said.through())) {
            return; // A socket that was replaced meanwhile.
        }
        switch (said.message()) {
            case ClientMessage.Register _ ->
                throw new ProtocolException(ErrorCode.ALREADY_REGISTERED, "This socket is registered already.");
            case ClientMessage.Offer offer -> publishOffered(who, offer);
            case ClientMessage.Answer answer ->
                Audience.subscriptionOf(who, answer.pc()).answered(answer);
            case ClientMessage.IceCandidate _ -> {
                // An ICE-lite server learns addresses from the checks themselves (RFC 8445, 2.5).
            }
            case ClientMessage.IceRestart restart ->
                Audience.subscriptionOf(who, restart.pc()).restartIce();
            case ClientMessage.Subscribe _ -> audience.subscribe(who);
            case ClientMessage.Unsubscribe _ -> audience.stopWatching(who);
            case ClientMessage.TrackMuted muted -> trackMuted(who, muted);
            case ClientMessage.Leave _ -> dismiss(who, null, CloseCode.NORMAL, "left", "left");
            case ClientMessage.Ping _ -> who.tell(new ServerMessage.Pong());
        }
    }

    private void trackMuted(SocketParticipant who, ClientMessage.TrackMuted muted) throws ProtocolException {
        Publication publication = who.publication;
        for (Track track : stage.tracks().values()) {
            if (publication != null
                    && track.publication == publication
                    && track.id().value().equals(muted.trackId())) {
                track.muted = muted.muted();
                members.emitToAllBut(
                        who, id -> new ServerMessage.TrackMuted(id, track.id().value(), track.muted));
                return;
            }
        }
        throw new ProtocolException(ErrorCode.UNKNOWN_TRACK, "You publish no track of this id.");
    }

    // ---- publishing

    private void publishOffered(SocketParticipant who, ClientMessage.Offer offer) throws ProtocolException {
        requireMayOffer(who, offer);
        Publication before = who.publication;
        boolean sameConnection = before != null && before.isContinuedBy(offer.sdp());
        PublishNegotiator negotiator = newPublishNegotiator();
        Negotiated negotiated;
        try {
            negotiated = sameConnection && before != null ? before.answer(offer.sdp()) : negotiator.answer(offer.sdp());
        } catch (NegotiationException e) {
            throw new ProtocolException(ErrorCode.BAD_SDP, String.valueOf(e.getMessage()));
        }
        Map<Source, String> mids = Sources.named(offer.tracks(), negotiated.mids());
        Publication publication = sameConnection && before != null
                ? before
                : takeStage(new Publication(context, who, negotiator, offer.sdp()));
        publication.peer().update(negotiated.update());
        stage.publish(publication, mids);
        List<ServerMessage.AnsweredTrack> answered = offer.tracks().stream()
                .filter(track -> track.mid().equals(mids.get(track.source())))
                .map(track -> new ServerMessage.AnsweredTrack(
                        track.mid(), track.source(), Track.idOf(track.source()).value(), who.participantId()))
                .toList();
        who.tell(new ServerMessage.Answer(PeerConnectionName.PUBLISH, negotiated.sdp(), answered));
        audience.followTracks();
        mediaChanged(Duration.ZERO);
    }

    private static void requireMayOffer(SocketParticipant who, ClientMessage.Offer offer) throws ProtocolException {
        if (!who.isPresenter()) {
            throw new ProtocolException(ErrorCode.WRONG_ROLE, "Only presenters publish.");
        }
        if (offer.pc() != PeerConnectionName.PUBLISH) {
            throw new ProtocolException(
                    ErrorCode.BAD_FIELD,
                    "Field 'pc' must be 'publish' here: the server makes the offers of 'subscribe'.");
        }
        Sources.requireDistinct(offer.tracks());
    }

    private PublishNegotiator newPublishNegotiator() {
        return new PublishNegotiator(context.plane().localParameters(), context.random());
    }

    /** Whoever published until now does not any more; the tracks wait for the newcomer. */
    private Publication takeStage(Publication next) {
        Publication before = stage.current();
        if (before != null && before.owner() != next.owner()) {
            replace(before.owner());
        } else if (before != null) {
            stopPublishing(before.owner(), false);
        }
        next.owner().publication = next;
        return next;
    }

    private void stopPublishing(Participant who, boolean onPurpose) {
        Publication publication = who.publication;
        if (publication == null) {
            return;
        }
        who.publication = null;
        publication.peer().close();
        stage.lost(publication, onPurpose);
        mediaChanged(Duration.ZERO);
    }

    // ---- WHIP and WHEP

    private SessionParticipant openPublisher(String offerSdp) throws ProtocolException, NegotiationException {
        requireNoOtherPresenter(stream.creatorId());
        PublishNegotiator negotiator = newPublishNegotiator();
        Negotiated negotiated = negotiator.answer(offerSdp);
        if (negotiated.mids().isEmpty()) {
            throw new NegotiationException("nothing-sent", "The offer sends no media.");
        }
        SessionParticipant publisher = new SessionParticipant(context, stream);
        publisher.answered(negotiated.sdp());
        Publication publication = takeStage(new Publication(context, publisher, negotiator, offerSdp));
        members.add(publisher);
        publication.peer().update(negotiated.update());
        stage.publish(publication, Sources.inOrder(negotiated.mids()));
        audience.followTracks();
        mediaChanged(Duration.ZERO);
        return publisher;
    }

    private static String restartIce(RoomMessage.RestartIce restart) throws NegotiationException {
        SessionParticipant who = restart.who();
        if (who.publication != null) {
            return who.publication.restartIce(restart.fragment());
        }
        if (who.watching instanceof Playback playback) {
            return playback.restartIce(restart.fragment());
        }
        throw new NegotiationException("session-over", "This session is over.");
    }

    // ---- what becomes of the media

    private void peerConnected(Connection connection) {
        if (isCurrent(connection)) {
            connection.connected();
            Participant owner = connection.owner();
            if (owner instanceof SessionParticipant session) {
                session.connected();
            }
            owner.emit(id -> new ServerMessage.PeerState(id, connection.name(), "connected", null));
            audience.updateVisit(owner);
            mediaChanged(Duration.ZERO);
        }
    }

    private void peerClosed(Connection connection, CloseReason reason) {
        if (!isCurrent(connection)) {
            return; // Closed from here.
        }
        Participant owner = connection.owner();
        String word = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
        owner.emit(id -> new ServerMessage.PeerState(id, connection.name(), "closed", word));
        audience.stopWatching(owner);
        stopPublishing(owner, false);
        boolean left = reason == CloseReason.LEFT;
        if (owner instanceof SessionParticipant || (left && owner.isAway())) {
            dismiss(owner, null, CloseCode.NORMAL, "", left ? "left" : "lost");
        }
    }

    private static boolean isCurrent(Connection connection) {
        return connection.owner().publication == connection || connection.owner().watching == connection;
    }

    private void trackFlowing(RoomMessage.TrackFlowing flows) {
        Track track = stage.find(flows.track());
        if (track == null || track.publication == null) {
            return;
        }
        track.flowing = true;
        String codec = flows.codec().type().encodingName();
        if (!codec.equals(track.codec)) {
            track.codec = codec;
            stage.announce(track);
            audience.codecKnown(track);
        }
        mediaChanged(Duration.ZERO);
    }

    private void trackStalled(RoomMessage.TrackStalled stalled) {
        Track track = stage.find(stalled.track());
        if (track != null) {
            track.flowing = false;
            mediaChanged(STALL);
        }
    }

    /** @param since how long media has been missing, if it is */
    private void mediaChanged(Duration since) {
        boolean carried = stage.isCarried();
        if (carried != onAir.isCarrying()) {
            onAir.carrying(carried, since);
            audience.updateVisits();
        }
    }

    private void streamChanged(StreamChange change) {
        stream = change.stream();
        switch (change.kind()) {
            case ENDED -> {
                onAir.ended();
                cut(participant -> true, "The stream was ended.");
            }
            case KEY_ROTATED ->
                cut(
                        participant -> participant.isPresenter() && participant instanceof SessionParticipant,
                        "The stream key was replaced.");
            case ARMED -> onAir.armed();
            case CREATED, WENT_LIVE, WENT_OFFLINE -> {}
        }
    }

    private void publishFigures() {
        viewers = members.watchers();
        flowing = onAir.isCarrying();
    }

    /** For a question that comes when it is over. */
    static <T> void refuseOver(CompletableFuture<T> reply) {
        reply.completeExceptionally(new ProtocolException(ErrorCode.DRAINING, "The room has just closed; try again."));
    }
}
