package org.lyceum.rtc.stream;

/**
 * When the packets of one stream were captured. From the first sender report on: the report's line from RTP to NTP time,
 * translated by the peer's {@link CaptureClock}. Before it: the arrival, straightened, so that packets of one timestamp have
 * one time and jitter and retransmission do not show: the line through the packet that came fastest.
 */
final class StreamClock {
    private static final long WINDOW_NANOS = 30_000_000_000L;
    /** How far before its arrival a packet can believably have been captured, and how far after it by an error of clocks. */
    private static final long MOST_EARLIER_NANOS = 3_000_000_000L;

    private static final long MOST_LATER_NANOS = 500_000_000L;

    private final int clockRate;
    private final CaptureClock captureClock;
    private final WindowedMinimum arrivalLine = new WindowedMinimum(WINDOW_NANOS);
    private boolean reported;
    private long reportNtpNanos;
    private long reportTimestamp;

    StreamClock(int clockRate, CaptureClock captureClock) {
        this.clockRate = clockRate;
        this.captureClock = captureClock;
    }

    void senderReport(long ntp, long timestamp, long arrivalNanos) {
        if (ntp == 0) {
            return; // a sender without a wall clock (RFC 3550, 6.4.1)
        }
        reported = true;
        reportNtpNanos = CaptureClock.ntpToNanos(ntp);
        reportTimestamp = timestamp;
        captureClock.observe(reportNtpNanos, arrivalNanos);
    }

    /** When the packet of this extended timestamp, arriving now, was captured. */
    long captureNanos(long timestamp, long arrivalNanos) {
        long byArrival = byArrival(timestamp, arrivalNanos);
        if (!reported || !captureClock.known()) {
            return byArrival;
        }
        long ntpNanos = reportNtpNanos + RtpTime.toNanos(timestamp - reportTimestamp, clockRate);
        long captured = captureClock.toEngine(ntpNanos);
        // A source may jump in its timestamps; what its last report says then is wrong until the next.
        return believable(captured, arrivalNanos) ? captured : byArrival;
    }

    private long byArrival(long timestamp, long arrivalNanos) {
        long zero = arrivalNanos - RtpTime.toNanos(timestamp, clockRate);
        if (arrivalLine.started() && !believable(arrivalNanos - (zero - arrivalLine.value()), arrivalNanos)) {
            arrivalLine.reset(zero, arrivalNanos);
        } else {
            arrivalLine.add(zero, arrivalNanos);
        }
        return arrivalNanos - (zero - arrivalLine.value());
    }

    private static boolean believable(long captured, long arrivalNanos) {
        return captured - arrivalNanos <= MOST_LATER_NANOS && arrivalNanos - captured <= MOST_EARLIER_NANOS;
    }
}
