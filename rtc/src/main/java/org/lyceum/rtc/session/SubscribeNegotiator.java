package org.lyceum.rtc.session;

import java.util.random.RandomGenerator;

/**
 * Makes the offers of one subscribe connection, on which this side only sends. At most one offer is outstanding; tracks
 * may come and go meanwhile and are part of the next one ({@link #offerNeeded}). Used by one thread at a time.
 *
 * <p>Order: {@link #addTrack}, {@link #offer}, {@link #accept}; then {@link #addTrack}, {@link #removeTrack} or {@link
 * #restartIce} as wanted, and whenever {@link #offerNeeded} and not {@link #offerOutstanding}, the next {@link #offer}.
 */
@SuppressWarnings("DoNotCallSuggester") // signatures first, the bodies follow
public final class SubscribeNegotiator {
    private final LocalParameters local;
    private final RandomGenerator random;

    /**
     * An offer on its way.
     *
     * @param offerId to be repeated with the answer
     * @param sdp the description
     */
    public record Offer(String offerId, String sdp) {}

    /** {@code random} must be cryptographically strong: ICE passwords come from it. */
    public SubscribeNegotiator(LocalParameters local, RandomGenerator random) {
        this.local = local;
        this.random = random;
    }

    /**
     * Adds an m-line that sends, or takes up one of that kind that both sides know to be inactive.
     *
     * @param msidStream tracks with the same stream id are kept in step by the watcher
     * @return its MID
     */
    public String addTrack(MediaKind kind, String msidStream, String msidTrack) {
        throw new UnsupportedOperationException(local + " " + random);
    }

    /** Makes an m-line inactive; unknown and inactive ones are left as they are. */
    public void removeTrack(String mid) {
        throw new UnsupportedOperationException();
    }

    /** The next offer carries new ICE credentials. */
    public void restartIce() {
        throw new UnsupportedOperationException();
    }

    /** Something changed since the last offer was made. */
    public boolean offerNeeded() {
        throw new UnsupportedOperationException();
    }

    /** An offer waits for its answer. */
    public boolean offerOutstanding() {
        throw new UnsupportedOperationException();
    }

    /** Makes the next offer. Throws IllegalStateException while one is outstanding. */
    public Offer offer() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes the answer to the outstanding offer. A stale or unacceptable one is refused, and the offer stays outstanding.
     */
    public SessionUpdate accept(String offerId, String answerSdp) throws NegotiationException {
        throw new UnsupportedOperationException();
    }
}
