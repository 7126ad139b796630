package org.lyceum.rtc.peer;

import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecMatching;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.session.ExtensionMap;
import org.lyceum.rtc.session.LocalSource;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.rtc.stream.SenderReportBuilder;
import org.lyceum.wire.rtcp.ReportBlock;
import org.lyceum.wire.rtcp.RtcpWriter;
import org.lyceum.wire.rtp.HeaderExtensions;
import org.lyceum.wire.rtp.RtpWriter;
import org.lyceum.wire.rtp.Rtx;

/**
 * What a peer sends on one m-line: writes headers in the watcher's numbering, protects straight into the outgoing batch,
 * counts, and reports. Lives as long as its SSRC, through every renegotiation.
 *
 * <p>A packet that is asked for again goes out by RTX (RFC 4588) under a sequence number of its own. Where RTX was not
 * negotiated nothing is sent again: the transport-wide sequence number in the header would differ, and an AEAD nonce must
 * never serve two packets (RFC 7714, 8.1).
 */
final class OutboundStream implements OutboundMedia {
    /** Room for the fixed header, every extension in its two-byte form, and RTX's two bytes; the descriptor comes on top. */
    private static final int HEADER_ROOM = 64;

    private static final int LARGEST_ONE_BYTE_ID = 14; // RFC 8285, 4.2
    private static final byte[] NO_DESCRIPTOR = new byte[0];

    private final PeerTransport transport;
    private final LocalSource source;
    private final SenderReportBuilder reports;
    private MediaSection section;
    private boolean twoByteIds;
    private boolean reported;
    private long rtxSequence;
    private @Nullable OutboundListener listener;

    private long roundTripNanos;
    private int fractionLost;

    OutboundStream(
            PeerTransport transport,
            MediaSection section,
            LocalSource source,
            int firstRtxSequence,
            long unixNanosAtZero) {
        this.transport = transport;
        this.section = section;
        this.source = source;
        int clockRate = (section.kind() == MediaKind.AUDIO ? CodecType.OPUS : CodecType.VP8).clockRate();
        this.reports = new SenderReportBuilder(source.ssrc(), clockRate, unixNanosAtZero);
        this.twoByteIds = highestId(section.extensions()) > LARGEST_ONE_BYTE_ID;
        this.rtxSequence = firstRtxSequence & 0x7FFF; // room before the first wrap, as RFC 3711, 3.3.1 advises
    }

    /** The same m-line after another offer and answer. */
    void update(MediaSection updated) {
        section = updated;
        twoByteIds = highestId(updated.extensions()) > LARGEST_ONE_BYTE_ID;
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
        DatagramPool.Block block = transport.reserveRtp(room(packet, prefixLength, dependencyDescriptor));
        if (block == null) {
            return;
        }
        byte[] out = block.bytes;
        int begin = block.used();
        int at = RtpWriter.header(out, begin, marker, format.payloadType(), sequence, timestamp, source.ssrc());
        int payloadAt = extensions(out, begin, at, packet, dependencyDescriptor, nowNanos);
        System.arraycopy(prefix, 0, out, payloadAt, prefixLength);
        if (transport.protect(block, payloadAt - begin, prefixLength, packet.payload(), replaced, sequence)) {
            int payloadBytes = prefixLength + packet.payload().length - replaced;
            reports.sent(timestamp, packet.captureNanos(), payloadBytes, nowNanos);
        }
    }

    @Override
    public void resend(
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
        if (format.rtxPayloadType() < 0 || source.rtxSsrc() == 0) {
            return;
        }
        DatagramPool.Block block = transport.reserveRtp(room(packet, prefixLength, dependencyDescriptor));
        if (block == null) {
            return;
        }
        byte[] out = block.bytes;
        int begin = block.used();
        int at =
                RtpWriter.header(out, begin, marker, format.rtxPayloadType(), rtxSequence, timestamp, source.rtxSsrc());
        int payloadAt = extensions(out, begin, at, packet, dependencyDescriptor, nowNanos);
        int prefixAt = Rtx.writeOriginalSequenceNumber(out, payloadAt, sequence);
        System.arraycopy(prefix, 0, out, prefixAt, prefixLength);
        int clearPrefix = Rtx.OSN_BYTES + prefixLength;
        if (transport.protect(block, payloadAt - begin, clearPrefix, packet.payload(), replaced, rtxSequence)) {
            transport.counters().add(PeerCounter.RTP_RESENT);
        }
        rtxSequence++;
    }

    private static int room(MediaPacket packet, int prefixLength, byte @Nullable [] descriptor) {
        return HEADER_ROOM + prefixLength + packet.payload().length + (descriptor == null ? 0 : descriptor.length);
    }

    /** Writes what the watcher negotiated of what the packet has; returns where the payload goes. */
    private int extensions(
            byte[] out, int begin, int first, MediaPacket packet, byte @Nullable [] descriptor, long nowNanos) {
        ExtensionMap ids = section.extensions();
        byte[] described = descriptor == null || ids.dependencyDescriptor() == 0 ? NO_DESCRIPTOR : descriptor;
        boolean twoByte = twoByteIds
                || (described.length > 0 && RtpWriter.needsTwoByteForm(ids.dependencyDescriptor(), described.length));
        int at = RtpWriter.beginExtensions(out, begin, first, twoByte);
        int empty = at;
        if (ids.transportCc() > 0) {
            at = RtpWriter.extension16(out, at, twoByte, ids.transportCc(), transport.nextTransportSequence());
        }
        if (ids.absSendTime() > 0) {
            at = RtpWriter.extension24(out, at, twoByte, ids.absSendTime(), HeaderExtensions.absSendTime(nowNanos));
        }
        if (ids.audioLevel() > 0 && packet.audioLevel() >= 0) {
            int level = HeaderExtensions.audioLevelByte(packet.audioLevel(), packet.voice());
            at = RtpWriter.extension8(out, at, twoByte, ids.audioLevel(), level);
        }
        if (ids.videoOrientation() > 0 && packet.orientation() >= 0) {
            at = RtpWriter.extension8(out, at, twoByte, ids.videoOrientation(), packet.orientation());
        }
        if (ids.playoutDelay() > 0 && packet.playoutDelay() >= 0) {
            at = RtpWriter.extension24(out, at, twoByte, ids.playoutDelay(), packet.playoutDelay());
        }
        if (described.length > 0) {
            at = RtpWriter.extension(out, at, twoByte, ids.dependencyDescriptor(), described, 0, described.length);
        }
        if (at == empty) {
            out[begin] &= ~0x10; // nothing to say: no extension at all
            return first;
        }
        return RtpWriter.endExtensions(out, first, at);
    }

    private static int highestId(ExtensionMap ids) {
        int sending = Math.max(ids.transportCc(), Math.max(ids.absSendTime(), ids.audioLevel()));
        return Math.max(
                sending, Math.max(ids.videoOrientation(), Math.max(ids.playoutDelay(), ids.dependencyDescriptor())));
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

    /** What the watcher says of this stream (RFC 3550, 6.4.1); round trip by LSR and DLSR. */
    void reported(ReportBlock block, long ntpNow) {
        fractionLost = block.fractionLost();
        if (block.lastSenderReport() != 0) {
            long arrival = (ntpNow >>> 16) & 0xFFFF_FFFFL;
            long units = (arrival - block.lastSenderReport() - block.delaySinceLastSenderReport()) & 0xFFFF_FFFFL;
            if (units < 0x8000_0000L) {
                roundTripNanos = Math.max(1, (units * 1_000_000_000L) >> 16);
            }
        }
    }
}
