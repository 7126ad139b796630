package org.lyceum.server.room;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.StreamChange;
import org.lyceum.platform.tips.Tip;
import org.lyceum.platform.tips.TipGiven;
import org.lyceum.platform.tips.TipGoal;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.MessageTypes;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.protocol.ServerMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broadcast room: a presenter, its tracks, and who watches them. A state machine without a thread or a clock of its own: one
 * thread at a time calls {@link #handle} with what came, and {@link #advance} when {@link #nanosUntilNext} has passed;
 * times are {@code System.nanoTime()} or the test's. Nothing here waits, but for the database when a stream goes live or offline, or is
 * edited.
 */
final class Room {
    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    private final RoomContext context;
    private final Members members = new Members();
    private final Stage stage;
    private final OnAir onAir;
    private final Payments payments;
    private final Audience audience;
    private final Presenting presenting;
    private final Layers layers;
    private final QualityReports reports;
    private final Chat chat;
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
        this.payments = new Payments(context, stream);
        this.audience = new Audience(context, members, stage, onAir, payments);
        this.presenting = new Presenting(context, members, stage, onAir, audience, this::replace);
        this.layers = new Layers(context, stage, audience);
        this.reports = new QualityReports(context, members, stage);
        this.chat = new Chat(context, members, stream);
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
        return members.isEmpty() && !onAir.isLive() && onAir.isRecorded() && chat.isRecorded();
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
            case RoomMessage.OpenPublisher open -> deliver(presenting.opened(open.offerSdp(), stream), open.reply());
            case RoomMessage.OpenPlayer open -> deliver(audience.arrived(open), open.reply());
            case RoomMessage.RestartIce restart -> restart.reply().complete(restartIce(restart));
            case RoomMessage.CloseSession close -> dismiss(close.who(), null, CloseCode.NORMAL, "left", "left");
            case RoomMessage.PeerConnected connected -> peerConnected(connected.connection());
            case RoomMessage.PeerClosed closed -> peerClosed(closed.connection(), closed.reason());
            case RoomMessage.TrackFlowing flows -> presenting.trackFlowing(flows);
            case RoomMessage.TrackStalled stalled -> presenting.trackStalled(stalled.track());
            case RoomMessage.Undecodable event -> audience.undecodable(event.peer(), event.track());
            case RoomMessage.LayersWanted wanted -> layers.wanted(wanted);
            case RoomMessage.Forwarding forwarding -> layers.forwarding(forwarding);
            case RoomMessage.Measured measured -> reports.measured(measured);
            case RoomMessage.StreamChanged changed -> streamChanged(changed.change());
            case RoomMessage.ChatOpened opened -> chat.opened(opened.past());
            case RoomMessage.ChatWritten written -> chat.written(written.results());
            case RoomMessage.Metered news -> payments.metered(news);
            case RoomMessage.AgreeRefused refusal -> payments.refused(refusal);
            case RoomMessage.Tipped tipped -> tipped(tipped.given());
            case RoomMessage.GoalChanged changed ->
                members.emitToAll(id ->
                        new ServerMessage.TipGoal(id, told(changed.change().goal())));
            case RoomMessage.CutLogin cut ->
                cut(participant -> cut.loginId().equals(participant.loginId()), "You were signed out.");
            case RoomMessage.PersonForgotten person -> chat.forget(person.userId());
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
        chat.arrived(participant);
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
        payments.repeat(participant);
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
                new ServerMessage.TurnConfig(context.turn().admit(participant.participantId(), participant.host())),
                ServerMessage.Registered.HEARTBEAT_SECONDS));
    }

    /** A presenter's second tab or reload takes over from the first; another person has to wait. */
    private void makeWayForPresenter(@Nullable String userId) throws ProtocolException {
        presenting.requireNoOther(userId);
        for (SocketParticipant other : members.sockets()) {
            if (other.isPresenter()) {
                replace(other);
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
        context.turn().withdraw(participant.participantId());
        if (!members.remove(participant, reason)) {
            return;
        }
        presenting.stop(participant, reason.equals("left"));
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
            case ClientMessage.Offer offer -> presenting.offered(who, offer);
            case ClientMessage.Answer answer ->
                Audience.subscriptionOf(who, answer.pc()).answered(answer);
            case ClientMessage.IceCandidate _ -> {
                // An ICE-lite server learns addresses from the checks themselves (RFC 8445, 2.5).
            }
            case ClientMessage.IceRestart restart ->
                Audience.subscriptionOf(who, restart.pc()).restartIce();
            case ClientMessage.Subscribe _ -> audience.subscribe(who);
            case ClientMessage.Unsubscribe _ -> audience.stopWatching(who);
            case ClientMessage.TrackMuted muted -> presenting.trackMuted(who, muted);
            case ClientMessage.LayerPreference preference -> layers.preferred(who, preference);
            case ClientMessage.Chat words -> chat.said(who, words);
            case ClientMessage.Moderate wish -> chat.moderate(who, wish);
            case ClientMessage.Report report -> chat.report(who, report);
            case ClientMessage.AgreePrice agreement -> payments.agreed(who, agreement);
            case ClientMessage.Leave _ -> dismiss(who, null, CloseCode.NORMAL, "left", "left");
            case ClientMessage.Ping _ -> who.tell(new ServerMessage.Pong());
        }
    }

    // ---- WHIP and WHEP

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
        if (connection.isCurrent()) {
            connection.connected();
            reports.connected(connection);
            Participant owner = connection.owner();
            if (owner instanceof SessionParticipant session) {
                session.connected();
            }
            owner.emit(id -> new ServerMessage.PeerState(id, connection.name(), "connected", null));
            audience.updateVisit(owner);
            presenting.mediaChanged(Duration.ZERO);
        }
    }

    private void peerClosed(Connection connection, CloseReason reason) {
        if (!connection.isCurrent()) {
            return; // Closed from here.
        }
        Participant owner = connection.owner();
        String word = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
        owner.emit(id -> new ServerMessage.PeerState(id, connection.name(), "closed", word));
        audience.stopWatching(owner);
        presenting.stop(owner, false);
        boolean left = reason == CloseReason.LEFT;
        if (owner instanceof SessionParticipant || (left && owner.isAway())) {
            dismiss(owner, null, CloseCode.NORMAL, "", left ? "left" : "lost");
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
            case EDITED -> {
                chat.edited(stream);
                payments.edited(stream);
                requireInvitations();
            }
            case CREATED, WENT_LIVE, WENT_OFFLINE -> {}
        }
    }

    /** Who watches what is private now has been invited, or goes. */
    private void requireInvitations() {
        if (stream.isByInvitation()) {
            Set<String> invited = invited();
            cut(
                    who -> who.isWatcher() && !mayWatch(who, invited),
                    "This stream is for people whom its creator has invited.");
        }
    }

    private boolean mayWatch(Participant who, Set<String> invited) {
        String userId = who.userId();
        boolean admin = who instanceof SocketParticipant socket && socket.isAdmin();
        return userId != null && (admin || userId.equals(stream.creatorId()) || invited.contains(userId));
    }

    /** Nobody, where the database does not say: they come back when it does. */
    private Set<String> invited() {
        try {
            return context.streams().invited(context.id());
        } catch (RuntimeException e) {
            LOG.error("who is invited to stream {} could not be read", context.id(), e);
            return Set.of();
        }
    }

    private void tipped(TipGiven given) {
        Tip tip = given.tip();
        members.emitToAll(id -> new ServerMessage.Tip(
                id, tip.id(), tip.payerName(), tip.amount(), tip.message(), tip.createdAt(), told(given.goal())));
    }

    private static ServerMessage.@Nullable Goal told(@Nullable TipGoal goal) {
        return goal == null ? null : new ServerMessage.Goal(goal.title(), goal.target(), goal.raised());
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
