package org.lyceum.rtc.stream;

/** Nanoseconds to RTP clock units and back, for spans of any length without overflow; rounds towards minus infinity. */
public final class RtpTime {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private RtpTime() {}

    public static long toNanos(long ticks, int clockRate) {
        long seconds = Math.floorDiv(ticks, clockRate);
        long rest = Math.floorMod(ticks, clockRate);
        return seconds * NANOS_PER_SECOND + rest * NANOS_PER_SECOND / clockRate;
    }

    public static long toTicks(long nanos, int clockRate) {
        long seconds = Math.floorDiv(nanos, NANOS_PER_SECOND);
        long rest = Math.floorMod(nanos, NANOS_PER_SECOND);
        return seconds * clockRate + rest * clockRate / NANOS_PER_SECOND;
    }
}
