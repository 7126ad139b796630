package org.lyceum.rtc.stream;

import java.util.List;
import org.lyceum.wire.rtcp.SenderReport;

/**
 * Sender reports of one outbound SSRC on the server's clock, so that a watcher plays what was captured together together,
 * whoever captured it. The owner of the SSRC calls {@link #sent} for every packet on its way for the first time, and
 * {@link #build} whenever a report is due and {@link #ready} says so. Confined to the peer's thread.
 */
public final class SenderReportBuilder {
    /** Seconds from 1900, where NTP begins, to 1970. */
    private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** Packets captured longer ago are from before the watcher came, and their timestamps are squeezed together. */
    private static final long MAX_CAPTURE_AGE_NANOS = NANOS_PER_SECOND;
    /** Unless nothing newer comes for so long. */
    private static final long PATIENCE_NANOS = 5 * NANOS_PER_SECOND;

    private final int ssrc;
    private final int clockRate;
    private final long unixNanosAtZero;
    private long packets;
    private long octets;
    private boolean mapped;
    private long timestamp;
    private long captureNanos;
    private long mappedAt;

    /**
     * @param clockRate of the RTP timestamps, in Hz
     * @param unixNanosAtZero the wall clock, in nanoseconds since 1970, when the engine's clock was 0; the same for all SSRCs
     *     of a peer
     */
    public SenderReportBuilder(int ssrc, int clockRate, long unixNanosAtZero) {
        this.ssrc = ssrc;
        this.clockRate = clockRate;
        this.unixNanosAtZero = unixNanosAtZero;
    }

    /**
     * A packet was sent for the first time.
     *
     * @param rtpTimestamp as it was sent, extended
     * @param packetCaptureNanos when its content was captured, on the engine's clock
     * @param payloadBytes without header and padding (RFC 3550, 6.4.1)
     */
    public void sent(long rtpTimestamp, long packetCaptureNanos, int payloadBytes, long nowNanos) {
        if (packets == 0) {
            mappedAt = nowNanos;
        }
        packets++;
        octets += payloadBytes;
        if (nowNanos - packetCaptureNanos <= MAX_CAPTURE_AGE_NANOS || nowNanos - mappedAt > PATIENCE_NANOS) {
            mapped = true;
            mappedAt = nowNanos;
            timestamp = rtpTimestamp;
            captureNanos = packetCaptureNanos;
        }
    }

    /** There is something to report. */
    public boolean ready() {
        return mapped;
    }

    /** The report of this moment; its RTP timestamp is that of something captured now. */
    public SenderReport build(long nowNanos) {
        return new SenderReport(
                ssrc,
                ntp(unixNanosAtZero + nowNanos),
                (timestamp + RtpTime.toTicks(nowNanos - captureNanos, clockRate)) & 0xFFFF_FFFFL,
                packets & 0xFFFF_FFFFL,
                octets & 0xFFFF_FFFFL,
                List.of());
    }

    /** Nanoseconds since 1970 as an NTP timestamp (RFC 3550, 4). */
    public static long ntp(long unixNanos) {
        long seconds = Math.floorDiv(unixNanos, NANOS_PER_SECOND) + NTP_EPOCH_SECONDS;
        long fraction = (Math.floorMod(unixNanos, NANOS_PER_SECOND) << 32) / NANOS_PER_SECOND;
        return (seconds << 32) | fraction;
    }
}
