package org.lyceum.platform.metering;

/**
 * What one viewer has left of the preview of one stream today, and how long they have been silent, shared by all their sessions: who opens
 * many sees no more than who opens one. Guarded by {@link Metering}.
 */
final class Preview {
    private long left;
    /** Sessions that share it and are not written to the end. */
    int sessions;

    /** Seconds in a row in which something was sent to any of the sessions, and nothing was acknowledged. */
    private int silent;

    /** @param left seconds */
    Preview(long left) {
        this(left, 0);
    }

    /** @param silent seconds, of sessions that are forgotten */
    Preview(long left, int silent) {
        this.left = left;
        this.silent = silent;
    }

    int silent() {
        return silent;
    }

    /** @param seconds in a row in which one session has acknowledged nothing; 0 where it just has */
    void silent(int seconds) {
        silent = seconds == 0 ? 0 : Math.max(silent, seconds);
    }

    long left() {
        return left;
    }

    void seen() {
        left--;
    }
}
