package org.lyceum.bench.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
import org.lyceum.bench.probe.ProbeStamp;
import org.lyceum.bench.trace.Trace;
import org.lyceum.bench.trace.TraceLayer;
import org.lyceum.rtc.srtp.SrtpProfile;
import org.lyceum.rtc.srtp.SrtpReceiver;
import org.lyceum.wire.rtcp.FullIntraRequest;
import org.lyceum.wire.rtcp.Nack;
import org.lyceum.wire.rtcp.PictureLossIndication;
import org.lyceum.wire.rtcp.ReceiverReport;
import org.lyceum.wire.rtcp.ReportBlock;
import org.lyceum.wire.rtcp.RtcpPacket;
import org.lyceum.wire.rtcp.RtcpWriter;
import org.lyceum.wire.rtcp.SenderReport;

/**
 * Publishes a trace: every layer's next frame at each tick of the trace, sound every 20 ms, sender reports. It sends
 * again what is missed and begins a group where a key frame is wanted; what anybody estimates of its network does not move it,
 * so that a run is the same whatever the machine does. Made on any thread, works on its peer's loop.
 */
@SuppressWarnings("EnumOrdinal") // an index into the counters and nothing else
public final class Publisher implements ClientMedia {
    private static final long SOUND_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int SOUND_TICKS = 960;
    private static final long FIRST_REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);
    /**
     * Opus silence of 20 ms (RFC 6716, 3.2.5: code 3, one frame, padded), as large as 32 kbit/s of sound are; what stands in the
     * padding is nothing to a decoder.
     */
    private static final byte[] SILENCE = silence(80);

    private final Trace trace;
    private final Content content;
    private final Agreement agreement;
    private final RandomGenerator random;
    private final AtomicLongArray counters = new AtomicLongArray(PublisherCounter.values().length);
    private final List<LayerSender> layers = new ArrayList<>();
    private final String cname;
    private final long firstTimestamp;
    private final RtcpWriter writer = ClientPeer.rtcpWriter();
    private final ProbeStamp stamp = new ProbeStamp();
    private @Nullable RtpSender sound;
    private @Nullable ClientPeer peer;
    private long startNanos;
    private long frames;
    private long sounds;
    private long nextReportNanos;
    private volatile boolean connected;
    private volatile @Nullable SrtpProfile profile;
    private volatile @Nullable String closedBecause;

    private Publisher(Trace trace, Content content, Agreement agreement, RandomGenerator random) {
        this.trace = trace;
        this.content = content;
        this.agreement = agreement;
        this.random = random;
        this.cname = Long.toHexString(random.nextLong());
        this.firstTimestamp = random.nextInt() & 0x7FFF_FFFFL;
    }

    /** A publisher that is on its way: ends by {@link #close}. */
    public record Session(Publisher publisher, Generator.Connection connection) implements AutoCloseable {
        /** Deletes the session and leaves. */
        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    /**
     * Publishes; blocks until it has been agreed on.
     *
     * @param random for SSRCs and first numbers
     */
    public static Session start(
            Generator generator, Signaling where, Trace trace, Content content, RandomGenerator random)
            throws IOException {
        Wish wish = Wish.toSend(
                content.picture() ? trace.layers().stream().map(TraceLayer::rid).toList() : List.of());
        Publisher[] made = new Publisher[1];
        Generator.Connection connection = generator.connect(where, wish, agreement -> {
            made[0] = new Publisher(trace, content, agreement, random);
            return made[0];
        });
        return new Session(made[0], connection);
    }

    // ---- facts, any thread ----

    public boolean isConnected() {
        return connected && closedBecause == null;
    }

    /** Why the connection is over, null while it is not. */
    public @Nullable String closedBecause() {
        return closedBecause;
    }

    /** How media is protected, null before that is known. */
    public @Nullable SrtpProfile profile() {
        return profile;
    }

    public long count(PublisherCounter counter) {
        return counters.get(counter.ordinal());
    }

    private void add(PublisherCounter counter, long n) {
        counters.addAndGet(counter.ordinal(), n);
    }

    // ---- on the loop ----

    @Override
    public void connected(ClientPeer connectedPeer, long nowNanos) {
        peer = connectedPeer;
        profile = connectedPeer.profile();
        long unixNanosAtZero = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - nowNanos;
        RtpSender.TransportSequence numbers = new RtpSender.TransportSequence();
        Agreement.Section video = agreement.video();
        if (video != null) {
            for (TraceLayer layer : taken(video)) {
                String rid = video.rids().isEmpty() ? null : layer.rid();
                StreamFormat format = StreamFormat.picture(video, rid, random);
                layers.add(new LayerSender(layer, new RtpSender(connectedPeer, format, numbers, unixNanosAtZero)));
            }
        }
        Agreement.Section audio = agreement.audio();
        if (audio != null && content.sound()) {
            sound = new RtpSender(connectedPeer, StreamFormat.sound(audio, random), numbers, unixNanosAtZero);
        }
        startNanos = nowNanos;
        nextReportNanos = nowNanos + FIRST_REPORT_NANOS;
        connected = true;
    }

    /** Those that the server takes; of one that takes no simulcast the largest, without a name. */
    private List<TraceLayer> taken(Agreement.Section video) {
        return video.rids().isEmpty()
                ? List.of(trace.layers().getLast())
                : trace.layers().stream()
                        .filter(layer -> video.rids().contains(layer.rid()))
                        .toList();
    }

    private long nextFrameNanos() {
        return layers.isEmpty() ? Long.MAX_VALUE : startNanos + frames * trace.frameNanos();
    }

    private long nextSoundNanos() {
        return sound == null ? Long.MAX_VALUE : startNanos + sounds * SOUND_NANOS;
    }

    @Override
    public long deadlineNanos() {
        return Math.min(nextReportNanos, Math.min(nextFrameNanos(), nextSoundNanos()));
    }

    @Override
    public void onDeadline(long nowNanos) {
        while (nextSoundNanos() <= nowNanos) {
            sendSound(nowNanos);
        }
        while (nextFrameNanos() <= nowNanos) {
            sendFrame(nowNanos);
        }
        if (nextReportNanos <= nowNanos) {
            nextReportNanos = nowNanos + REPORT_NANOS;
            sendReports(nowNanos);
        }
    }

    private void sendSound(long nowNanos) {
        if (sound != null) {
            byte[] payload = SILENCE.clone();
            stamp.write(payload, ProbeStamp.IN_SOUND, payload.length - ProbeStamp.IN_SOUND, nowNanos);
            sound.send(false, firstTimestamp + sounds * SOUND_TICKS, payload, nextSoundNanos(), nowNanos);
        }
        sounds++;
    }

    private void sendFrame(long nowNanos) {
        long captureNanos = nextFrameNanos();
        long timestamp = firstTimestamp + frames * trace.frameTicks();
        for (LayerSender layer : layers) {
            add(PublisherCounter.PACKETS_SENT, layer.sendFrame(timestamp, captureNanos, nowNanos));
            add(PublisherCounter.FRAMES_SENT, 1);
        }
        frames++;
    }

    private void sendReports(long nowNanos) {
        layers.forEach(layer -> layer.rtp().report(writer, cname, nowNanos));
        if (sound != null) {
            sound.report(writer, cname, nowNanos);
        }
        if (peer != null) {
            peer.sendRtcp(writer);
        }
    }

    @Override
    public void receiveRtp(byte[] bytes, int length, SrtpReceiver srtp, long nowNanos) {
        // nobody sends media to a publisher
    }

    @Override
    public void receiveRtcp(RtcpPacket packet, long nowNanos) {
        switch (packet) {
            case PictureLossIndication pli -> requestKeyFrame(pli.mediaSsrc());
            case FullIntraRequest fir -> fir.entries().forEach(entry -> requestKeyFrame(entry.ssrc()));
            case Nack nack -> resend(nack);
            case ReceiverReport report -> reported(report.blocks());
            case SenderReport report -> reported(report.blocks());
            default -> {} // feedback on the network among them
        }
    }

    private void requestKeyFrame(int ssrc) {
        for (LayerSender layer : layers) {
            if (layer.rtp().format().ssrc() == ssrc) {
                layer.requestKeyFrame();
                add(PublisherCounter.KEY_FRAME_REQUESTS, 1);
            }
        }
    }

    private void resend(Nack nack) {
        for (LayerSender layer : layers) {
            if (layer.rtp().format().ssrc() == nack.mediaSsrc()) {
                for (int sequence : nack.sequences()) {
                    boolean sent = layer.rtp().resend(sequence);
                    add(sent ? PublisherCounter.PACKETS_RESENT : PublisherCounter.PACKETS_GONE, 1);
                }
            }
        }
    }

    private void reported(List<ReportBlock> blocks) {
        for (ReportBlock block : blocks) {
            for (LayerSender layer : layers) {
                if (layer.rtp().format().ssrc() == block.ssrc()) {
                    layer.rtp().reported();
                }
            }
            if (sound != null && sound.format().ssrc() == block.ssrc()) {
                sound.reported();
            }
        }
    }

    @Override
    public void closed(String why) {
        closedBecause = why;
    }

    private static byte[] silence(int bytes) {
        byte[] packet = new byte[bytes];
        int padding = bytes - ProbeStamp.IN_SOUND;
        packet[0] = (byte) 0xFB; // CELT, fullband, 20 ms, mono, code 3
        packet[1] = 0x41; // padding, one frame
        packet[2] = (byte) padding;
        packet[3] = (byte) 0xFF;
        packet[4] = (byte) 0xFE;
        return packet;
    }
}
