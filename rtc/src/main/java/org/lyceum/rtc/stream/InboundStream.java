package org.lyceum.rtc.stream;

import org.jspecify.annotations.Nullable;
import org.lyceum.wire.rtcp.ReportBlock;
import org.lyceum.wire.rtcp.SenderReport;
import org.lyceum.wire.rtp.SequenceExtender;
import org.lyceum.wire.rtp.TimestampExtender;

/**
 * One SSRC that a peer receives: extends its numbers, tells duplicates, keeps the statistics of receiver reports, asks for
 * what is missing and knows when packets were captured. Made when the SSRC is bound to an m-line, so that a stream that is
 * not bound is never reported on (Chromium stops sending MID and RID with the first report). Confined to its peer's thread;
 * allocates nothing a packet.
 *
 * <p>For each packet the peer calls {@link #receive}, or {@link #restore} where it came by RTX, and for the verdict
 * {@link Verdict#MEDIA} builds a {@link MediaPacket} of {@link #sequence}, {@link #timestamp} and {@link #captureNanos},
 * which are about that packet until the next call.
 *
 * <p>Sequence numbers that leave here are not those of the publisher: padding-only packets are taken out without a gap
 * ({@link PaddingSqueezer}), and a jump of the source, after an outage or a restart, becomes a gap of one number: seen by
 * decoders, too small for anybody to ask for thousands of packets.
 */
public final class InboundStream {
    /** What to do with a packet. */
    public enum Verdict {
        /** To be forwarded. */
        MEDIA,
        /** Padding only: counted, and gone. */
        PADDING,
        /** Has come before. */
        DUPLICATE,
        /** Older than anybody can use, or not of this source. */
        TOO_OLD
    }

    /** A step ahead of more than this is a jump (RFC 3550, A.1 MAX_DROPOUT). */
    static final int MAX_DROPOUT = 3000;

    private static final int NO_SUSPECT = -1;

    private final int ssrc;
    private final @Nullable NackGenerator nackGenerator;
    private final SequenceExtender sequences = new SequenceExtender();
    private final TimestampExtender timestamps = new TimestampExtender();
    private final ReceivedWindow window = new ReceivedWindow();
    private final PaddingSqueezer squeezer = new PaddingSqueezer();
    private final ReceptionStatistics statistics;
    private final StreamClock clock;

    /** Numbers below are from before the last jump. */
    private long floor = Long.MIN_VALUE;
    /** The number that would prove that a source which went far back means it (RFC 3550, A.1 bad_seq). */
    private int suspect = NO_SUSPECT;

    private long highestSqueezed;
    private long sequence;
    private long timestamp;
    private long captureNanos;

    /**
     * @param ssrc the SSRC
     * @param clockRate of its codec, in Hz
     * @param captureClock that of the peer
     * @param nackGenerator told of everything that comes, null where NACK was not negotiated
     */
    public InboundStream(int ssrc, int clockRate, CaptureClock captureClock, @Nullable NackGenerator nackGenerator) {
        this.ssrc = ssrc;
        this.nackGenerator = nackGenerator;
        this.statistics = new ReceptionStatistics(clockRate);
        this.clock = new StreamClock(clockRate, captureClock);
    }

    /**
     * Takes a packet that came under this SSRC.
     *
     * @param sequenceNumber 16 bits
     * @param rtpTimestamp 32 bits
     * @param payloadLength without padding
     * @param arrivalNanos when it came
     */
    public Verdict receive(int sequenceNumber, long rtpTimestamp, int payloadLength, long arrivalNanos) {
        long raw = sequences.peek(sequenceNumber);
        if (!sequences.started() || raw - sequences.highest() > MAX_DROPOUT) {
            restart(raw);
        } else if (!window.covers(raw)) {
            if (sequenceNumber != suspect) {
                suspect = (sequenceNumber + 1) & 0xFFFF;
                return Verdict.TOO_OLD;
            }
            raw = aheadOfAll(sequenceNumber);
            restart(raw);
        }
        suspect = NO_SUSPECT;
        if (isOld(raw)) {
            return Verdict.TOO_OLD;
        }
        if (!window.mark(raw)) {
            return Verdict.DUPLICATE;
        }
        statistics.received(raw);
        statistics.arrived(timestamps.peek(rtpTimestamp), arrivalNanos);
        return admit(raw, rtpTimestamp, payloadLength, arrivalNanos, false);
    }

    /**
     * Takes a packet restored from RTX (RFC 4588).
     *
     * @param originalSequenceNumber the OSN
     * @param rtpTimestamp the RTX packet's, which is the original's
     * @param payloadLength without OSN and padding
     * @param arrivalNanos when the RTX packet came
     */
    public Verdict restore(int originalSequenceNumber, long rtpTimestamp, int payloadLength, long arrivalNanos) {
        long raw = sequences.peek(originalSequenceNumber);
        if (!sequences.started() || isOld(raw) || raw - sequences.highest() > MAX_DROPOUT) {
            return Verdict.TOO_OLD; // a retransmission never proves a jump
        }
        if (!window.mark(raw)) {
            return Verdict.DUPLICATE;
        }
        statistics.restored(raw);
        return admit(raw, rtpTimestamp, payloadLength, arrivalNanos, true);
    }

    private Verdict admit(long raw, long rtpTimestamp, int payloadLength, long arrivalNanos, boolean restored) {
        boolean newest = raw >= sequences.highest();
        sequences.extend((int) raw & 0xFFFF);
        if (nackGenerator != null) {
            nackGenerator.received(raw, restored, arrivalNanos);
        }
        if (payloadLength == 0) {
            if (newest) {
                squeezer.remove(raw);
            }
            return Verdict.PADDING;
        }
        sequence = squeezer.squeeze(raw);
        highestSqueezed = Math.max(highestSqueezed, sequence);
        timestamp = timestamps.extend(rtpTimestamp);
        captureNanos = clock.captureNanos(timestamp, arrivalNanos);
        return Verdict.MEDIA;
    }

    /** Takes a sender report of this SSRC. */
    public void senderReport(SenderReport report, long arrivalNanos) {
        statistics.senderReport(report.middleNtp(), arrivalNanos);
        clock.senderReport(report.ntpTimestamp(), timestamps.peek(report.rtpTimestamp()), arrivalNanos);
    }

    /** The reception report since the last one; ask only when {@link #hasReceived}. */
    public ReportBlock report(long nowNanos) {
        return statistics.report(ssrc, nowNanos);
    }

    /** Whether there is anything to report on. */
    public boolean hasReceived() {
        return sequences.started();
    }

    public int ssrc() {
        return ssrc;
    }

    /** Sequence number of the packet just taken, extended, padding-only packets left out. */
    public long sequence() {
        return sequence;
    }

    /** Timestamp of the packet just taken, extended. */
    public long timestamp() {
        return timestamp;
    }

    /** When the packet just taken was captured, on the engine's clock. */
    public long captureNanos() {
        return captureNanos;
    }

    /** Packets received under this SSRC since the beginning or the last jump. */
    public long packetsReceived() {
        return statistics.received();
    }

    /** Packets lost under this SSRC since the beginning or the last jump, those restored included. */
    public long packetsLost() {
        return statistics.lost();
    }

    /** Interarrival jitter in units of the RTP clock. */
    public long jitter() {
        return statistics.jitter();
    }

    public @Nullable NackGenerator nackGenerator() {
        return nackGenerator;
    }

    private boolean isOld(long raw) {
        return raw < floor || !window.covers(raw) || !squeezer.remembers(raw);
    }

    /** The next number above all others that ends in these 16 bits. */
    private long aheadOfAll(int sequenceNumber) {
        long next = sequences.highest() + 1;
        return next + ((sequenceNumber - (int) next) & 0xFFFF);
    }

    private void restart(long raw) {
        if (sequences.started()) {
            floor = raw;
            squeezer.jump(raw, highestSqueezed + 2);
        } else {
            highestSqueezed = raw;
        }
        sequences.restart(raw);
        window.restart(raw);
        statistics.restart(raw);
        if (nackGenerator != null) {
            nackGenerator.reset();
        }
    }
}
