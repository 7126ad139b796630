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

    @SuppressWarnings("ArrayRecordComponent")
    private record Seen(byte[] id, Path path, boolean selected, long nanos) {}

    private final ArrayDeque<Seen> recent = new ArrayDeque<>();

    /**
     * Notes an authentic check; whether it repeats one of another path.
     *
     * @param selected whether the path is the selected one
     */
    boolean isCopy(StunMessage check, Path path, boolean selected, long nowNanos) {
        for (Seen seen : recent) {
            if (check.hasTransactionId(seen.id)) {
                return !path.equals(seen.path) && (seen.selected || nowNanos - seen.nanos >= LATE_NANOS);
            }
        }
        if (recent.size() == REMEMBERED) {
            recent.removeFirst();
        }
        recent.addLast(new Seen(check.transactionId(), path, selected, nowNanos));
        return false;
    }
}
