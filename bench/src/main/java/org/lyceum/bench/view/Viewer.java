package org.lyceum.bench.view;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.bench.client.Answer;
import org.lyceum.bench.client.ClientMedia;
import org.lyceum.bench.client.ClientPeer;
import org.lyceum.bench.client.Generator;
import org.lyceum.bench.client.Offer;
import org.lyceum.rtc.srtp.SrtpReceiver;
import org.lyceum.rtc.stream.CaptureClock;
import org.lyceum.rtc.stream.InboundStream;
import org.lyceum.rtc.stream.TwccRecorder;
import org.lyceum.wire.rtcp.ReportBlock;
import org.lyceum.wire.rtcp.RtcpPacket;
import org.lyceum.wire.rtcp.RtcpWriter;
import org.lyceum.wire.rtcp.SenderReport;
import org.lyceum.wire.rtcp.TransportFeedback;
import org.lyceum.wire.rtp.HeaderExtensions;
import org.lyceum.wire.rtp.RtpPacket;

/**
 * Watches by WHEP, and costs little: counts by the clear RTP header, reports on the network 20 times a second and on its
 * streams once a second, and decrypts no media unless it is a probe. Made on any thread, works on its peer's loop; what it
 * counts can be read from any thread.
 */
@SuppressWarnings("EnumOrdinal") // an index into the counters and nothing else
public final class Viewer implements ClientMedia {
    private static final long FEEDBACK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int VIDEO_CLOCK_RATE = 90_000;
    private static final int AUDIO_CLOCK_RATE = 48_000;
    private static final int MOST_STREAMS = 8;
    /** Frames of more packets count as frames of so many. */
    public static final int LARGEST_BURST = 40;

    /** One SSRC of media and what was counted of it. */
    private record Stream(int ssrc, InboundStream reception) {}

    private final @Nullable Probe probe;
    private final int ssrc;
    private final int transportCcId;
    private final TwccRecorder twcc;
    private final RtpPacket packet = new RtpPacket();
    private final CaptureClock captureClock = new CaptureClock();
    private final List<Stream> streams = new ArrayList<>(2);
    private final RtcpWriter writer = ClientPeer.rtcpWriter();
    private final AtomicLongArray counters = new AtomicLongArray(ViewerCounter.values().length);
    private final AtomicLongArray bursts = new AtomicLongArray(LARGEST_BURST + 1);
    private final long askedNanos;
    private int packetsOfFrame;
    private @Nullable ClientPeer peer;
    private long nextReportNanos = Long.MAX_VALUE;
    private volatile long connectedNanos;
    private volatile long firstPictureNanos;
    private volatile @Nullable String closedBecause;

    private Viewer(Answer answer, @Nullable Probe probe, RandomGenerator random, long askedNanos) {
        this.probe = probe;
        this.ssrc = random.nextInt();
        this.twcc = new TwccRecorder(ssrc, FEEDBACK_NANOS);
        this.askedNanos = askedNanos;
        Answer.Section video = answer.video();
        this.transportCcId = video == null ? 0 : video.extension(HeaderExtensions.TRANSPORT_CC);
    }

    /** A viewer that is on its way: ends by {@link #close}. */
    public record Session(Viewer viewer, Generator.Connection connection) implements AutoCloseable {
        /** Deletes the session and leaves. */
        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    /**
     * Begins to watch; blocks until the endpoint has answered.
     *
     * @param probe looks into each packet, null for a cheap viewer
     */
    public static Session start(
            Generator generator, URI whep, @Nullable String bearer, @Nullable Probe probe, RandomGenerator random)
            throws IOException {
        long asked = System.nanoTime();
        Viewer[] made = new Viewer[1];
        Generator.Connection connection = generator.view(whep, bearer, answer -> {
            made[0] = new Viewer(answer, probe, random, asked);
            return made[0];
        });
        return new Session(made[0], connection);
    }

    // ---- facts, any thread ----

    public boolean isConnected() {
        return connectedNanos != 0 && closedBecause == null;
    }

    /** Why the connection is over, null while it is not. */
    public @Nullable String closedBecause() {
        return closedBecause;
    }

    /** From the request to the end of the first frame, in nanoseconds; 0 before there was one. */
    public long joinNanos() {
        return firstPictureNanos == 0 ? 0 : firstPictureNanos - askedNanos;
    }

    public long count(ViewerCounter counter) {
        return counters.getOpaque(counter.ordinal());
    }

    /** How many packets of video came in frames of so many, {@link #LARGEST_BURST} at most: what could leave together. */
    public long packetsInFramesOf(int packets) {
        return bursts.getOpaque(packets);
    }

    /** Written by the loop alone, so that no packet pays for an atomic addition. */
    private void add(ViewerCounter counter, long n) {
        set(counter, counters.getPlain(counter.ordinal()) + n);
    }

    private void set(ViewerCounter counter, long value) {
        counters.setOpaque(counter.ordinal(), value);
    }

    // ---- on the loop ----

    @Override
    public void connected(ClientPeer connectedPeer, long nowNanos) {
        peer = connectedPeer;
        connectedNanos = nowNanos;
        nextReportNanos = nowNanos + REPORT_NANOS;
    }

    @Override
    public void receiveRtp(byte[] bytes, int length, SrtpReceiver srtp, long nowNanos) {
        int clear = length;
        if (probe != null) {
            clear = srtp.unprotect(bytes, 0, length);
            if (clear < 0) {
                add(ViewerCounter.BROKEN, 1);
                return;
            }
        }
        // An encrypted packet's last byte is no padding count: what is asked of the view lies before it.
        if (!parse(bytes, clear)) {
            add(ViewerCounter.BROKEN, 1);
            return;
        }
        add(ViewerCounter.PACKETS, 1);
        add(ViewerCounter.BYTES, length);
        int sequenceAt = packet.findExtension(transportCcId);
        if (sequenceAt >= 0) {
            twcc.received(HeaderExtensions.transportSequence(bytes, sequenceAt), packet.ssrc(), nowNanos);
        }
        switch (packet.payloadType()) {
            case Offer.VP8 -> receiveVideo(nowNanos);
            case Offer.OPUS -> receiveMedia(false, nowNanos);
            default -> add(ViewerCounter.RTX_PACKETS, 1);
        }
    }

    private boolean parse(byte[] bytes, int length) {
        if (probe == null && length > 0) {
            bytes[0] &= ~0x20;
        }
        return packet.parse(bytes, 0, length);
    }

    private void receiveVideo(long nowNanos) {
        receiveMedia(true, nowNanos);
        packetsOfFrame++;
        if (packet.marker()) {
            add(ViewerCounter.FRAMES, 1);
            int burst = Math.min(packetsOfFrame, LARGEST_BURST);
            bursts.setOpaque(burst, bursts.getPlain(burst) + packetsOfFrame);
            packetsOfFrame = 0;
            if (firstPictureNanos == 0) {
                firstPictureNanos = nowNanos;
            }
        }
        if (probe != null) {
            boolean whole = probe.look(packet, nowNanos);
            add(whole ? ViewerCounter.VERIFIED : ViewerCounter.BROKEN, 1);
        }
    }

    private void receiveMedia(boolean video, long nowNanos) {
        add(video ? ViewerCounter.VIDEO_PACKETS : ViewerCounter.AUDIO_PACKETS, 1);
        Stream stream = stream(packet.ssrc(), video);
        if (stream != null) {
            var _ = stream.reception()
                    .receive(packet.sequenceNumber(), packet.timestamp(), packet.payloadLength(), nowNanos);
        }
    }

    private @Nullable Stream stream(int streamSsrc, boolean video) {
        for (Stream stream : streams) {
            if (stream.ssrc() == streamSsrc) {
                return stream;
            }
        }
        if (streams.size() == MOST_STREAMS) {
            return null;
        }
        int clockRate = video ? VIDEO_CLOCK_RATE : AUDIO_CLOCK_RATE;
        Stream stream = new Stream(streamSsrc, new InboundStream(streamSsrc, clockRate, captureClock, null));
        streams.add(stream);
        return stream;
    }

    @Override
    public void receiveRtcp(RtcpPacket received, long nowNanos) {
        if (received instanceof SenderReport report) {
            for (Stream stream : streams) {
                if (stream.ssrc() == report.ssrc()) {
                    stream.reception().senderReport(report, nowNanos);
                }
            }
        }
    }

    @Override
    public long deadlineNanos() {
        return Math.min(nextReportNanos, twcc.deadlineNanos());
    }

    @Override
    public void onDeadline(long nowNanos) {
        ClientPeer connection = peer;
        if (connection == null) {
            return;
        }
        for (TransportFeedback next = twcc.poll(nowNanos); next != null; next = twcc.poll(nowNanos)) {
            writer.transportFeedback(next);
            connection.sendRtcp(writer);
        }
        if (nextReportNanos <= nowNanos) {
            nextReportNanos = nowNanos + REPORT_NANOS;
            report(connection, nowNanos);
        }
    }

    private void report(ClientPeer connection, long nowNanos) {
        long lost = 0;
        List<ReportBlock> blocks = new ArrayList<>(streams.size());
        for (Stream stream : streams) {
            blocks.add(stream.reception().report(nowNanos));
            lost += Math.max(0, stream.reception().packetsLost());
        }
        set(ViewerCounter.LOST, lost);
        if (!blocks.isEmpty()) {
            writer.receiverReport(ssrc, blocks);
            connection.sendRtcp(writer);
        }
    }

    @Override
    public void closed(String why) {
        closedBecause = why;
    }
}
