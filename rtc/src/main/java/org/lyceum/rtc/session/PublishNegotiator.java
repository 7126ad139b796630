package org.lyceum.rtc.session;

import java.util.random.RandomGenerator;

/**
 * Answers the offers of one publishing connection: from a studio page by signaling, or from a WHIP client. One object for
 * the life of the connection, used by one thread at a time.
 */
@SuppressWarnings("DoNotCallSuggester") // signatures first, the bodies follow
public final class PublishNegotiator {
    private final LocalParameters local;
    private final RandomGenerator random;

    /** {@code random} must be cryptographically strong: ICE passwords come from it. */
    public PublishNegotiator(LocalParameters local, RandomGenerator random) {
        this.local = local;
        this.random = random;
    }

    /** Answers a first or repeated offer; after an exception the state is what it was before. */
    public Negotiated answer(String offerSdp) throws NegotiationException {
        throw new NegotiationException("internal", local + " " + random);
    }

    /** ICE restart by fragment, as WHIP does it. */
    public IceRestarted restartIce(String fragment) throws NegotiationException {
        throw new NegotiationException("internal", "");
    }
}
