package org.lyceum.rtc.bwe;

/**
 * Tells whether less is sent than the estimate allows because there is no more to send. A budget fills at
 * {@link #SHARE} of the estimate and is spent by what is sent.
 */
final class ApplicationLimit {
    static final double SHARE = 0.65;
    private static final double WINDOW_SECONDS = 0.5;
    private static final double START_LEVEL = 0.8;
    private static final double STOP_LEVEL = 0.5;

    private double budgetBytes;
    private long lastNanos;
    private boolean limited;

    ApplicationLimit(long nowNanos) {
        lastNanos = nowNanos;
    }

    void sent(int bytes, long bitrate, long nowNanos) {
        double bytesPerSecond = SHARE * bitrate / 8;
        double most = WINDOW_SECONDS * bytesPerSecond;
        double seconds = Math.clamp((nowNanos - lastNanos) / 1e9, 0, WINDOW_SECONDS);
        lastNanos = nowNanos;
        budgetBytes = Math.clamp(budgetBytes + seconds * bytesPerSecond - bytes, -most, most);
        if (budgetBytes > START_LEVEL * most) {
            limited = true;
        } else if (budgetBytes < STOP_LEVEL * most) {
            limited = false;
        }
    }

    boolean limited() {
        return limited;
    }
}
