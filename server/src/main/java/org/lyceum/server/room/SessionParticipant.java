package org.lyceum.server.room;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.streams.Stream;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ServerMessage;

/** A participant by WHIP or WHEP: it hears no events, and its end is all it learns. {@link MediaSession} is from any thread, the rest the room's. */
final class SessionParticipant extends Participant implements MediaSession {
    private final RoomContext context;
    private final String id;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    /** Set by the room before anybody else sees this object. */
    private volatile String answerSdp = "";

    private volatile boolean connected;

    /** A publisher by stream key, in the name of the stream's creator. */
    SessionParticipant(RoomContext context, Stream stream) {
        super(context.newId(), ClientRole.PRESENTER, stream.creatorName(), stream.creatorId(), null);
        this.id = context.secret();
        this.context = context;
    }

    /** A player; null for someone who is not signed in. */
    SessionParticipant(RoomContext context, @Nullable Principal viewer) {
        super(context.newId(), ClientRole.WATCHER, nameOf(viewer), userIdOf(viewer), loginIdOf(viewer));
        this.id = context.secret();
        this.context = context;
    }

    /** The room's thread says so. */
    void connected() {
        connected = true;
    }

    void answered(String sdp) {
        answerSdp = sdp;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String answerSdp() {
        return answerSdp;
    }

    @Override
    public String restartIce(String fragment) throws NegotiationException {
        CompletableFuture<String> reply = new CompletableFuture<>();
        context.mail().accept(new RoomMessage.RestartIce(this, fragment, reply));
        return Replies.awaitNegotiated(reply);
    }

    @Override
    public void close() {
        context.mail().accept(new RoomMessage.CloseSession(this));
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public boolean isOpen() {
        return !closed.isDone();
    }

    @Override
    public void onClosed(Runnable action) {
        var _ = closed.thenRun(action);
    }

    @Override
    boolean isAway() {
        return false;
    }

    @Override
    void emit(LongFunction<ServerMessage.Event> event) {
        // No way to tell.
    }

    @Override
    void tell(ServerMessage message) {
        // No way to tell.
    }

    @Override
    void dismiss(@Nullable ErrorCode code, CloseCode close, String sentence) {
        closed.complete(null);
    }
}
