package org.lyceum.bench.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.bench.client.Agreement;
import org.lyceum.bench.client.ClientMedia;
import org.lyceum.bench.client.ClientPeer;
import org.lyceum.bench.client.Generator;
import org.lyceum.bench.client.Signaling;
import org.lyceum.bench.client.Wish;
import org.lyceum.rtc.srtp.SrtpProfile;
import org.lyceum.rtc.srtp.SrtpReceiver;
import org.lyceum.rtc.stream.CaptureClock;
import org.lyceum.rtc.stream.InboundStream;
import org.lyceum.rtc.stream.NackGenerator;
import org.lyceum.rtc.stream.TwccRecorder;
import org.lyceum.wire.rtcp.ReportBlock;
import org.lyceum.wire.rtcp.RtcpPacket;
import org.lyceum.wire.rtcp.RtcpWriter;
import org.lyceum.wire.rtcp.SenderReport;
import org.lyceum.wire.rtcp.TransportFeedback;
import org.lyceum.wire.rtp.HeaderExtensions;
import org.lyceum.wire.rtp.RtpPacket;
import org.lyceum.wire.rtp.Rtx;

/**
 * Watches, and costs little: counts by the clear RTP header, reports on the network 20 times a second and on its streams once a
 * second. It decrypts until it has a first picture, and goes on with it only as a probe or behind a slow link, where it asks
 * for what is missing. Made on any thread, works on its peer's loop; what it counts can be read from any thread.
 */
@SuppressWarnings("EnumOrdinal") // an index into the counters and nothing else
public final class Viewer implements ClientMedia {
    private static final long FEEDBACK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int VIDEO_CLOCK_RATE = 90_000;
    private static final int AUDIO_CLOCK_RATE = 48_000;
    private static final int MOST_STREAMS = 8;
    private static final int MOST_ASKED_FOR = 64;
    private static final int NO_TYPE = -1;
    /** Frames of more packets count as frames of so many. */
    public static final int LARGEST_BURST = 40;

    /** One SSRC of media and what was counted of it. */
    private record Stream(int ssrc, boolean video, InboundStream reception) {}

    /**
     * How one watches.
     *
     * @param picture whether there is one, else sound alone
     * @param probe looks into each packet, null for a cheap viewer
     * @param linkBitsPerSecond what the way carries, 0 where nothing on this side holds it up
     */
    public record Manner(boolean picture, @Nullable Probe probe, int linkBitsPerSecond) {
        /** At once, by the headers alone. */
        public static final Manner CHEAP = new Manner(true, null, 0);
    }

    private final Manner manner;
    private final int videoType;
    private final int audioType;
    private final int rtxType;
    private final int ssrc;
    private final int transportCcId;
    private final TwccRecorder twcc;
    private final @Nullable SlowLink link;
    private final @Nullable NackGenerator nacks;
    private final int[] missing = new int[MOST_ASKED_FOR];
    private final RtpPacket packet = new RtpPacket();
    private final CaptureClock captureClock = new CaptureClock();
    private final List<Stream> streams = new ArrayList<>(2);
    private final FirstPicture firstPicture = new FirstPicture();
    private final SoundOrder soundOrder = new SoundOrder();
    private final RtcpWriter writer = ClientPeer.rtcpWriter();
    private final AtomicLongArray counters = new AtomicLongArray(ViewerCounter.values().length);
    private final AtomicLongArray bursts = new AtomicLongArray(LARGEST_BURST + 1);
    private final long askedNanos;
    private final CountDownLatch joinedOrOver = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private int packetsOfFrame;
    private @Nullable ClientPeer peer;
    private @Nullable SrtpReceiver receiver;
    private long nextReportNanos = Long.MAX_VALUE;
    private volatile long firstPictureNanos;
    private volatile @Nullable SrtpProfile profile;
    private volatile @Nullable String closedBecause;

    private Viewer(Agreement agreement, Manner manner, RandomGenerator random, long askedNanos) {
        this.manner = manner;
        this.ssrc = random.nextInt();
        this.twcc = new TwccRecorder(ssrc, FEEDBACK_NANOS);
        this.askedNanos = askedNanos;
        Agreement.Section audio = agreement.audio();
        Agreement.Section video = agreement.video();
        Agreement.Section transport = video == null ? audio : video;
        this.transportCcId = transport == null ? 0 : transport.extension(HeaderExtensions.TRANSPORT_CC);
        this.audioType = audio == null ? NO_TYPE : audio.payloadType();
        this.videoType = video == null ? NO_TYPE : video.payloadType();
        this.rtxType = video == null ? NO_TYPE : video.rtxPayloadType();
        this.link = manner.linkBitsPerSecond() == 0 ? null : new SlowLink(manner.linkBitsPerSecond());
        this.nacks = link == null ? null : new NackGenerator();
    }

    /** A viewer that is on its way: ends by {@link #close}. */
    public record Session(Viewer viewer, Generator.Connection connection) implements AutoCloseable {
        /** Ends the session and leaves. */
        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    /** Begins to watch; blocks until it has been agreed on. */
    public static Session start(Generator generator, Signaling where, Manner manner, RandomGenerator random)
            throws IOException {
        long asked = System.nanoTime();
        Viewer[] made = new Viewer[1];
        Generator.Connection connection = generator.connect(where, Wish.toReceive(manner.picture()), agreement -> {
            made[0] = new Viewer(agreement, manner, random, asked);
            return made[0];
        });
        return new Session(made[0], connection);
    }

    // ---- facts, any thread ----

    /** Why the connection is over, null while it is not. */
    public @Nullable String closedBecause() {
        return closedBecause;
    }

    /** Waits until it has a first picture, for so long at most; false where the time or the connection was over before. */
    public boolean awaitFirstPicture(long patienceNanos) throws InterruptedException {
        return joinedOrOver.await(patienceNanos, TimeUnit.NANOSECONDS) && firstPictureNanos != 0;
    }

    /** Waits until it counts no more, for so long at most. */
    public void awaitClosed(long patienceNanos) throws InterruptedException {
        boolean _ = over.await(patienceNanos, TimeUnit.NANOSECONDS);
    }

    /**
     * From the request to the end of the first key frame that came whole and could be decrypted, of sound alone to the first
     * packet, in nanoseconds; 0 before.
     */
    public long joinNanos() {
        return firstPictureNanos == 0 ? 0 : firstPictureNanos - askedNanos;
    }

    /** How media is protected, null before that is known. */
    public @Nullable SrtpProfile profile() {
        return profile;
    }

    public long count(ViewerCounter counter) {
        return counters.getOpaque(counter.ordinal());
    }

    /** How many packets came in bursts of so many, {@link #LARGEST_BURST} at most: what could leave together. */
    public long packetsInBurstsOf(int packets) {
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
        profile = connectedPeer.profile();
        nextReportNanos = nowNanos + REPORT_NANOS;
    }

    @Override
    public void receiveRtp(byte[] bytes, int length, SrtpReceiver srtp, long nowNanos) {
        add(ViewerCounter.PACKETS, 1);
        add(ViewerCounter.BYTES, length);
        countBurst(bytes[1]);
        if (link == null) {
            arrived(bytes, length, srtp, nowNanos);
            return;
        }
        receiver = srtp;
        if (!link.take(bytes, length, nowNanos)) {
            add(ViewerCounter.DROPPED, 1);
        }
    }

    /**
     * Notes what the server could send together: a frame, or one packet of anything else; what a slow link drops included.
     *
     * @param markerAndType the header's second byte
     */
    private void countBurst(byte markerAndType) {
        if ((markerAndType & 0x7F) != videoType) {
            bursts.setOpaque(1, bursts.getPlain(1) + 1);
            return;
        }
        packetsOfFrame++;
        if (markerAndType < 0) {
            int burst = Math.min(packetsOfFrame, LARGEST_BURST);
            bursts.setOpaque(burst, bursts.getPlain(burst) + packetsOfFrame);
            packetsOfFrame = 0;
        }
    }

    private boolean decrypts() {
        return firstPictureNanos == 0 || manner.probe() != null || link != null;
    }

    private void arrived(byte[] bytes, int length, SrtpReceiver srtp, long nowNanos) {
        boolean decrypted = decrypts();
        int clear = decrypted ? srtp.unprotect(bytes, 0, length) : length;
        if (!decrypted) {
            bytes[0] &=
                    ~0x20; // an encrypted packet's last byte is no padding count; what is asked of the view lies before
            // it
        }
        if (clear < 0 || !packet.parse(bytes, 0, clear)) {
            add(ViewerCounter.BROKEN, 1);
            return;
        }
        int sequenceAt = packet.findExtension(transportCcId);
        if (sequenceAt >= 0) {
            twcc.received(HeaderExtensions.transportSequence(bytes, sequenceAt), packet.ssrc(), nowNanos);
        }
        int type = packet.payloadType();
        if (type == videoType) {
            receiveVideo(nowNanos);
        } else if (type == audioType) {
            receiveSound(nowNanos);
        } else {
            add(ViewerCounter.RTX_PACKETS, 1);
            if (decrypted && type == rtxType) {
                restore(nowNanos);
            }
        }
    }

    /** Of sound beside a picture nobody times anything: the picture is what takes long. */
    private void receiveSound(long nowNanos) {
        if (soundOrder.isBehind(packet.sequenceNumber())) {
            add(ViewerCounter.RTX_PACKETS, 1); // it stays lost in the figures, as a picture's packet does
            return;
        }
        receiveMedia(false, nowNanos);
        if (!manner.picture()) {
            joined(nowNanos);
            Probe probe = manner.probe();
            if (probe != null) {
                add(probe.listen(packet, nowNanos) ? ViewerCounter.VERIFIED : ViewerCounter.BROKEN, 1);
            }
        }
    }

    private void receiveVideo(long nowNanos) {
        InboundStream.Verdict verdict = receiveMedia(true, nowNanos);
        if (verdict == InboundStream.Verdict.MEDIA) {
            lookForFirst(packet.sequenceNumber(), packet.payloadOffset(), packet.payloadLength(), nowNanos);
        }
        if (packet.marker()) {
            add(ViewerCounter.FRAMES, 1);
        }
        Probe probe = manner.probe();
        if (probe != null && packet.payloadLength() > 0) {
            boolean whole = probe.look(packet, nowNanos);
            add(whole ? ViewerCounter.VERIFIED : ViewerCounter.BROKEN, 1);
        }
    }

    private InboundStream.Verdict receiveMedia(boolean video, long nowNanos) {
        add(video ? ViewerCounter.VIDEO_PACKETS : ViewerCounter.AUDIO_PACKETS, 1);
        Stream stream = stream(packet.ssrc(), video);
        return stream == null
                ? InboundStream.Verdict.TOO_OLD
                : stream.reception()
                        .receive(packet.sequenceNumber(), packet.timestamp(), packet.payloadLength(), nowNanos);
    }

    /** Undoes RTX (RFC 4588, 4). There is one picture, whichever SSRC it came under last. */
    private void restore(long nowNanos) {
        if (!Rtx.carriesPacket(packet.payloadLength())) {
            return; // probing
        }
        int original = Rtx.originalSequenceNumber(packet.buffer(), packet.payloadOffset());
        int length = packet.payloadLength() - Rtx.OSN_BYTES;
        Stream picture = picture();
        if (picture != null
                && picture.reception().restore(original, packet.timestamp(), length, nowNanos)
                        == InboundStream.Verdict.MEDIA) {
            add(ViewerCounter.RESTORED, 1);
            lookForFirst(original, packet.payloadOffset() + Rtx.OSN_BYTES, length, nowNanos);
        }
    }

    private void lookForFirst(int sequence, int payloadOffset, int payloadLength, long nowNanos) {
        if (firstPictureNanos == 0 && firstPicture.completes(packet, sequence, payloadOffset, payloadLength)) {
            joined(nowNanos);
        }
    }

    private void joined(long nowNanos) {
        if (firstPictureNanos == 0) {
            firstPictureNanos = nowNanos;
            joinedOrOver.countDown();
        }
    }

    private @Nullable Stream picture() {
        for (int i = streams.size() - 1; i >= 0; i--) {
            if (streams.get(i).video()) {
                return streams.get(i);
            }
        }
        return null;
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
        Stream stream = new Stream(
                streamSsrc, video, new InboundStream(streamSsrc, clockRate, captureClock, video ? nacks : null));
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
        long reports = Math.min(nextReportNanos, twcc.deadlineNanos());
        return link == null || nacks == null
                ? reports
                : Math.min(reports, Math.min(link.deadlineNanos(), nacks.deadlineNanos()));
    }

    @Override
    public void onDeadline(long nowNanos) {
        ClientPeer connection = peer;
        if (connection == null) {
            return;
        }
        comeThrough(nowNanos);
        for (TransportFeedback next = twcc.poll(nowNanos); next != null; next = twcc.poll(nowNanos)) {
            writer.transportFeedback(next);
            connection.sendRtcp(writer);
        }
        askForMissing(connection, nowNanos);
        if (nextReportNanos <= nowNanos) {
            nextReportNanos = nowNanos + REPORT_NANOS;
            report(connection, nowNanos);
        }
    }

    private void comeThrough(long nowNanos) {
        if (link != null && receiver != null) {
            for (SlowLink.Packet next = link.poll(nowNanos); next != null; next = link.poll(nowNanos)) {
                arrived(next.bytes(), next.bytes().length, receiver, nowNanos);
            }
        }
    }

    private void askForMissing(ClientPeer connection, long nowNanos) {
        Stream picture = nacks == null ? null : picture();
        if (nacks != null && picture != null && nacks.deadlineNanos() <= nowNanos) {
            int count = nacks.collect(missing, nowNanos);
            int asked = count == 0 ? 0 : writer.nack(ssrc, picture.ssrc(), missing, count);
            if (asked > 0) {
                connection.sendRtcp(writer);
            }
        }
    }

    private void report(ClientPeer connection, long nowNanos) {
        List<ReportBlock> blocks = new ArrayList<>(streams.size());
        for (Stream stream : streams) {
            blocks.add(stream.reception().report(nowNanos));
        }
        set(ViewerCounter.LOST, lost());
        if (!blocks.isEmpty()) {
            writer.receiverReport(ssrc, blocks);
            Stream picture = picture();
            if (firstPictureNanos == 0 && picture != null) {
                writer.pictureLossIndication(ssrc, picture.ssrc()); // as a player without a picture does
            }
            connection.sendRtcp(writer);
        }
    }

    private long lost() {
        long lost = 0;
        for (Stream stream : streams) {
            lost += Math.max(0, stream.reception().packetsLost());
        }
        return lost;
    }

    @Override
    public void closed(String why) {
        set(ViewerCounter.LOST, lost());
        closedBecause = why;
        joinedOrOver.countDown();
        over.countDown();
    }
}
