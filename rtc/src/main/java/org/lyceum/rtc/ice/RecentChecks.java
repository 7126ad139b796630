package org.lyceum.rtc.ice;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.lyceum.wire.stun.StunMessage;

/**
 * The transactions of the last checks and where each was seen first, to tell repetitions by others from an agent's own: an
 * authentic check can be copied by whoever sees it, and sent from anywhere. A copy may also be faster than its original, so
 * that the first path is not believed as such: only when it was the selected one, or when the other comes so late that no
 * network has held it up, is the other a copy.
 */
final class RecentChecks {
    private static final int REMEMBERED = 64;
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * A transaction as it was seen first.
     *
     * @param selected whether the path was the selected one
     * @param number ascending in the order of transactions; repetitions, whoever sends them, have their original's
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Seen(byte[] id, Path path, boolean selected, long nanos, long number) {
        /** Whether a check of this transaction over that path is somebody else's. */
        boolean isCopiedTo(Path other, long nowNanos) {
            return !other.equals(path) && (selected || nowNanos - nanos >= LATE_NANOS);
        }
    }

    private final ArrayDeque<Seen> recent = new ArrayDeque<>();
    private long lastNumber;

    /**
     * Notes an authentic check; how its transaction was seen first.
     *
     * @param selected whether the path is the selected one
     */
    Seen note(StunMessage check, Path path, boolean selected, long nowNanos) {
        for (Seen seen : recent) {
            if (check.hasTransactionId(seen.id)) {
                return seen;
            }
        }
        if (recent.size() == REMEMBERED) {
            recent.removeFirst();
        }
        Seen first = new Seen(check.transactionId(), path, selected, nowNanos, nextNumber());
        recent.addLast(first);
        return first;
    }

    /** A number for what is newer than all checks so far and is no check. */
    long nextNumber() {
        return ++lastNumber;
    }
}
