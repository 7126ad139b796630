package org.lyceum.server.room;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.lyceum.net.PeerHandle;
import org.lyceum.net.PeerStats;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.chat.ChatPast;
import org.lyceum.platform.chat.ChatResult;
import org.lyceum.platform.metering.Standing;
import org.lyceum.platform.streams.StreamChange;
import org.lyceum.platform.tips.GoalChange;
import org.lyceum.platform.tips.TipGiven;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.rtc.session.Codec;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.sfu.Quality;
import org.lyceum.sfu.TrackId;

/** All that can be mailed to a room. */
sealed interface RoomMessage {
    /** A message whose sender waits: it is always answered, with a failure where need be. */
    sealed interface Ask<T> extends RoomMessage {
        CompletableFuture<T> reply();
    }

    /** A socket wants in; what it may do has been checked. */
    record Join(
            ClientRole role,
            @Nullable Principal principal,
            @Nullable String name,
            Outlet outlet,
            CompletableFuture<SocketParticipant> reply)
            implements Ask<SocketParticipant> {}

    /** A socket takes the place of one that was lost. */
    record Resume(
            ClientRole role,
            String resumeToken,
            long lastEventId,
            Outlet outlet,
            CompletableFuture<SocketParticipant> reply)
            implements Ask<SocketParticipant> {}

    record Said(SocketParticipant who, Outlet through, ClientMessage message) implements RoomMessage {}

    record SocketLost(SocketParticipant who, Outlet outlet) implements RoomMessage {}

    /** WHIP. */
    record OpenPublisher(String offerSdp, CompletableFuture<SessionParticipant> reply)
            implements Ask<SessionParticipant> {}

    /** WHEP. {@code address}: under which limits count the player. */
    record OpenPlayer(
            @Nullable Principal viewer,
            String address,
            String offerSdp,
            boolean screen,
            CompletableFuture<SessionParticipant> reply)
            implements Ask<SessionParticipant> {}

    record RestartIce(SessionParticipant who, String fragment, CompletableFuture<String> reply)
            implements Ask<String> {}

    record CloseSession(SessionParticipant who) implements RoomMessage {}

    record PeerConnected(Connection connection) implements RoomMessage {}

    record PeerClosed(Connection connection, CloseReason reason) implements RoomMessage {}

    record TrackFlowing(TrackId track, Codec codec) implements RoomMessage {}

    record TrackStalled(TrackId track) implements RoomMessage {}

    record Undecodable(PeerHandle peer, TrackId track, Codec codec) implements RoomMessage {}

    /** Of the presenter's layers, these are watched. */
    record LayersWanted(PeerHandle publisher, String mid, TrackId track, int wanted) implements RoomMessage {}

    /** This is what a watcher gets of a track from now on. */
    record Forwarding(PeerHandle peer, String mid, TrackId track, Quality quality, boolean paused)
            implements RoomMessage {}

    /**
     * How the connections of a turn do.
     *
     * @param answers of each, all of them there
     * @param asked when they were asked for, in the room's time
     */
    record Measured(int turn, List<Answer> answers, long asked) implements RoomMessage {}

    /** @param stats fails where the connection is over */
    record Answer(Connection connection, CompletableFuture<PeerStats> stats) {}

    record StreamChanged(StreamChange change) implements RoomMessage {}

    /** @param past what is known of the chat; null where it could not be read */
    record ChatOpened(@Nullable ChatPast past) implements RoomMessage {}

    /** @param results of the last changes to the chat, in their order; null where they could not be written */
    record ChatWritten(@Nullable List<ChatResult> results) implements RoomMessage {}

    /** How a session of watching for money stands now. */
    record Metered(Participant who, MeteredWatch watch, Standing standing) implements RoomMessage {}

    /** A watcher may not agree to that. */
    record AgreeRefused(Participant who, ErrorCode code, String sentence) implements RoomMessage {}

    record Tipped(TipGiven given) implements RoomMessage {}

    record GoalChanged(GoalChange change) implements RoomMessage {}

    /** Whoever came in by this login is signed out. */
    record CutLogin(String loginId) implements RoomMessage {}

    /** This person's account was deleted. */
    record PersonForgotten(String userId) implements RoomMessage {}

    /** The server will stop soon. */
    record Drain() implements RoomMessage {}

    /** The server stops. */
    record Stop() implements RoomMessage {}
}
