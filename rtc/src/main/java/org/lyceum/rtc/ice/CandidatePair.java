package org.lyceum.rtc.ice;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.stun.StunMessage;

/**
 * A remote candidate and what checking it has come to (RFC 8445, 6.1.2.6). At most one transaction is under way; its
 * retransmissions carry the same bytes and back off by doubling (RFC 8489, 6.2.1).
 */
final class CandidatePair {
    /** WAITING: to be checked. CHECKING: first check under way. VALID: has answered. FAILED: has not. */
    enum State {
        WAITING,
        CHECKING,
        VALID,
        FAILED
    }

    // RFC 8445, 5.1.2.1: what a peer-reflexive candidate found by a check would have.
    static final long PEER_REFLEXIVE_PRIORITY = (110L << 24) | (65_535L << 8) | 255L;

    // Below RFC 8489's doubling for ever: a path that comes back must be found at once.
    private static final long MAX_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1_600);

    final Path path;
    State state = State.WAITING;
    boolean proven; // an authenticated request or answer has come over it, ever
    long wantedBy; // a lite agent's: the number of the newest check that speaks for it, 0 for none
    private long begunNanos;
    private long answeredNanos;
    private final byte[] transactionId = new byte[StunMessage.TRANSACTION_ID_BYTES];
    private byte @Nullable [] request;
    private boolean nominating;
    private boolean asControlling;
    private int sends;
    private long waitNanos;
    private long resendNanos = Long.MAX_VALUE;

    CandidatePair(Path path) {
        this.path = path;
    }

    byte[] newTransactionId(RandomGenerator random) {
        random.nextBytes(transactionId);
        return transactionId;
    }

    /** Begins a transaction, whose first transmission follows by {@link #send}. */
    void begin(byte[] message, boolean controlling, boolean useCandidate, long firstWaitNanos, long nowNanos) {
        request = message;
        begunNanos = nowNanos;
        asControlling = controlling;
        nominating = useCandidate;
        sends = 0;
        waitNanos = firstWaitNanos;
    }

    /** The same transaction from its first transmission on. */
    void beginAgain(long firstWaitNanos) {
        sends = 0;
        waitNanos = firstWaitNanos;
    }

    /** Nothing more is sent of the transaction; an answer still counts. */
    void rest() {
        resendNanos = Long.MAX_VALUE;
    }

    void send(Outbox outbox, long nowNanos) {
        byte[] message = request;
        if (message != null) {
            outbox.add(message, path);
            sends++;
            resendNanos = nowNanos + waitNanos;
            waitNanos = Math.min(2 * waitNanos, MAX_WAIT_NANOS);
        }
    }

    /** Whether the message answers the transaction under way. */
    boolean isAnsweredBy(StunMessage response) {
        return request != null && response.hasTransactionId(transactionId);
    }

    /** The transaction under way is answered. */
    void succeed(long nowNanos) {
        endTransaction();
        proven = true;
        state = State.VALID;
        answeredNanos = nowNanos;
    }

    /** Whether an answer, the newest that it has given, is not older than that. */
    boolean answeredWithin(long nanos, long nowNanos) {
        return state == State.VALID && nowNanos - answeredNanos < nanos;
    }

    /** Whether the transaction under way, if there is one, is not older than that. */
    boolean begunWithin(long nanos, long nowNanos) {
        return request != null && nowNanos - begunNanos < nanos;
    }

    void endTransaction() {
        request = null;
        sends = 0;
        resendNanos = Long.MAX_VALUE;
    }

    boolean underWay() {
        return request != null;
    }

    /** Whether the transaction that was answered carried USE-CANDIDATE. */
    boolean nominating() {
        return nominating;
    }

    /** The role in which the transaction was begun. */
    boolean asControlling() {
        return asControlling;
    }

    /** Transmissions of the transaction under way. */
    int sends() {
        return sends;
    }

    /** Whether more is to be sent of a transaction, or its last transmission to be waited for. */
    boolean beingAsked() {
        return resendNanos != Long.MAX_VALUE;
    }

    /** When to send again or to give up, {@link Long#MAX_VALUE} with no transaction under way. */
    long resendNanos() {
        return resendNanos;
    }
}
