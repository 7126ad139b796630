package org.lyceum.rtc.peer;

import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecMatching;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.session.LocalSource;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.rtc.stream.SenderReportBuilder;
import org.lyceum.wire.codec.FrameInfo;
import org.lyceum.wire.rtcp.ReportBlock;
import org.lyceum.wire.rtcp.RtcpWriter;
import org.lyceum.wire.rtp.RtpWriter;
import org.lyceum.wire.rtp.Rtx;

/**
 * What a peer sends on one m-line: writes headers in the watcher's numbering, protects straight into the outgoing batch,
 * counts, and reports. Lives as long as its SSRC, through every renegotiation.
 *
 * <p>A packet that is asked for again goes out by RTX (RFC 4588) under a sequence number of its own. Where RTX was not
 * negotiated sound goes out again as it was, to the bit ({@link SoundCopies}), and pictures do not: the transport-wide sequence
 * number in the header would differ, and an AEAD nonce must never serve two packets (RFC 7714, 8.1).
 */
final class OutboundStream implements OutboundMedia {
    /** Room for the fixed header, every extension in its two-byte form, and RTX's two bytes; the descriptor comes on top. */
    private static final int HEADER_ROOM = 64;

    /** No report is about more packets than these; no stream sends so many between two. */
    private static final int MOST_REPORTED = 10_000;

    private static final byte[] NOTHING = new byte[0];

    /** Payload of a padding-only packet at most: the most that one byte can tell, in whole cipher blocks. */
    private static final int PADDING_BYTES = 240;

    private static final int CIPHER_BLOCK_BYTES = 16;

    /**
     * Packetizers split a picture into equal parts, give or take a byte. The kernel takes one message for a run of datagrams of the very
     * same size, so that a byte or two of padding are cheaper than a message for every second packet.
     */
    private static final int EVEN_BYTES = 8;

    /** A packet that is as large without its tag is not made larger. */
    private static final int LARGEST_PADDED = 1200;

    private static final int PADDING_BIT = 0x20;

    /** Fixed header, the usual extensions, tag: what a packet has beyond its payload, about. */
    private static final int USUAL_OVERHEAD = 44;

    private final PeerTransport transport;
    private final SendControl control;
    private final LocalSource source;
    private final boolean sound;
    private final SenderReportBuilder reports;
    private final KeyFrameBudget keyFrames = new KeyFrameBudget();
    private final WaitingPictures waiting = new WaitingPictures();
    private MediaSection section;
    private OutboundExtensions extensions;
    private boolean reported;
    private long rtxSequence;
    private long newestTimestamp;
    private int paddingPayloadType;
    /** There are some once any were asked for: who loses nothing pays nothing. */
    private @Nullable SoundCopies copies;

    private @Nullable OutboundListener listener;

    private long roundTripNanos;
    private int fractionLost;
    private int highestReported;

    OutboundStream(
            PeerTransport transport,
            SendControl control,
            MediaSection section,
            LocalSource source,
            int firstRtxSequence,
            long unixNanosAtZero) {
        this.transport = transport;
        this.control = control;
        this.sound = section.kind() == MediaKind.AUDIO;
        this.section = section;
        this.source = source;
        int clockRate = (sound ? CodecType.OPUS : CodecType.VP8).clockRate();
        this.reports = new SenderReportBuilder(source.ssrc(), clockRate, unixNanosAtZero);
        this.extensions = new OutboundExtensions(section.extensions(), transport);
        this.paddingPayloadType = paddingPayloadType(section);
        this.rtxSequence = firstRtxSequence & 0x7FFF; // room before the first wrap, as RFC 3711, 3.3.1 advises
    }

    /** The same m-line after another offer and answer. */
    void update(MediaSection updated) {
        section = updated;
        extensions = new OutboundExtensions(updated.extensions(), transport);
        paddingPayloadType = paddingPayloadType(updated);
    }

    @Override
    public boolean allowKeyFrame(long nowNanos) {
        boolean allowed = keyFrames.allow(nowNanos);
        if (!allowed) {
            transport.counters().add(PeerCounter.KEY_FRAME_REQUESTS_REFUSED);
        }
        return allowed;
    }

    LocalSource source() {
        return source;
    }

    @Nullable
    OutboundListener listener() {
        return listener;
    }

    @Override
    public void listen(@Nullable OutboundListener newListener) {
        this.listener = newListener;
    }

    @Override
    public long roundTripNanos() {
        return roundTripNanos;
    }

    /** Newest share lost as the watcher reports it, 0 to 1. */
    double fractionLost() {
        return fractionLost / 256.0;
    }

    @Override
    public @Nullable PayloadFormat formatFor(Codec codec) {
        return CodecMatching.find(section.formats(), codec);
    }

    @Override
    public boolean takesPicture() {
        return sound || control.takesPicture();
    }

    @Override
    public boolean keyFrameWaits() {
        return waiting.keyFrameWaits();
    }

    /** What of it waits in the pacer. */
    WaitingPictures waiting() {
        return waiting;
    }

    @Override
    public void send(
            MediaPacket packet,
            PayloadFormat format,
            long sequence,
            long timestamp,
            boolean marker,
            byte[] prefix,
            int prefixLength,
            int replaced,
            byte @Nullable [] dependencyDescriptor,
            long nowNanos) {
        if (beginsKeyFrame(packet.frame())) {
            waiting.keyFrameBegins(timestamp);
            discardObsolete();
        }
        if (sound || control.passes(false, nowNanos)) {
            write(
                    packet,
                    format,
                    sequence,
                    timestamp,
                    marker,
                    prefix,
                    prefixLength,
                    replaced,
                    dependencyDescriptor,
                    nowNanos);
            return;
        }
        PacedPacket paced = queue(false, waiting.isKeyFrame(timestamp), packet);
        if (paced != null) {
            paced.hold(
                    this,
                    packet,
                    format,
                    sequence,
                    timestamp,
                    marker,
                    prefix,
                    prefixLength,
                    replaced,
                    dependencyDescriptor);
            if (marker && waiting.isKeyFrame(timestamp)) {
                keyFrameEnds(timestamp);
            }
        }
    }

    @Override
    public boolean resend(
            MediaPacket packet,
            PayloadFormat format,
            long sequence,
            long timestamp,
            boolean marker,
            byte[] prefix,
            int prefixLength,
            int replaced,
            byte @Nullable [] dependencyDescriptor,
            long nowNanos) {
        if (sound && format.rtxPayloadType() < 0) {
            return sendCopy(sequence, nowNanos);
        }
        boolean obsolete = waiting.neverLeft(sequence) && control.media();
        if (format.rtxPayloadType() < 0 || source.rtxSsrc() == 0 || obsolete) {
            return false;
        }
        if (control.passes(true, nowNanos)) {
            return writeAgain(
                    packet,
                    format,
                    sequence,
                    timestamp,
                    marker,
                    prefix,
                    prefixLength,
                    replaced,
                    dependencyDescriptor,
                    nowNanos);
        }
        PacedPacket paced = queue(true, false, packet);
        if (paced != null) {
            paced.hold(
                    this,
                    packet,
                    format,
                    sequence,
                    timestamp,
                    marker,
                    prefix,
                    prefixLength,
                    replaced,
                    dependencyDescriptor);
        }
        return paced != null;
    }

    @SuppressWarnings("ReferenceEquality") // that very object stands for a codec that says nothing of its frames
    private boolean beginsKeyFrame(FrameInfo frame) {
        return !sound
                && frame != FrameInfo.WHOLE
                && frame.keyFrame()
                && frame.startOfFrame()
                && frame.spatialLayer() == 0;
    }

    @Override
    public void discard() {
        waiting.nothingFollows(control.othersWait(this));
        discardObsolete();
    }

    private void discardObsolete() {
        transport.counters().add(PeerCounter.DISCARDED_OBSOLETE, control.discard(this));
    }

    /** The newest key frame is all there, and waits. */
    private void keyFrameEnds(long timestamp) {
        long leaving = waiting.leaving();
        int rest = leaving == timestamp ? 0 : control.keyFrameBytes(this, leaving);
        if (rest > control.keyFrameBytes(this, timestamp)) {
            waiting.overtakes();
            discardObsolete();
        }
    }

    private @Nullable PacedPacket queue(boolean retransmission, boolean keyFrame, MediaPacket packet) {
        PacedPacket paced = control.queue(retransmission, keyFrame, packet.payload().length + USUAL_OVERHEAD);
        transport.counters().add(paced == null ? PeerCounter.DROPPED_PACER_FULL : PeerCounter.PACED);
        transport.wantDrain(); // the peer's deadline may be nearer now
        return paced;
    }

    /** Writes a packet to the outgoing batch for the first time. */
    void write(
            MediaPacket packet,
            PayloadFormat format,
            long sequence,
            long timestamp,
            boolean marker,
            byte[] prefix,
            int prefixLength,
            int replaced,
            byte @Nullable [] dependencyDescriptor,
            long nowNanos) {
        DatagramPool.Block block = transport.reserveRtp(room(packet, prefixLength, dependencyDescriptor));
        if (block == null) {
            return;
        }
        byte[] out = block.bytes;
        int begin = block.used();
        int at = RtpWriter.header(out, begin, marker, format.payloadType(), sequence, timestamp, source.ssrc());
        int payloadAt = extensions.write(out, begin, at, packet, dependencyDescriptor, nowNanos);
        System.arraycopy(prefix, 0, out, payloadAt, prefixLength);
        int plain = payloadAt - begin + prefixLength + packet.payload().length - replaced;
        int padding = mayPad(packet.frame(), format) ? evenPadding(plain, transport.lastPlainLength(block)) : 0;
        out[begin] |= (byte) (padding > 0 ? PADDING_BIT : 0);
        int length = transport.protect(
                block,
                payloadAt - begin,
                prefixLength,
                packet.payload(),
                replaced,
                padding,
                sequence,
                Content.of(source.ssrc(), sequence));
        if (length > 0) {
            control.written(sound, length, nowNanos);
            int payloadBytes = prefixLength + packet.payload().length - replaced;
            reports.sent(timestamp, packet.captureNanos(), payloadBytes, nowNanos);
            if (owesFirstReport()) {
                transport.reportDue();
            }
            newestTimestamp = timestamp;
            waiting.left(timestamp);
            SoundCopies kept = copies;
            if (kept != null) {
                kept.keep(sequence, transport.lastTransportSequence(), out, begin, length);
            }
        }
    }

    /**
     * A part of a picture but the last, which may be shorter than those of its message, for who takes retransmissions, as browsers do:
     * some simple players take padding for payload.
     */
    private boolean mayPad(FrameInfo frame, PayloadFormat format) {
        return !sound && format.rtxPayloadType() >= 0 && !frame.endOfFrame();
    }

    /**
     * Bytes of padding that make a part of a picture as large as the others of it.
     *
     * @param length bytes of the packet without its tag
     * @param before the same of the packet before it
     */
    static int evenPadding(int length, int before) {
        int even = (length + EVEN_BYTES - 1) / EVEN_BYTES * EVEN_BYTES;
        boolean near = even < before && before - even <= EVEN_BYTES && before <= LARGEST_PADDED;
        int target = near ? before : even;
        return target <= LARGEST_PADDED ? target - length : 0;
    }

    /** Sound again, to the bit as it was: its transport-wide number, too, is that of the first copy. */
    private boolean sendCopy(long sequence, long nowNanos) {
        SoundCopies kept = copies;
        if (kept == null) {
            copies = new SoundCopies();
            return false;
        }
        int length = kept.length(sequence);
        DatagramPool.Block block = length == 0 ? null : transport.reserveRtp(length);
        if (block != null) {
            kept.copy(sequence, block.bytes, block.used());
            transport.repeat(block, length, kept.number(sequence));
            control.written(true, length, nowNanos);
            transport.counters().add(PeerCounter.RTP_RESENT);
        }
        return block != null;
    }

    /** Writes a packet to the outgoing batch as its retransmission. */
    boolean writeAgain(
            MediaPacket packet,
            PayloadFormat format,
            long sequence,
            long timestamp,
            boolean marker,
            byte[] prefix,
            int prefixLength,
            int replaced,
            byte @Nullable [] dependencyDescriptor,
            long nowNanos) {
        DatagramPool.Block block = transport.reserveRtp(room(packet, prefixLength, dependencyDescriptor));
        if (block == null) {
            return false;
        }
        byte[] out = block.bytes;
        int begin = block.used();
        int at =
                RtpWriter.header(out, begin, marker, format.rtxPayloadType(), rtxSequence, timestamp, source.rtxSsrc());
        int payloadAt = extensions.write(out, begin, at, packet, dependencyDescriptor, nowNanos);
        int prefixAt = Rtx.writeOriginalSequenceNumber(out, payloadAt, sequence);
        System.arraycopy(prefix, 0, out, prefixAt, prefixLength);
        int clearPrefix = Rtx.OSN_BYTES + prefixLength;
        long content = control.media() ? Content.of(source.ssrc(), sequence) : Content.NONE;
        int length = transport.protect(
                block, payloadAt - begin, clearPrefix, packet.payload(), replaced, 0, rtxSequence++, content);
        if (length > 0) {
            control.written(sound, length, nowNanos);
            transport.counters().add(control.media() ? PeerCounter.RTP_RESENT : PeerCounter.RTP_PROBES);
        }
        return length > 0;
    }

    /** Whether what is sent on this m-line could be sent again. */
    boolean canRetransmit() {
        return source.rtxSsrc() != 0 && paddingPayloadType >= 0;
    }

    /** Before anything was sent, and where a format has no retransmissions, padding is of any format that has. */
    private static int paddingPayloadType(MediaSection section) {
        for (PayloadFormat format : section.formats()) {
            if (format.rtxPayloadType() >= 0) {
                return format.rtxPayloadType();
            }
        }
        return -1;
    }

    /**
     * Writes a packet of nothing but padding under the SSRC of retransmissions, where it takes no number from media.
     *
     * @param bytes about how large it is to be, headers and tag included, as far as padding can be
     * @return how large it is, 0 where there are no retransmissions
     */
    int pad(int bytes, long nowNanos) {
        if (!canRetransmit()) {
            return 0;
        }
        int blocks = Math.clamp((bytes - USUAL_OVERHEAD) / CIPHER_BLOCK_BYTES, 1, PADDING_BYTES / CIPHER_BLOCK_BYTES);
        int sent = pad(paddingPayloadType, rtxSequence, source.rtxSsrc(), blocks * CIPHER_BLOCK_BYTES, nowNanos);
        rtxSequence += sent > 0 ? 1 : 0;
        return sent;
    }

    @Override
    public int pad(PayloadFormat format, long sequence, long nowNanos) {
        return pad(format.payloadType(), sequence, source.ssrc(), PADDING_BYTES, nowNanos);
    }

    private int pad(int payloadType, long sequence, int ssrc, int padding, long nowNanos) {
        DatagramPool.Block block = transport.reserveRtp(HEADER_ROOM + padding);
        if (block == null) {
            return 0;
        }
        byte[] out = block.bytes;
        int begin = block.used();
        int at = RtpWriter.header(out, begin, false, payloadType, sequence, newestTimestamp, ssrc);
        int payloadAt = extensions.writeTiming(out, begin, at, nowNanos);
        out[begin] |= PADDING_BIT;
        int length = transport.protect(block, payloadAt - begin, 0, NOTHING, 0, padding, sequence, Content.NONE);
        if (length > 0) {
            control.written(sound, length, nowNanos);
            transport.counters().add(PeerCounter.RTP_PROBES);
        }
        return Math.max(0, length);
    }

    private static int room(MediaPacket packet, int prefixLength, byte @Nullable [] descriptor) {
        int payload = prefixLength + packet.payload().length + 2 * EVEN_BYTES;
        return HEADER_ROOM + payload + (descriptor == null ? 0 : descriptor.length);
    }

    /** Whether a sender report has something to say. */
    boolean hasSent() {
        return reports.ready();
    }

    /** Whether the first sender report is still owed, without which sound and picture are not in step. */
    boolean owesFirstReport() {
        return !reported && reports.ready();
    }

    /** Appends a sender report, and the name under which sound and picture of one presenter belong together. */
    void report(RtcpWriter writer, long nowNanos) {
        reported = true;
        writer.append(reports.build(nowNanos));
        writer.cname(source.ssrc(), source.cname());
    }

    /**
     * What the watcher says of this stream (RFC 3550, 6.4.1); round trip by LSR and DLSR.
     *
     * @return how many packets the report is about, as the watcher tells it; 0 for none that is new
     */
    int reported(ReportBlock block, long ntpNow) {
        fractionLost = block.fractionLost();
        int packets = (int) (block.extendedHighestSequence() - highestReported);
        highestReported = (int) block.extendedHighestSequence();
        if (block.lastSenderReport() != 0) {
            long arrival = (ntpNow >>> 16) & 0xFFFF_FFFFL;
            long units = (arrival - block.lastSenderReport() - block.delaySinceLastSenderReport()) & 0xFFFF_FFFFL;
            if (units < 0x8000_0000L) {
                roundTripNanos = Math.max(1, (units * 1_000_000_000L) >> 16);
            }
        }
        return Math.clamp(packets, 0, MOST_REPORTED);
    }
}
