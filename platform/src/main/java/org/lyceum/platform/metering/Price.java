package org.lyceum.platform.metering;

/** The arithmetic of prices. */
public final class Price {
    private static final long MINUTE = 60;

    private Price() {}

    /**
     * What so many seconds cost altogether, rounded down. Sums are never rounded second by second: a price of 1 a minute costs
     * nothing for 59 seconds, and 1 for 60.
     */
    public static long of(long seconds, long pricePerMinute) {
        return Math.multiplyExact(seconds, pricePerMinute) / MINUTE;
    }

    /** How many seconds cost no more than that altogether. */
    static long secondsFor(long amount, long pricePerMinute) {
        long most = (Long.MAX_VALUE - MINUTE) / MINUTE;
        return (Math.min(amount, most) * MINUTE + MINUTE - 1) / pricePerMinute;
    }
}
