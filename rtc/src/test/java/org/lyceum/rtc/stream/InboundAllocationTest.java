package org.lyceum.rtc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.lyceum.wire.rtp.Demux;
import org.lyceum.wire.rtp.HeaderExtensions;
import org.lyceum.wire.rtp.RtpPacket;
import org.lyceum.wire.rtp.RtpWriter;

/** What a received packet costs in memory between the cipher and the {@link MediaPacket}: nothing. */
class InboundAllocationTest {
    private static final int PACKETS = 100_000;
    private static final int TRANSPORT_CC = 3;
    private static final long NANOS_APART = 1_000_000L;

    private final TwccRecorder recorder = new TwccRecorder(1);
    private final InboundStream stream = new InboundStream(7, 90_000, new CaptureClock(), new NackGenerator());
    private final RtpPacket packet = new RtpPacket();
    private final byte[] b = new byte[1200];
    private final int[] asked = new int[64];
    private long sequence;
    private int media;

    @Test
    void receivingAllocatesNothing() {
        receive(PACKETS);
        long before = allocated();
        receive(PACKETS);
        assertThat(allocated() - before).isLessThan(PACKETS / 10);
        assertThat(media).isGreaterThan(PACKETS);
    }

    /** Every seventh packet is lost, every eleventh is padding, every thirteenth comes again. */
    private void receive(int packets) {
        NackGenerator nacks = stream.nackGenerator();
        for (int i = 0; i < packets; i++) {
            sequence++;
            long now = sequence * NANOS_APART;
            if (sequence % 7 == 0) {
                continue;
            }
            write();
            if (Demux.classify(b, 0, b.length).name().isEmpty() || !packet.parse(b, 0, b.length)) {
                throw new AssertionError("no packet");
            }
            recorder.received(
                    HeaderExtensions.transportSequence(b, packet.findExtension(TRANSPORT_CC)), packet.ssrc(), now);
            for (int times = sequence % 13 == 0 ? 2 : 1; times > 0; times--) {
                InboundStream.Verdict verdict = stream.receive(
                        packet.sequenceNumber(),
                        packet.timestamp(),
                        sequence % 11 == 0 ? 0 : packet.payloadLength(),
                        now);
                media += verdict == InboundStream.Verdict.MEDIA ? 1 : 0;
            }
            if (nacks != null && now >= nacks.deadlineNanos()) {
                nacks.collect(asked, now);
            }
        }
    }

    private void write() {
        int end = RtpWriter.header(b, 0, true, 96, sequence, sequence * 90, 7);
        int at = RtpWriter.beginExtensions(b, 0, end, false);
        at = RtpWriter.extension16(b, at, false, TRANSPORT_CC, (int) sequence);
        RtpWriter.endExtensions(b, end, at);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
