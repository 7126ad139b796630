package org.lyceum.server.room;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.sfu.TrackId;

/**
 * A participant that signals over a WebSocket. Its events are numbered and the newest kept, so that a lost socket can be resumed
 * by another. Confined to the room's thread.
 */
final class SocketParticipant extends Participant {
    private final String resumeToken;
    private final int replayLimit;
    private final Deque<ServerMessage.Event> replay = new ArrayDeque<>();
    private final boolean admin;
    private String address;
    private long lastEventId;
    private @Nullable Outlet outlet;
    /** What its page wishes of a track, whichever connection carries it. */
    final Map<TrackId, ClientMessage.LayerPreference> preferences = new HashMap<>();

    /** Runs out when the socket does not come back. */
    Timers.@Nullable Timer farewell;

    SocketParticipant(
            String participantId,
            ClientRole role,
            String name,
            @Nullable Principal principal,
            String resumeToken,
            int replayLimit,
            Outlet outlet) {
        super(participantId, role, name, userIdOf(principal), loginIdOf(principal));
        this.resumeToken = resumeToken;
        this.replayLimit = replayLimit;
        this.outlet = outlet;
        this.admin = principal != null && principal.isAdmin();
        this.address = outlet.client().address();
    }

    String resumeToken() {
        return resumeToken;
    }

    /** Under which name it reached this server; empty where that is not known. */
    String host() {
        return outlet == null ? "" : outlet.client().host();
    }

    /** Under which limits count it; the last one while it is away. */
    String address() {
        return address;
    }

    boolean isAdmin() {
        return admin;
    }

    /** The id of its newest event, 0 before the first. */
    long lastEventId() {
        return lastEventId;
    }

    @SuppressWarnings("ReferenceEquality") // this very socket
    boolean speaksThrough(Outlet candidate) {
        return outlet == candidate;
    }

    @Override
    boolean isAway() {
        return outlet == null;
    }

    /** The socket is gone; events are kept. */
    void detach() {
        outlet = null;
    }

    /** Whether all events after this one are still here. */
    boolean canReplayAfter(long eventId) {
        return eventId <= lastEventId && lastEventId - eventId <= replay.size();
    }

    /** Goes on through another socket; one that is still there is closed. */
    void attach(Outlet next) {
        if (outlet != null) {
            outlet.close(CloseCode.REPLACED, "resumed by another connection");
        }
        outlet = next;
        address = next.client().address();
    }

    /** Repeats the events after this one. */
    void replayAfter(long eventId) {
        for (ServerMessage.Event event : replay) {
            if (event.eventId() > eventId) {
                tell(event);
            }
        }
    }

    @Override
    void emit(LongFunction<ServerMessage.Event> event) {
        lastEventId++;
        ServerMessage.Event numbered = event.apply(lastEventId);
        replay.addLast(numbered);
        if (replay.size() > replayLimit) {
            replay.removeFirst();
        }
        tell(numbered);
    }

    @Override
    void tell(ServerMessage message) {
        if (outlet != null) {
            outlet.send(message);
        }
    }

    @Override
    void dismiss(@Nullable ErrorCode code, CloseCode close, String sentence) {
        if (code != null) {
            tell(new ServerMessage.Error(code, sentence, null));
        }
        if (outlet != null) {
            outlet.close(close, sentence);
            outlet = null;
        }
        if (farewell != null) {
            farewell.cancel();
        }
    }
}
