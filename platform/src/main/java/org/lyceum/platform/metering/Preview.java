package org.lyceum.platform.metering;

/**
 * What is left of the preview of one stream for one viewer today, shared by all their sessions: who opens many at once sees no more
 * than who opens one. Guarded by {@link Metering}.
 */
final class Preview {
    private long left;
    /** Sessions that share it and are not written to the end. */
    int sessions;

    /** @param left seconds */
    Preview(long left) {
        this.left = left;
    }

    long left() {
        return left;
    }

    void seen() {
        left--;
    }
}
