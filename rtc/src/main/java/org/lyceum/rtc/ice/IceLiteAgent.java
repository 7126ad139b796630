package org.lyceum.rtc.ice;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.TransportParameters;
import org.lyceum.wire.stun.MessageClass;
import org.lyceum.wire.stun.StunMessage;

/**
 * The lite, controlled side of ICE (RFC 8445, 2.5): it answers checks and sends none. A path is known once an authenticated
 * check has come over it. The newest USE-CANDIDATE selects; before any, the first known path carries data, so that nothing
 * waits for a nomination. A check without one selects only where the selected path has fallen silent: so a client that does
 * not repeat its nomination is followed through a change of its address. Confined to its owner's thread.
 *
 * <p>A check that was seen over another path is taken for a copy by somebody between, as {@link RecentChecks} tells, and makes
 * no path known.
 *
 * <p>During a restart both old and new credentials are answered, and the first check with the new ones moves the media: who
 * restarts has often lost the old way. From then on the old credentials are nobody's.
 */
public final class IceLiteAgent implements IceAgent {
    private static final long NEVER_CAME_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long EXPIRY_NANOS = TimeUnit.SECONDS.toNanos(30);

    // Checks for consent come every 4 to 6 s, or more often (RFC 7675, 5.1): by then the old address has missed none.
    private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(3_500);
    private static final int MOST_PATHS = 16;

    private final Outbox outbox = new Outbox();
    private final CheckAnswerer answerer;
    private final RecentChecks recent = new RecentChecks();
    private final List<Path> known = new ArrayList<>(2);
    private State state = State.NEW;
    private @Nullable Path selected;
    private long selectedCheckedNanos;
    private boolean restarting;
    private boolean following;
    private long expiresNanos;

    public IceLiteAgent(TransportParameters transport, long nowNanos) {
        this.answerer = new CheckAnswerer(outbox, Credentials.of(transport.localUfrag(), transport.localPwd()));
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
        CheckAnswerer.Check check = answerer.authenticate(message, path);
        if (check == null) {
            return;
        }
        if (recent.isCopy(message, path, path.equals(selected), nowNanos) && !knows(path)) {
            return; // somebody between has copied it
        }
        if (message.iceControlled()) {
            answerer.refuseRole(check, path); // two controlled sides never nominate, and the lite one keeps its role
            return;
        }
        answerer.succeed(check, path);
        valid(path, message.useCandidate(), check.fresh(), nowNanos);
    }

    private void valid(Path path, boolean nominated, boolean fresh, long nowNanos) {
        state = State.CONNECTED;
        expiresNanos = nowNanos + EXPIRY_NANOS;
        remember(path);
        boolean silent = nowNanos - selectedCheckedNanos >= SILENT_NANOS;
        if (selected == null || (fresh && (nominated || restarting || silent || following))) {
            selected = path;
            following = false;
        }
        if (path.equals(selected)) {
            selectedCheckedNanos = nowNanos;
        }
        if (fresh && restarting) {
            restarting = false;
            answerer.forgetPrevious();
        }
    }

    @Override
    public void follow(Path path, long nowNanos) {
        if (state == State.CONNECTED) {
            remember(path);
            selected = path;
            following = true;
        }
    }

    @Override
    public void goBack(Path path) {
        if (following) {
            known.remove(selected);
            remember(path);
            selected = path;
            following = false;
        }
    }

    @Override
    public boolean following() {
        return following;
    }

    private void remember(Path path) {
        if (known.contains(path)) {
            return;
        }
        if (known.size() >= MOST_PATHS) {
            known.remove(known.getFirst().equals(selected) ? 1 : 0);
        }
        known.add(path);
    }

    @Override
    public void drain(Output output) {
        outbox.drain(output);
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
        answerer.restart(Credentials.of(localUfrag, localPwd));
        restarting = true;
        expiresNanos = Math.max(expiresNanos, nowNanos + NEVER_CAME_NANOS);
    }
}
