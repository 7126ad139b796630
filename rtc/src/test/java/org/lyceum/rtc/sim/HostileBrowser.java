package org.lyceum.rtc.sim;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.lyceum.wire.rtcp.ReportBlock;
import org.lyceum.wire.rtcp.RtcpWriter;
import org.lyceum.wire.rtcp.TransportFeedback;

/**
 * A watcher that has the keys and sends nonsense in place of its own reports: sequence numbers that never were, times that run
 * backwards, estimates of zero and of more than 63 bits, reports on everything lost, and requests without end.
 */
public final class HostileBrowser {
    private static final long EVERY_NANOS = 20_000_000L;
    private static final int SENDER = 77;
    private static final int PICTURE = 2000;
    private static final int MOST_NACKS = 100;
    private static final int REPORTS = 6;
    private static final int KINDS = 8;

    private final VirtualTime time;
    private final SplittableRandom random;
    private final ForgedReports reports;
    private int kinds = KINDS;
    private int sent;

    public HostileBrowser(VirtualTime time, SplittableRandom random, PeerLink link) {
        this.time = time;
        this.random = random;
        this.reports = new ForgedReports(link);
    }

    /** Leaves out what asks for something: packets and key frames. */
    public HostileBrowser onlyReports() {
        kinds = REPORTS;
        return this;
    }

    public int sent() {
        return sent;
    }

    /** Goes on until the time ends. */
    public void start() {
        RtcpWriter writer = ForgedReports.writer();
        switch (random.nextInt(kinds)) {
            case 0 -> writer.transportFeedback(feedback(random.nextInt(0x10000), random.nextInt(1 << 23), 20));
            case 1 -> writer.transportFeedback(feedback(0, -sent, 100));
            case 2 -> writer.transportFeedback(feedback(random.nextInt(0x10000), sent, 400));
            case 3 -> writer.remb(SENDER, 0, List.of(PICTURE));
            case 4 -> writer.remb(SENDER, Long.MAX_VALUE, List.of(PICTURE));
            case 5 -> writer.receiverReport(SENDER, List.of(report(PICTURE), report(1000), report(random.nextInt())));
            case 6 -> {
                int[] all = new int[MOST_NACKS];
                Arrays.setAll(all, i -> (sent * MOST_NACKS + i) & 0xFFFF);
                writer.nack(SENDER, PICTURE, all, all.length);
            }
            default -> writer.pictureLossIndication(SENDER, PICTURE);
        }
        sent++;
        reports.send(writer);
        time.after(EVERY_NANOS, this::start);
    }

    private TransportFeedback feedback(int base, int reference, int statuses) {
        int[] deltas = new int[statuses];
        Arrays.setAll(
                deltas, i -> random.nextInt(4) == 0 ? TransportFeedback.NOT_RECEIVED : random.nextInt(-32_768, 32_768));
        return new TransportFeedback(SENDER, PICTURE, base, reference, sent & 0xFF, deltas);
    }

    private ReportBlock report(int ssrc) {
        return new ReportBlock(
                ssrc,
                255,
                0x7FFFFF,
                random.nextLong(1L << 32),
                random.nextLong(1L << 32),
                random.nextLong(1L << 32),
                random.nextLong(1L << 32));
    }
}
