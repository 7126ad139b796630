package org.lyceum.turn;

import java.util.concurrent.TimeUnit;

/** So many bytes a second, with what was not used in the last while saved up. Confined to one thread. */
final class TokenBucket {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long bytesPerSecond;
    private final long burstBytes;
    private long bytes;
    private long sinceNanos;

    /** @param bytesPerSecond 0 for no limit */
    TokenBucket(long bytesPerSecond, long burstBytes, long nowNanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.burstBytes = burstBytes;
        this.bytes = burstBytes;
        this.sinceNanos = nowNanos;
    }

    boolean take(int wanted, long nowNanos) {
        if (bytesPerSecond == 0) {
            return true;
        }
        fill(nowNanos);
        if (wanted > bytes) {
            return false;
        }
        bytes -= wanted;
        return true;
    }

    /** The rest of a division stays in {@code sinceNanos}, so that many small steps fill as much as a large one. */
    private void fill(long nowNanos) {
        long passed = nowNanos - sinceNanos;
        if (passed >= SECOND * burstBytes / bytesPerSecond) {
            bytes = burstBytes;
            sinceNanos = nowNanos;
            return;
        }
        long earned = passed * bytesPerSecond / SECOND;
        bytes = Math.min(burstBytes, bytes + earned);
        sinceNanos += earned * SECOND / bytesPerSecond;
    }
}
