package org.lyceum.rtc.stream;

import org.lyceum.wire.rtcp.ReportBlock;

/**
 * Loss and jitter of one stream as reception reports tell them (RFC 3550, 6.4.1, A.3 and A.8). Counts what came under the
 * stream's own SSRC, so that packets restored from RTX are reported as the losses that they were.
 */
final class ReceptionStatistics {
    private static final int LOST_MIN = -0x80_0000;
    private static final int LOST_MAX = 0x7F_FFFF;
    /** A step of the transit time that no network makes; the source's timestamps have jumped. */
    private static final int JUMP_SECONDS = 5;

    private final int clockRate;
    private long base;
    private long highest;
    private long received;
    private long expectedPrior;
    private long receivedPrior;
    private boolean jitterStarted;
    private long transit;
    /** Sixteen times the jitter. */
    private long jitter16;

    private boolean reported;
    private long lastSenderReport;
    private long lastSenderReportNanos;

    ReceptionStatistics(int clockRate) {
        this.clockRate = clockRate;
    }

    /** Begins to count at this number, at first and after a jump (RFC 3550, A.1 init_seq). */
    void restart(long sequence) {
        base = sequence;
        highest = sequence;
        received = 0;
        expectedPrior = 0;
        receivedPrior = 0;
        jitterStarted = false;
    }

    void received(long sequence) {
        received++;
        highest = Math.max(highest, sequence);
    }

    /** A number that came by RTX alone: it moves the highest, but was not received. */
    void restored(long sequence) {
        highest = Math.max(highest, sequence);
    }

    void arrived(long timestamp, long arrivalNanos) {
        long newTransit = RtpTime.toTicks(arrivalNanos, clockRate) - timestamp;
        long step = Math.abs(newTransit - transit);
        if (jitterStarted && step < (long) JUMP_SECONDS * clockRate) {
            jitter16 += step - ((jitter16 + 8) >> 4);
        }
        jitterStarted = true;
        transit = newTransit;
    }

    void senderReport(long middleNtp, long arrivalNanos) {
        reported = true;
        lastSenderReport = middleNtp;
        lastSenderReportNanos = arrivalNanos;
    }

    /** Packets lost so far, negative where duplicates outnumber losses. */
    long lost() {
        return highest - base + 1 - received;
    }

    long received() {
        return received;
    }

    long jitter() {
        return jitter16 >> 4;
    }

    /** Ends the interval that the fraction lost is about. */
    ReportBlock report(int ssrc, long nowNanos) {
        long expected = highest - base + 1;
        long expectedInterval = expected - expectedPrior;
        long lostInterval = expectedInterval - (received - receivedPrior);
        expectedPrior = expected;
        receivedPrior = received;
        int fraction = expectedInterval == 0 || lostInterval <= 0
                ? 0
                : (int) Math.min(255, (lostInterval << 8) / expectedInterval);
        long delay = reported ? RtpTime.toTicks(nowNanos - lastSenderReportNanos, 65_536) : 0;
        return new ReportBlock(
                ssrc,
                fraction,
                Math.clamp(lost(), LOST_MIN, LOST_MAX),
                highest & 0xFFFF_FFFFL,
                jitter(),
                lastSenderReport,
                Math.clamp(delay, 0, 0xFFFF_FFFFL));
    }
}
