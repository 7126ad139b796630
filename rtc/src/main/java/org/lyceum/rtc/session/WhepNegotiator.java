package org.lyceum.rtc.session;

import java.util.random.RandomGenerator;

/**
 * Answers the offer of one WHEP player: every accepted m-line is sendonly from the start. One object for the life of the
 * connection, used by one thread at a time.
 */
@SuppressWarnings("DoNotCallSuggester") // signatures first, the bodies follow
public final class WhepNegotiator {
    private final LocalParameters local;
    private final RandomGenerator random;

    /** {@code random} must be cryptographically strong: ICE passwords come from it. */
    public WhepNegotiator(LocalParameters local, RandomGenerator random) {
        this.local = local;
        this.random = random;
    }

    /**
     * Answers a first or repeated offer. Of the m-lines that want to receive, the first {@code audioLines} of sound and
     * {@code videoLines} of picture are accepted, the others rejected.
     */
    public Negotiated answer(String offerSdp, int audioLines, int videoLines) throws NegotiationException {
        throw new NegotiationException("internal", local + " " + random);
    }

    /** ICE restart by fragment. */
    public IceRestarted restartIce(String fragment) throws NegotiationException {
        throw new NegotiationException("internal", "");
    }
}
