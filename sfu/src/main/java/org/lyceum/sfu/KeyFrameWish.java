package org.lyceum.sfu;

/**
 * The wish for a key frame of one layer: any number may ask, the source is asked once in 300 ms while it does not answer, or in
 * twice the time that its last answer took, or that it takes between two pictures, and once a second after it has not answered for long: a large key frame is under way
 * for longer than 300 ms, and one more would make it later still. Knows whether the source answers at all: some (hardware encoders, most
 * players of files) ignore PLI and send key frames when they like. Confined to its shard's loop; allocates nothing.
 */
final class KeyFrameWish {
    static final long NEVER = Long.MAX_VALUE;
    static final long SPACING_NANOS = 300_000_000L;
    /** A key frame that comes later than this after the first question is no answer. */
    static final long ANSWER_NANOS = 1_000_000_000L;

    private static final long SLOW_SPACING_NANOS = 1_000_000_000L;
    private static final int FAST_QUESTIONS = 4;
    /** Key frames that come by themselves look like an answer now and then, but not this often. */
    private static final int ANSWERS_TO_TRUST = 3;

    private boolean pending;
    private boolean asked;
    private long firstAskedAt;
    private long lastAskedAt;
    private int questions;
    private int answersInARow;
    private long spacing = SPACING_NANOS;
    private long paceNanos;

    /** How far apart the source's pictures are: it cannot answer between them. */
    void pace(long intervalNanos) {
        paceNanos = Math.min(2 * intervalNanos, SLOW_SPACING_NANOS);
    }

    /** Somebody wishes; true if the source is to be asked now. */
    boolean wish(long nowNanos) {
        if (!pending) {
            pending = true;
            questions = 0;
        }
        return due(nowNanos);
    }

    /** When the source is to be asked, {@link #NEVER} if there is no wish. */
    long deadlineNanos() {
        if (!pending) {
            return NEVER;
        }
        return asked
                ? lastAskedAt + (questions < FAST_QUESTIONS ? Math.max(spacing, paceNanos) : SLOW_SPACING_NANOS)
                : Long.MIN_VALUE;
    }

    boolean due(long nowNanos) {
        return pending && deadlineNanos() <= nowNanos;
    }

    /** The source is being asked. */
    void asked(long nowNanos) {
        if (questions == 0) {
            firstAskedAt = nowNanos;
        } else if (nowNanos - firstAskedAt >= ANSWER_NANOS) {
            answersInARow = 0;
        }
        asked = true;
        lastAskedAt = nowNanos;
        questions++;
    }

    /** A key frame begins: every wish is fulfilled. */
    void fulfilled(long nowNanos) {
        if (!pending) {
            return;
        }
        pending = false;
        if (questions > 0) {
            long took = nowNanos - firstAskedAt;
            answersInARow = took < ANSWER_NANOS ? answersInARow + 1 : 0;
            spacing = Math.clamp(2 * took, SPACING_NANOS, SLOW_SPACING_NANOS);
        }
    }

    /** The source has answered so often without fail that nobody has to be prepared for its silence. */
    boolean trusted() {
        return answersInARow >= ANSWERS_TO_TRUST;
    }

    /** Nobody wishes any more. */
    void abandon() {
        pending = false;
    }

    /** Another source, of which nothing is known or wished: who wants something of it sees its first packet and asks. */
    void otherSource() {
        pending = false;
        asked = false;
        questions = 0;
        answersInARow = 0;
        spacing = SPACING_NANOS;
        paceNanos = 0;
    }
}
