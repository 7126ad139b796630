package org.lyceum.server.room;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.server.protocol.ServerMessage.ParticipantInfo;

/**
 * Who is in the room, and who hears of whom: in a broadcast everybody hears of presenters, and of watchers the presenters
 * alone. Confined to the room's thread.
 */
final class Members {
    private final Map<String, Participant> byId = new LinkedHashMap<>();
    private int watchers;

    void add(Participant participant) {
        byId.put(participant.participantId(), participant);
        watchers += participant.isWatcher() ? 1 : 0;
        emitTo(whoHearsOf(participant), id -> new ServerMessage.ParticipantJoined(id, participant.info()));
    }

    /** @return false if it was gone already */
    boolean remove(Participant participant, String reason) {
        if (!byId.remove(participant.participantId(), participant)) {
            return false;
        }
        watchers -= participant.isWatcher() ? 1 : 0;
        emitTo(
                whoHearsOf(participant),
                id -> new ServerMessage.ParticipantLeft(id, participant.participantId(), reason));
        return true;
    }

    void updated(Participant participant) {
        emitTo(whoHearsOf(participant), id -> new ServerMessage.ParticipantUpdated(id, participant.info()));
    }

    boolean contains(Participant participant) {
        return byId.get(participant.participantId()) == participant;
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    int watchers() {
        return watchers;
    }

    /** A copy: the caller may dismiss whom it meets. */
    List<Participant> all() {
        return new ArrayList<>(byId.values());
    }

    /** A copy, as {@link #all}. */
    List<SocketParticipant> sockets() {
        return sockets(participant -> true).toList();
    }

    Stream<SocketParticipant> sockets(Predicate<SocketParticipant> wanted) {
        return byId.values().stream()
                .filter(SocketParticipant.class::isInstance)
                .map(SocketParticipant.class::cast)
                .filter(wanted);
    }

    @Nullable
    SocketParticipant byResumeToken(String token) {
        // Seldom asked, and only by those who were here: not worth an index.
        return sockets(participant -> participant.resumeToken().equals(token))
                .findFirst()
                .orElse(null);
    }

    /** Whom this participant knows of, apart from itself. */
    List<ParticipantInfo> seenBy(Participant viewer) {
        return byId.values().stream()
                .filter(other -> other != viewer && (viewer.isPresenter() || other.isPresenter()))
                .map(Participant::info)
                .toList();
    }

    void emitToAll(LongFunction<ServerMessage.Event> event) {
        emitTo(participant -> true, event);
    }

    void emitToAllBut(Participant but, LongFunction<ServerMessage.Event> event) {
        emitTo(participant -> participant != but, event);
    }

    private void emitTo(Predicate<Participant> who, LongFunction<ServerMessage.Event> event) {
        for (Participant participant : byId.values()) {
            if (who.test(participant)) {
                participant.emit(event);
            }
        }
    }

    private static Predicate<Participant> whoHearsOf(Participant subject) {
        return other -> other != subject && (subject.isPresenter() || other.isPresenter());
    }
}
