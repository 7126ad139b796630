package org.lyceum.rtc.ice;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.TransportParameters;
import org.lyceum.wire.stun.StunMessage;
import org.lyceum.wire.stun.StunWriter;

/**
 * The lite, controlled side of ICE (RFC 8445, 2.5): it answers checks and gathers nothing. A path is known once an authenticated
 * check has come over it. The newest USE-CANDIDATE selects; before any, the first known path carries data, so that nothing
 * waits for a nomination. A check without one selects only where the selected path has fallen silent: so a client that does
 * not repeat its nomination is followed through a change of its address. Confined to its owner's thread.
 *
 * <p>Beyond what a lite agent has to do, it asks before media moves. Anybody can write any sender's address on a check: who has
 * copied one on its way and is faster than the original, or a watcher who wants somebody else flooded. So whatever speaks for
 * another path, a nomination, silence or media ({@link #follow}), has a check of ours sent there, and the path is selected when
 * that is answered, which takes the other side's password and our transaction id: nobody has both who is not there or was not
 * asked by the peer itself to pass it on. Media takes a round trip more to move; the old path carries it until then. An address
 * that never answers gets, for each check that bears it, an answer and {@value #MOST_QUESTIONS} checks, and nothing else. Only the first path carries data unasked: nothing but DTLS leaves before a handshake is
 * through, which no address gets through where nobody receives.
 *
 * <p>An answer, and a question too, is good for half a minute: who was at an address then may have given it up since, and knows
 * how to write it on checks. A path that stays selected is not asked again, however old its answer is. That is a decision: its
 * consent is the checks that come over it, and to ask would cut off clients that answer none. Who gives up an address that has
 * media and goes on writing it on checks has there what was sent before, for as long as they do.
 *
 * <p>A check that was seen over another path is taken for a copy by somebody between, as {@link RecentChecks} tells, and makes
 * no path known. A copy that was faster makes one known: over it come packets that have to be authentic, and to it goes what is
 * said above. All paths that one check came over are asked, and the first that answers is selected; a path that does not answer
 * is in nobody's way. It takes a place for as long as it is being asked, though: who is faster with {@value #MOST_PATHS} copies
 * of every check keeps media where it is.
 *
 * <p>During a restart both old and new credentials are answered, and the first check with the new ones moves the media: who
 * restarts has often lost the old way. From then on the old credentials are nobody's.
 */
public final class IceLiteAgent implements IceAgent {
    private static final long NEVER_CAME_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long EXPIRY_NANOS = TimeUnit.SECONDS.toNanos(30);

    // Checks for consent come every 4 to 6 s, or more often (RFC 7675, 5.1): by then the old address has missed none.
    private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(3_500);

    // As long as consent is good for without another check (RFC 7675, 5.1).
    private static final long ANSWER_LASTS_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int MOST_PATHS = 16;
    private static final long QUESTION_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int MOST_QUESTIONS = 3;

    // Of two controlled sides the one with the larger takes control (RFC 8445, 7.3.1.1), which a lite one never does.
    private static final long LEAST_TIE_BREAKER = 0;

    private final RandomGenerator random;
    private final StunWriter writer = new StunWriter();
    private final Outbox outbox = new Outbox();
    private final CheckAnswerer answerer;
    private final RecentChecks recent = new RecentChecks();
    private final List<CandidatePair> pairs = new ArrayList<>(2);
    private Credentials remote;
    private State state = State.NEW;
    private @Nullable CandidatePair selected;
    private long selectedCheckedNanos;
    private long unanswered;
    private boolean restarting;
    private long expiresNanos;

    /**
     * @param random for transaction ids, which nobody may be able to guess
     */
    public IceLiteAgent(TransportParameters transport, RandomGenerator random, long nowNanos) {
        this.random = random;
        this.answerer = new CheckAnswerer(outbox, Credentials.of(transport.localUfrag(), transport.localPwd()));
        this.remote = Credentials.of(transport.remoteUfrag(), transport.remotePwd());
        this.expiresNanos = nowNanos + NEVER_CAME_NANOS;
    }

    @Override
    public void receive(byte[] bytes, int offset, int length, Path path, long nowNanos) {
        StunMessage message = StunMessage.parse(bytes, offset, length);
        if (message == null || state == State.EXPIRED || message.method() != StunMessage.BINDING) {
            return;
        }
        switch (message.messageClass()) {
            case REQUEST -> receiveCheck(message, path, nowNanos);
            case SUCCESS -> receiveAnswer(message, path, nowNanos);
            case ERROR, INDICATION -> {} // indications keep NAT bindings, not consent
        }
    }

    private void receiveCheck(StunMessage message, Path path, long nowNanos) {
        CheckAnswerer.Check check = answerer.authenticate(message, path);
        if (check == null) {
            return;
        }
        RecentChecks.Seen first = recent.note(message, path, path.equals(selected()), nowNanos);
        if (first.isCopiedTo(path, nowNanos) && !knows(path)) {
            return; // somebody between has copied it
        }
        if (message.iceControlled()) {
            answerer.refuseRole(check, path); // two controlled sides never nominate, and the lite one keeps its role
            return;
        }
        answerer.succeed(check, path);
        valid(path, message.useCandidate(), check.fresh(), first.number(), nowNanos);
    }

    private void valid(Path path, boolean nominated, boolean fresh, long number, long nowNanos) {
        state = State.CONNECTED;
        expiresNanos = nowNanos + EXPIRY_NANOS;
        CandidatePair pair = remembered(path, nowNanos);
        if (pair == null) {
            return;
        }
        pair.proven = true;
        boolean silent = nowNanos - selectedCheckedNanos >= SILENT_NANOS;
        if (selected == null || (fresh && (nominated || restarting || silent))) {
            want(pair, number, nowNanos);
        }
        if (pair == selected) {
            selectedCheckedNanos = nowNanos;
        }
        if (fresh && restarting) {
            restarting = false;
            answerer.forgetPrevious();
        }
    }

    private void want(CandidatePair pair, long number, long nowNanos) {
        pair.wantedBy = Math.max(pair.wantedBy, number);
        if (pair == selected || !goesFirst(pair)) {
            return;
        }
        if (selected == null || pair.answeredWithin(ANSWER_LASTS_NANOS, nowNanos)) {
            select(pair, nowNanos);
        } else {
            ask(pair, nowNanos);
        }
    }

    /**
     * Whether the pair is to be selected if it answers: the newest check counts, and of the paths that the same one came over
     * the one that has answered. What speaks for pairs that have not answered does not matter here.
     */
    private boolean goesFirst(CandidatePair pair) {
        CandidatePair now = selected;
        return now == null
                || pair.wantedBy > now.wantedBy
                || (pair.wantedBy == now.wantedBy && now.state != CandidatePair.State.VALID);
    }

    private void select(CandidatePair pair, long nowNanos) {
        selected = pair;
        selectedCheckedNanos = nowNanos;
    }

    /** Until it is answered or old it is the same question, which an answer that takes long still answers. */
    private void ask(CandidatePair pair, long nowNanos) {
        if (pair.beingAsked()) {
            return;
        }
        if (pair.begunWithin(ANSWER_LASTS_NANOS, nowNanos)) {
            pair.beginAgain(QUESTION_WAIT_NANOS);
        } else {
            writer.request(StunMessage.BINDING, pair.newTransactionId(random))
                    .username(remote.ufrag() + ":" + answerer.local().ufrag())
                    .priority(CandidatePair.PEER_REFLEXIVE_PRIORITY)
                    .iceControlled(LEAST_TIE_BREAKER);
            byte[] message =
                    writer.messageIntegrity(remote.password()).fingerprint().toByteArray();
            pair.begin(message, false, false, QUESTION_WAIT_NANOS, nowNanos);
        }
        pair.send(outbox, nowNanos);
    }

    private void receiveAnswer(StunMessage message, Path path, long nowNanos) {
        CandidatePair pair = find(path); // an answer from elsewhere is no answer (RFC 8445, 7.2.5.2.1)
        if (pair == null
                || !pair.isAnsweredBy(message)
                || !pair.begunWithin(ANSWER_LASTS_NANOS, nowNanos)
                || !message.verifyIntegrity(remote.password())) {
            return;
        }
        pair.succeed(nowNanos);
        if (pair != selected && goesFirst(pair)) {
            select(pair, nowNanos);
        }
    }

    @Override
    public void suspect(Path path, long nowNanos) {
        CandidatePair pair = state == State.CONNECTED ? remembered(path, nowNanos) : null;
        if (pair != null && !pair.answeredWithin(ANSWER_LASTS_NANOS, nowNanos)) {
            ask(pair, nowNanos);
        }
    }

    @Override
    public void follow(Path path, long nowNanos) {
        CandidatePair pair = state == State.CONNECTED ? remembered(path, nowNanos) : null;
        if (pair != null) {
            want(pair, recent.nextNumber(), nowNanos);
        }
    }

    /** Null where there is no room for another path and none that may be forgotten. */
    private @Nullable CandidatePair remembered(Path path, long nowNanos) {
        CandidatePair known = find(path);
        if (known != null) {
            return known;
        }
        if (pairs.size() >= MOST_PATHS && !forgetOne(nowNanos)) {
            return null;
        }
        CandidatePair pair = new CandidatePair(path);
        pairs.add(pair);
        return pair;
    }

    /** The oldest that carries nothing, is not being asked, and would have to be before it carries something. */
    private boolean forgetOne(long nowNanos) {
        for (CandidatePair pair : pairs) {
            if (pair != selected && !pair.beingAsked() && !pair.answeredWithin(ANSWER_LASTS_NANOS, nowNanos)) {
                return pairs.remove(pair);
            }
        }
        return false;
    }

    private @Nullable CandidatePair find(Path path) {
        for (CandidatePair pair : pairs) {
            if (pair.path.equals(path)) {
                return pair;
            }
        }
        return null;
    }

    @Override
    public void drain(Output output) {
        outbox.drain(output);
    }

    @Override
    public long deadlineNanos() {
        if (state == State.EXPIRED) {
            return Long.MAX_VALUE;
        }
        long next = expiresNanos;
        for (CandidatePair pair : pairs) {
            next = Math.min(next, pair.resendNanos());
        }
        return next;
    }

    @Override
    public void onDeadline(long nowNanos) {
        if (nowNanos >= expiresNanos) {
            state = State.EXPIRED;
            return;
        }
        for (CandidatePair pair : pairs) {
            if (nowNanos < pair.resendNanos()) {
                continue;
            }
            if (pair.sends() < MOST_QUESTIONS) {
                pair.send(outbox, nowNanos);
            } else {
                pair.rest();
                unanswered++;
            }
        }
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public @Nullable Path selected() {
        CandidatePair pair = selected;
        return pair == null ? null : pair.path;
    }

    @Override
    public boolean knows(Path path) {
        CandidatePair pair = find(path);
        return pair != null && pair.proven;
    }

    @Override
    public long unanswered() {
        return unanswered;
    }

    @Override
    public void restart(String localUfrag, String localPwd, String remoteUfrag, String remotePwd, long nowNanos) {
        answerer.restart(Credentials.of(localUfrag, localPwd));
        remote = Credentials.of(remoteUfrag, remotePwd);
        pairs.forEach(CandidatePair::endTransaction); // what was asked with the old password is nobody's to answer
        restarting = true;
        expiresNanos = Math.max(expiresNanos, nowNanos + NEVER_CAME_NANOS);
    }
}
