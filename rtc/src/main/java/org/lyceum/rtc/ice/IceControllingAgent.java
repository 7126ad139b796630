package org.lyceum.rtc.ice;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.TransportParameters;
import org.lyceum.wire.stun.MessageClass;
import org.lyceum.wire.stun.StunMessage;
import org.lyceum.wire.stun.StunWriter;

/**
 * The controlling side of ICE (RFC 8445) towards lite and full peers: links between nodes, simulated clients and the load
 * generator. It checks the remote candidates in the order given, takes the first that answers and nominates it, repeats the
 * nomination with every check for consent (RFC 7675), and moves to another candidate that answers when the selected one no
 * longer does. Local candidates are not enumerated: the owner's socket is the only base, and NATs are the other side's to
 * see. Where a full peer also controls and has the larger tie-breaker, it yields and follows that peer's nominations.
 * Confined to its owner's thread.
 */
public final class IceControllingAgent implements IceAgent {
    private static final long NEVER_CAME_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long CONSENT_EXPIRY_NANOS = TimeUnit.SECONDS.toNanos(30); // RFC 7675, 5.1
    private static final long CONSENT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(50); // Ta (RFC 8445, 14.2)
    private static final long CHECK_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long CONSENT_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int MOST_SENDS = 5;
    private static final int TROUBLE_SENDS = 2; // unanswered transmissions that make other candidates worth a try
    private static final int MOST_PAIRS = 32;
    private static final int ROLE_CONFLICT = 487;

    private final RandomGenerator random;
    private final long tieBreaker;
    private final StunWriter writer = new StunWriter();
    private final Outbox outbox = new Outbox();
    private final CheckAnswerer answerer;
    private final List<CandidatePair> pairs = new ArrayList<>();
    private Credentials remote;
    private State state = State.NEW;
    private boolean controlling = true;
    private @Nullable CandidatePair selected;
    private boolean restarting;
    private long unanswered;
    private long nextPaceNanos;
    private long nextConsentNanos = Long.MAX_VALUE;
    private long expiresNanos;

    /**
     * @param remoteCandidates where the other side may be reached, best first; more come by {@link #addCandidate}
     * @param random for transaction ids, the tie-breaker and the jitter of checks
     */
    public IceControllingAgent(
            TransportParameters transport, List<Path> remoteCandidates, RandomGenerator random, long nowNanos) {
        this.random = random;
        this.tieBreaker = random.nextLong();
        this.answerer = new CheckAnswerer(outbox, Credentials.of(transport.localUfrag(), transport.localPwd()));
        this.remote = Credentials.of(transport.remoteUfrag(), transport.remotePwd());
        this.expiresNanos = nowNanos + NEVER_CAME_NANOS;
        this.nextPaceNanos = nowNanos;
        remoteCandidates.forEach(this::addCandidate);
    }

    /** Another way to the other side, trickled or changed by a restart; one that is known already changes nothing. */
    public void addCandidate(Path path) {
        if (find(path) == null && pairs.size() < MOST_PAIRS) {
            pairs.add(new CandidatePair(path));
        }
    }

    @Override
    public void receive(byte[] bytes, int offset, int length, Path path, long nowNanos) {
        StunMessage message = StunMessage.parse(bytes, offset, length);
        if (message == null || state == State.EXPIRED || message.method() != StunMessage.BINDING) {
            return;
        }
        switch (message.messageClass()) {
            case REQUEST -> receiveCheck(message, path, nowNanos);
            case SUCCESS, ERROR -> receiveAnswer(message, path, nowNanos);
            case INDICATION -> {}
        }
    }

    // ---- checks of the other side ----

    private void receiveCheck(StunMessage message, Path path, long nowNanos) {
        CheckAnswerer.Check check = answerer.authenticate(message, path);
        if (check == null) {
            return;
        }
        if (message.iceControlling() == controlling && (message.iceControlling() || message.iceControlled())) {
            // RFC 8445, 7.3.1.1: of two with the same role the larger tie-breaker controls.
            boolean ourTieBreakerWins = Long.compareUnsigned(tieBreaker, message.tieBreaker()) >= 0;
            if (ourTieBreakerWins == controlling) {
                answerer.refuseRole(check, path);
                return;
            }
            controlling = !controlling;
        }
        answerer.succeed(check, path);
        addCandidate(path); // peer-reflexive (RFC 8445, 7.3.1.3)
        CandidatePair pair = find(path);
        if (pair == null) {
            return;
        }
        pair.proven = true;
        if (pair.state == CandidatePair.State.FAILED) {
            pair.state = CandidatePair.State.WAITING; // triggered check (RFC 8445, 7.3.1.4)
        }
        if (!controlling && message.useCandidate() && pair.state == CandidatePair.State.VALID) {
            select(pair, nowNanos);
        }
    }

    // ---- answers to our checks ----

    private void receiveAnswer(StunMessage message, Path path, long nowNanos) {
        CandidatePair pair = find(path); // an answer from elsewhere is no answer (RFC 8445, 7.2.5.2.1)
        if (pair == null || !pair.isAnsweredBy(message) || !message.verifyIntegrity(remote.password())) {
            return;
        }
        pair.endTransaction();
        if (message.messageClass() == MessageClass.SUCCESS) {
            succeeded(pair, nowNanos);
        } else if (message.errorCode() == ROLE_CONFLICT) {
            controlling = !pair.asControlling(); // RFC 8445, 7.2.5.1
            pair.state = CandidatePair.State.WAITING;
        } else {
            pair.state = CandidatePair.State.FAILED;
        }
    }

    private void succeeded(CandidatePair pair, long nowNanos) {
        pair.succeed(nowNanos);
        CandidatePair now = selected;
        boolean troubled = now != null && now != pair && (now.sends() >= TROUBLE_SENDS || failed(now));
        if (now == null || restarting || troubled) {
            restarting = false;
            answerer.forgetPrevious();
            select(pair, nowNanos);
        } else if (now == pair) {
            expiresNanos = nowNanos + CONSENT_EXPIRY_NANOS;
            nextConsentNanos = controlling && !pair.nominating() ? nowNanos : nextConsent(nowNanos);
        }
    }

    private static boolean failed(CandidatePair pair) {
        return pair.state == CandidatePair.State.FAILED;
    }

    private void select(CandidatePair pair, long nowNanos) {
        selected = pair;
        state = State.CONNECTED;
        expiresNanos = nowNanos + CONSENT_EXPIRY_NANOS;
        nextConsentNanos = nowNanos; // the nomination
    }

    // RFC 7675, 5.1: 0.8 to 1.2 of the interval, so that many agents do not fall into step.
    private long nextConsent(long nowNanos) {
        return nowNanos + (long) (CONSENT_INTERVAL_NANOS * (0.8 + 0.4 * random.nextDouble()));
    }

    // ---- time ----

    @Override
    public long deadlineNanos() {
        if (state == State.EXPIRED) {
            return Long.MAX_VALUE;
        }
        long next = Math.min(expiresNanos, nextConsentDue());
        for (CandidatePair pair : pairs) {
            next = Math.min(next, pair.state == CandidatePair.State.WAITING ? nextPaceNanos : pair.resendNanos());
        }
        return next;
    }

    private long nextConsentDue() {
        CandidatePair pair = selected;
        return pair == null || pair.underWay() || pair.state == CandidatePair.State.WAITING
                ? Long.MAX_VALUE
                : nextConsentNanos;
    }

    @Override
    public void onDeadline(long nowNanos) {
        if (state == State.EXPIRED) {
            return;
        }
        if (nowNanos >= expiresNanos) {
            state = State.EXPIRED;
            return;
        }
        resend(nowNanos);
        CandidatePair consenting = selected;
        if (consenting != null && nowNanos >= nextConsentDue()) {
            check(consenting, CONSENT_WAIT_NANOS, nowNanos);
        }
        if (nowNanos >= nextPaceNanos) {
            checkNextWaiting(nowNanos);
        }
    }

    private void resend(long nowNanos) {
        for (CandidatePair pair : pairs) {
            if (nowNanos < pair.resendNanos()) {
                continue;
            }
            if (pair.sends() < MOST_SENDS) {
                pair.send(outbox, nowNanos);
            } else {
                pair.endTransaction();
                pair.state = CandidatePair.State.FAILED;
                unanswered++;
            }
            if (pair == selected && (failed(pair) || pair.sends() == TROUBLE_SENDS)) {
                retryOthers();
            }
        }
        if (pairs.stream().allMatch(IceControllingAgent::failed)) {
            pairs.forEach(pair -> pair.state = CandidatePair.State.WAITING); // until time is up
        }
    }

    private void retryOthers() {
        for (CandidatePair pair : pairs) {
            if (pair != selected && !pair.underWay()) {
                pair.state = CandidatePair.State.WAITING;
            }
        }
    }

    private void checkNextWaiting(long nowNanos) {
        for (CandidatePair pair : pairs) {
            if (pair.state == CandidatePair.State.WAITING) {
                pair.state = CandidatePair.State.CHECKING;
                check(pair, CHECK_WAIT_NANOS, nowNanos);
                nextPaceNanos = nowNanos + PACE_NANOS;
                return;
            }
        }
    }

    private void check(CandidatePair pair, long waitNanos, long nowNanos) {
        boolean nominate = controlling && pair == selected && !restarting;
        writer.request(StunMessage.BINDING, pair.newTransactionId(random))
                .username(remote.ufrag() + ":" + answerer.local().ufrag())
                .priority(CandidatePair.PEER_REFLEXIVE_PRIORITY);
        if (controlling) {
            writer.iceControlling(tieBreaker);
        } else {
            writer.iceControlled(tieBreaker);
        }
        if (nominate) {
            writer.useCandidate();
        }
        byte[] message =
                writer.messageIntegrity(remote.password()).fingerprint().toByteArray();
        pair.begin(message, controlling, nominate, waitNanos, nowNanos);
        pair.send(outbox, nowNanos);
    }

    // ---- the rest of the contract ----

    @Override
    public void drain(Output output) {
        outbox.drain(output);
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public @Nullable Path selected() {
        return selected == null ? null : selected.path;
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
    public void suspect(Path path, long nowNanos) {} // it looks for another path only when its own is silent

    @Override
    public void follow(Path path, long nowNanos) {
        addCandidate(path);
        CandidatePair pair = find(path);
        if (pair != null && pair.state == CandidatePair.State.FAILED) {
            pair.state = CandidatePair.State.WAITING;
        }
    }

    @Override
    public void restart(String localUfrag, String localPwd, String remoteUfrag, String remotePwd, long nowNanos) {
        answerer.restart(Credentials.of(localUfrag, localPwd));
        remote = Credentials.of(remoteUfrag, remotePwd);
        restarting = true;
        nextPaceNanos = nowNanos;
        expiresNanos = Math.max(expiresNanos, nowNanos + NEVER_CAME_NANOS);
        for (CandidatePair pair : pairs) {
            pair.endTransaction();
            pair.state = CandidatePair.State.WAITING;
        }
    }

    private @Nullable CandidatePair find(Path path) {
        for (CandidatePair pair : pairs) {
            if (pair.path.equals(path)) {
                return pair;
            }
        }
        return null;
    }
}
