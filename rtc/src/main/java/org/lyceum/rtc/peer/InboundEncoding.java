package org.lyceum.rtc.peer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.ExtensionMap;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.stream.CaptureClock;
import org.lyceum.rtc.stream.InboundStream;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.rtc.stream.NackGenerator;
import org.lyceum.wire.Bytes;
import org.lyceum.wire.codec.FrameInfo;
import org.lyceum.wire.codec.FrameInspector;
import org.lyceum.wire.codec.LayerHeights;
import org.lyceum.wire.codec.PayloadCodec;
import org.lyceum.wire.codec.PictureSize;
import org.lyceum.wire.rtcp.ReportBlock;
import org.lyceum.wire.rtp.HeaderExtensions;
import org.lyceum.wire.rtp.RtpPacket;
import org.lyceum.wire.rtp.Rtx;

/**
 * One SSRC bound to a layer of an m-line: numbers its packets, and makes of each the immutable packet that rooms share.
 * Confined to the peer's thread.
 */
final class InboundEncoding {
    private final int ssrc;
    private final int layer;
    private final InboundMedia media;
    private final InboundStream stream;
    private final @Nullable NackGenerator nacks;
    private @Nullable Codec inspected;
    private @Nullable FrameInspector inspector;
    private final RateMeter rate = new RateMeter();
    private final PictureSize size = new PictureSize();
    private final LayerHeights heights = new LayerHeights();
    private final int clockRate;
    private int firSequence;
    private int fractionLost;

    InboundEncoding(int ssrc, int layer, InboundMedia media, PayloadFormat format, CaptureClock clock) {
        this.ssrc = ssrc;
        this.layer = layer;
        this.media = media;
        this.nacks = format.nack() ? new NackGenerator() : null;
        this.clockRate = format.codec().type().clockRate();
        this.stream = new InboundStream(ssrc, clockRate, clock, nacks);
    }

    int ssrc() {
        return ssrc;
    }

    int layer() {
        return layer;
    }

    InboundMedia media() {
        return media;
    }

    InboundStream stream() {
        return stream;
    }

    @Nullable
    NackGenerator nacks() {
        return nacks;
    }

    int nextFirSequence() {
        return firSequence++ & 0xFF;
    }

    /** The reception report since the last one. */
    ReportBlock report(long nowNanos) {
        ReportBlock block = stream.report(nowNanos);
        fractionLost = block.fractionLost();
        return block;
    }

    InboundQuality quality(long nowNanos) {
        MediaSection section = media.section();
        return new InboundQuality(
                section.mid(),
                layer,
                layer < section.rids().size() ? section.rids().get(layer) : null,
                rate.bitsPerSecond(nowNanos),
                fractionLost / 256.0,
                stream.packetsReceived(),
                stream.packetsLost(),
                stream.jitter() * 1_000_000_000L / clockRate,
                heights());
    }

    private List<Integer> heights() {
        List<Integer> known = new ArrayList<>();
        for (int spatial = 0; heights.height(spatial) > 0; spatial++) {
            known.add(heights.height(spatial));
        }
        return known;
    }

    /** Takes a packet of the primary SSRC. */
    InboundStream.Verdict receive(RtpPacket packet, PayloadFormat format, long nowNanos) {
        InboundStream.Verdict verdict =
                stream.receive(packet.sequenceNumber(), packet.timestamp(), packet.payloadLength(), nowNanos);
        if (verdict == InboundStream.Verdict.MEDIA) {
            deliver(packet, format, packet.payloadOffset(), packet.payloadLength(), nowNanos);
        }
        return verdict;
    }

    /** Takes a packet of the RTX SSRC and undoes RTX (RFC 4588, 4). */
    InboundStream.Verdict restore(RtpPacket packet, PayloadFormat format, long nowNanos) {
        if (!Rtx.carriesPacket(packet.payloadLength())) {
            return InboundStream.Verdict.PADDING; // probing
        }
        int original = Rtx.originalSequenceNumber(packet.buffer(), packet.payloadOffset());
        int length = packet.payloadLength() - Rtx.OSN_BYTES;
        InboundStream.Verdict verdict = stream.restore(original, packet.timestamp(), length, nowNanos);
        if (verdict == InboundStream.Verdict.MEDIA) {
            deliver(packet, format, packet.payloadOffset() + Rtx.OSN_BYTES, length, nowNanos);
        }
        return verdict;
    }

    private void deliver(RtpPacket packet, PayloadFormat format, int offset, int length, long nowNanos) {
        rate.add(length, nowNanos);
        byte[] bytes = packet.buffer();
        ExtensionMap ids = media.section().extensions();
        byte[] descriptor = copyOf(packet, ids.dependencyDescriptor());
        FrameInspector inspecting = inspectorFor(format.codec());
        FrameInfo frame = inspecting.inspect(
                bytes,
                offset,
                length,
                stream.sequence(),
                stream.timestamp(),
                packet.marker(),
                descriptor,
                0,
                descriptor == null ? 0 : descriptor.length);
        int level = packet.findExtension(ids.audioLevel());
        int orientation = packet.findExtension(ids.videoOrientation());
        byte[] payload = new byte[length];
        System.arraycopy(bytes, offset, payload, 0, length);
        if (frame.keyFrame() && frame.startOfFrame() && frame.spatialLayer() == 0) {
            size.read(PayloadCodec.valueOf(format.codec().type().name()), payload, descriptor);
            heights.seen(size);
        }
        media.deliver(
                new MediaPacket(
                        format.codec(),
                        layer,
                        media.epochFor(format.codec()),
                        stream.sequence(),
                        stream.timestamp(),
                        packet.marker(),
                        nowNanos,
                        stream.captureNanos(),
                        frame,
                        level < 0 ? -1 : HeaderExtensions.audioLevel(bytes, level),
                        level >= 0 && HeaderExtensions.voice(bytes, level),
                        orientation < 0 ? -1 : bytes[orientation] & 0xFF,
                        playoutDelay(packet, ids.playoutDelay()),
                        descriptor,
                        inspecting.decodeTargets(),
                        payload),
                nowNanos);
    }

    private static byte @Nullable [] copyOf(RtpPacket packet, int id) {
        int at = packet.findExtension(id);
        if (at < 0) {
            return null;
        }
        byte[] value = new byte[packet.extensionLength()];
        System.arraycopy(packet.buffer(), at, value, 0, value.length);
        return value;
    }

    private static int playoutDelay(RtpPacket packet, int id) {
        int at = packet.findExtension(id);
        byte[] bytes = packet.buffer();
        return at < 0 || packet.extensionLength() != 3 ? -1 : Bytes.u24(bytes, at);
    }

    /** A new codec is looked into from the beginning. */
    private FrameInspector inspectorFor(Codec codec) {
        FrameInspector current = inspector;
        if (current == null || !codec.equals(inspected)) {
            current = new FrameInspector(PayloadCodec.valueOf(codec.type().name()));
            inspected = codec;
            heights.clear();
            inspector = current;
        }
        return current;
    }
}
