package org.lyceum.rtc.ice;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.TransportParameters;
import org.lyceum.wire.stun.MessageClass;
import org.lyceum.wire.stun.StunMessage;
import org.lyceum.wire.stun.StunWriter;

/**
 * The lite, controlled side of ICE (RFC 8445, 2.5): it answers checks and sends none. A path is known once an authenticated
 * check has come over it. The newest USE-CANDIDATE selects; before any, the first known path carries data, so that nothing
 * waits for a nomination. Confined to its owner's thread.
 *
 * <p>During a restart both old and new credentials are answered, and the first check with the new ones moves the media: who
 * restarts has often lost the old way. From then on the old credentials are nobody's.
 */
public final class IceLiteAgent implements IceAgent {
    private static final long NEVER_CAME_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long EXPIRY_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int MOST_PATHS = 16;
    private static final int MOST_ANSWERS = 32;

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHENTICATED = 401;
    private static final int UNKNOWN_ATTRIBUTE = 420;
    private static final int ROLE_CONFLICT = 487;

    @SuppressWarnings("ArrayRecordComponent") // queued, never compared
    private record Answer(byte[] bytes, Path path) {}

    @SuppressWarnings("ArrayRecordComponent") // looked up by user fragment
    private record Credentials(String ufrag, byte[] password) {
        static Credentials of(String ufrag, String pwd) {
            return new Credentials(ufrag, pwd.getBytes(StandardCharsets.UTF_8));
        }
    }

    private final ArrayDeque<Answer> answers = new ArrayDeque<>(2);
    private final List<Path> known = new ArrayList<>(2);
    private final StunWriter writer = new StunWriter();
    private Credentials current;
    private @Nullable Credentials previous;
    private State state = State.NEW;
    private @Nullable Path selected;
    private boolean restarting;
    private long expiresNanos;

    public IceLiteAgent(TransportParameters transport, long nowNanos) {
        this.current = Credentials.of(transport.localUfrag(), transport.localPwd());
        this.expiresNanos = nowNanos + NEVER_CAME_NANOS;
    }

    @Override
    public void receive(byte[] bytes, int offset, int length, Path path, long nowNanos) {
        StunMessage message = StunMessage.parse(bytes, offset, length);
        if (message == null
                || state == State.EXPIRED
                || message.messageClass() != MessageClass.REQUEST
                || message.method() != StunMessage.BINDING) {
            return; // we ask nothing, so no answer is ours; indications keep NAT bindings, not consent
        }
        String username = message.username();
        if (username == null || !message.hasIntegrity()) {
            refuse(message, path, BAD_REQUEST, "Bad Request");
            return;
        }
        Credentials used = credentials(username);
        if (used == null || !message.verifyIntegrity(used.password())) {
            refuse(message, path, UNAUTHENTICATED, "Unauthenticated");
            return;
        }
        int[] unknown = message.unknownComprehensionRequired();
        if (unknown.length > 0) {
            writer.error(message, UNKNOWN_ATTRIBUTE, "Unknown Attribute").unknownAttributes(unknown);
            answer(writer.messageIntegrity(used.password()), path);
        } else if (message.iceControlled()) {
            // Two controlled sides never nominate; the lite one keeps its role (RFC 8445, 7.3.1.1).
            writer.error(message, ROLE_CONFLICT, "Role Conflict");
            answer(writer.messageIntegrity(used.password()), path);
        } else {
            writer.success(message).xorMappedAddress(path.remote());
            answer(writer.messageIntegrity(used.password()), path);
            valid(path, message.useCandidate(), used, nowNanos);
        }
    }

    private @Nullable Credentials credentials(String username) {
        int colon = username.indexOf(':');
        String ufrag = colon < 0 ? username : username.substring(0, colon);
        if (ufrag.equals(current.ufrag())) {
            return current;
        }
        return previous != null && ufrag.equals(previous.ufrag()) ? previous : null;
    }

    private void valid(Path path, boolean nominated, Credentials used, long nowNanos) {
        state = State.CONNECTED;
        expiresNanos = nowNanos + EXPIRY_NANOS;
        if (!known.contains(path)) {
            if (known.size() >= MOST_PATHS) {
                known.remove(known.getFirst().equals(selected) ? 1 : 0);
            }
            known.add(path);
        }
        boolean fresh = used.ufrag().equals(current.ufrag());
        if (selected == null || (fresh && (nominated || restarting))) {
            selected = path;
        }
        if (fresh && restarting) {
            restarting = false;
            previous = null;
        }
    }

    private void refuse(StunMessage request, Path path, int code, String reason) {
        answer(writer.error(request, code, reason), path);
    }

    private void answer(StunWriter message, Path path) {
        if (answers.size() < MOST_ANSWERS) {
            answers.addLast(new Answer(message.fingerprint().toByteArray(), path));
        }
    }

    @Override
    public void drain(Output output) {
        for (Answer answer = answers.pollFirst(); answer != null; answer = answers.pollFirst()) {
            output.send(answer.bytes(), 0, answer.bytes().length, answer.path());
        }
    }

    @Override
    public long deadlineNanos() {
        return state == State.EXPIRED ? Long.MAX_VALUE : expiresNanos;
    }

    @Override
    public void onDeadline(long nowNanos) {
        if (nowNanos >= expiresNanos) {
            state = State.EXPIRED;
        }
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public @Nullable Path selected() {
        return selected;
    }

    @Override
    public boolean knows(Path path) {
        return path.equals(selected) || known.contains(path);
    }

    @Override
    public void restart(String localUfrag, String localPwd, String remoteUfrag, String remotePwd, long nowNanos) {
        previous = current;
        current = Credentials.of(localUfrag, localPwd);
        restarting = true;
    }
}
