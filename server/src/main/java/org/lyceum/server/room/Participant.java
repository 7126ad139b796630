package org.lyceum.server.room;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.metering.Standing;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.server.protocol.ServerMessage.ParticipantInfo;

/** Someone in the room, by socket or by WHIP or WHEP. Confined to the room's thread unless a method says otherwise. */
abstract sealed class Participant permits SocketParticipant, SessionParticipant {
    private final String participantId;
    private final ClientRole role;
    private final String name;
    private final @Nullable String userId;
    private final @Nullable String loginId;
    /** What it sends; null while it sends nothing. */
    @Nullable
    Publication publication;
    /** What it watches; null while it watches nothing. */
    @Nullable
    Connection watching;
    /** The record of a watcher's visit; null for presenters. */
    @Nullable
    Visit visit;
    /** Its session of watching for money; null where nothing is to be paid. */
    @Nullable
    MeteredWatch fare;
    /** How that stands; null before it is known. */
    @Nullable
    Standing standing;
    /** What it may be sent. */
    Permit permit = Permit.ALL;

    Participant(String participantId, ClientRole role, String name, @Nullable String userId, @Nullable String loginId) {
        this.participantId = participantId;
        this.role = role;
        this.name = name;
        this.userId = userId;
        this.loginId = loginId;
    }

    /** Public, unlike a resume token or the id of a media session. */
    String participantId() {
        return participantId;
    }

    ClientRole role() {
        return role;
    }

    /** Empty for someone unnamed. */
    String name() {
        return name;
    }

    /** Null for someone who is not signed in. */
    @Nullable
    String userId() {
        return userId;
    }

    /** The login that it was let in by; null for someone who is not signed in, or has a stream key. */
    @Nullable
    String loginId() {
        return loginId;
    }

    boolean isPresenter() {
        return role == ClientRole.PRESENTER;
    }

    boolean isWatcher() {
        return role == ClientRole.WATCHER;
    }

    /** Empty for someone who is not signed in. */
    static String nameOf(@Nullable Principal principal) {
        return principal == null ? "" : principal.displayName();
    }

    static @Nullable String userIdOf(@Nullable Principal principal) {
        return principal == null ? null : principal.userId();
    }

    static @Nullable String loginIdOf(@Nullable Principal principal) {
        return principal == null ? null : principal.sessionId();
    }

    ParticipantInfo info() {
        return new ParticipantInfo(participantId, role, name, isAway());
    }

    /** Lost its socket and may be back. */
    abstract boolean isAway();

    /** Tells of a change; whoever cannot hear is not told. */
    abstract void emit(LongFunction<ServerMessage.Event> event);

    /** Tells something that is not kept for resume. */
    abstract void tell(ServerMessage message);

    /** The last word: why it is over (null: nothing to say), and how the socket closes. */
    abstract void dismiss(@Nullable ErrorCode code, CloseCode close, String sentence);
}
