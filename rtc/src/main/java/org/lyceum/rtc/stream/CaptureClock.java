package org.lyceum.rtc.stream;

/**
 * The wall clock of one publisher, translated to the engine's clock. One for all streams of a peer, so that an error in it
 * moves sound and picture alike and lips stay in step; each {@link InboundStream} relates its RTP timestamps to this wall
 * clock by its own sender reports. Confined to the peer's thread.
 *
 * <p>The translation is the smallest difference between a report's arrival and its NTP time in the last half minute or
 * minute: captured times are therefore late by the shortest way through the network, the same for every stream.
 */
public final class CaptureClock {
    private static final long WINDOW_NANOS = 30_000_000_000L;
    /** A report this much later than the estimate is a clock that was set, unless the next one says otherwise. */
    private static final long STEP_NANOS = 1_000_000_000L;

    private final WindowedMinimum offset = new WindowedMinimum(WINDOW_NANOS);
    private boolean stepSuspected;

    /**
     * Takes the NTP time of a sender report, of any stream of the peer.
     *
     * @param ntpNanos {@link #ntpToNanos} of its timestamp
     * @param arrivalNanos when it came
     */
    void observe(long ntpNanos, long arrivalNanos) {
        long difference = arrivalNanos - ntpNanos;
        boolean far = offset.started() && difference - offset.value() > STEP_NANOS;
        boolean ahead = offset.started() && offset.value() - difference > STEP_NANOS;
        if (ahead || (far && stepSuspected)) {
            offset.reset(difference, arrivalNanos);
            stepSuspected = false;
        } else if (far) {
            stepSuspected = true; // or it was held up on its way
        } else {
            offset.add(difference, arrivalNanos);
            stepSuspected = false;
        }
    }

    boolean known() {
        return offset.started();
    }

    /** The engine's time of an instant on the publisher's wall clock. */
    long toEngine(long ntpNanos) {
        return ntpNanos + offset.value();
    }

    /** An NTP timestamp (32.32 bits of seconds since 1900) in nanoseconds. */
    static long ntpToNanos(long ntp) {
        return (ntp >>> 32) * 1_000_000_000L + (((ntp & 0xFFFF_FFFFL) * 1_000_000_000L) >>> 32);
    }
}
