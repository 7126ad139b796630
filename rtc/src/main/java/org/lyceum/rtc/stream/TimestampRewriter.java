package org.lyceum.rtc.stream;

/**
 * Gives the packets of changing sources timestamps of one continuous outgoing clock. Where the source changes, the time between
 * the captures decides how far the clock advances, so that sound and picture stay in step; it always advances. Confined to its
 * owner's thread; allocates nothing.
 *
 * <p>A newcomer who is brought up from an old key frame gets the old frames in fast motion ({@link #beginCatchUp}): their
 * timestamps are squeezed together, else the receiver would take the age of the key frame for delay and keep it.
 */
public final class TimestampRewriter {
    /** Old frames follow each other 32 times faster: at 30 fps about one in a millisecond. */
    private static final int CATCH_UP_SHIFT = 5;

    private final int clockRate;
    private final long first;
    private boolean begun;
    private boolean catchingUp;
    private boolean caughtUp;
    /** Where fast motion begins; out of reach when there is none. */
    private long catchUpSource = Long.MAX_VALUE;

    private long catchUpOut;
    private long liveSource;
    private long liveOut;
    private long newestSource;
    private long newestOut;
    private long anchorOut;
    private long anchorCapture;

    /**
     * @param first timestamp of the first packet
     * @param clockRate of all sources, in Hz
     */
    public TimestampRewriter(long first, int clockRate) {
        this.first = first;
        this.clockRate = clockRate;
    }

    /**
     * A new source whose first packet has this timestamp.
     *
     * @param captureNanos when that packet was captured
     */
    public void begin(long source, long captureNanos) {
        catchingUp = false;
        caughtUp = false;
        catchUpSource = Long.MAX_VALUE;
        liveSource = source;
        liveOut = continued(captureNanos);
        restart(source, liveOut, captureNanos);
    }

    /**
     * A new source that is entered at an old packet; fast motion lasts until the first new timestamp after {@link #caughtUp}.
     *
     * @param source timestamp of the old packet
     * @param liveCaptureNanos when the newest packet of the source was captured
     */
    public void beginCatchUp(long source, long liveCaptureNanos) {
        catchingUp = true;
        caughtUp = false;
        catchUpSource = source;
        catchUpOut = continued(liveCaptureNanos);
        restart(source, catchUpOut, liveCaptureNanos);
    }

    /** The newest old packet has been given: the next frame is live. */
    public void caughtUp() {
        caughtUp = catchingUp;
    }

    private long continued(long captureNanos) {
        if (!begun) {
            return first;
        }
        return Math.max(newestOut + 1, anchorOut + RtpTime.toTicks(captureNanos - anchorCapture, clockRate));
    }

    private void restart(long source, long out, long captureNanos) {
        begun = true;
        newestSource = source;
        newestOut = out;
        anchorOut = out;
        anchorCapture = captureNanos;
    }

    /** The outgoing timestamp of a packet on its way for the first time. */
    public long rewrite(long source, long captureNanos) {
        if (caughtUp && source > newestSource) {
            catchingUp = false;
            caughtUp = false;
            liveSource = source;
            // Frames in between may still come late, and belong before this one.
            liveOut = Math.max(continued(captureNanos), squeezed(source));
        }
        long out = find(source);
        if (source > newestSource) {
            newestSource = source;
            newestOut = Math.max(newestOut, out);
            if (!catchingUp) {
                anchorOut = out;
                anchorCapture = captureNanos;
            }
        }
        return out;
    }

    /** The outgoing timestamp that a packet of the present source has got, for sending it again. */
    public long find(long source) {
        boolean inCatchUp = catchingUp || (source < liveSource && catchUpSource <= source);
        return inCatchUp ? squeezed(source) : liveOut + (source - liveSource);
    }

    private long squeezed(long source) {
        return catchUpOut + ((source - catchUpSource) >> CATCH_UP_SHIFT);
    }
}
