package org.lyceum.sfu;

/**
 * Whether a watcher lacks a key frame, since when, and what may be done about it beside asking the source. Confined to its peer's
 * loop; allocates nothing.
 */
final class MissingPicture {
    private static final long NEVER = Subscriber.NEVER;
    private static final long RETRY_NANOS = 300_000_000L;
    /** A watcher whose picture is lost gets old packets at most so often, since they can be megabytes. */
    private static final long REPLAY_NANOS = 10_000_000_000L;

    private static final long MIN_FLIGHT_NANOS = 100_000_000L;

    private boolean missing;
    private long retryAt = NEVER;
    private boolean sent;
    private long sentAt;
    private boolean replayed;
    private long replayedAt;

    /** A key frame is needed; if it is not there in time, another way is tried. Goes on where it has begun already. */
    void begin(long nowNanos) {
        if (!missing) {
            missing = true;
            retryAt = nowNanos + KeyFrameWish.ANSWER_NANOS;
        }
    }

    /** None is needed any more. */
    void stop() {
        missing = false;
        retryAt = NEVER;
    }

    void keyFrameSent(long nowNanos) {
        sent = true;
        sentAt = nowNanos;
        stop();
    }

    /** One that is still on its way answers a request as well; if it got lost, the watcher asks again. */
    boolean keyFrameInFlight(long roundTripNanos, long nowNanos) {
        return sent && nowNanos - sentAt < Math.max(MIN_FLIGHT_NANOS, roundTripNanos);
    }

    /** It is time to try another way. */
    boolean retries(long nowNanos) {
        if (nowNanos < retryAt) {
            return false;
        }
        retryAt = nowNanos + RETRY_NANOS;
        return true;
    }

    long retryAtNanos() {
        return retryAt;
    }

    /** Old packets may be sent again. */
    boolean mayReplay(long nowNanos) {
        return !replayed || nowNanos - replayedAt >= REPLAY_NANOS;
    }

    void replayed(long nowNanos) {
        replayed = true;
        replayedAt = nowNanos;
    }
}
