package org.lyceum.sfu;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.stream.DependencyDescriptorRewriter;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.rtc.stream.PayloadRewriter;
import org.lyceum.rtc.stream.PlainPayload;
import org.lyceum.rtc.stream.RedUnwrapper;
import org.lyceum.rtc.stream.SequenceRewriter;
import org.lyceum.rtc.stream.TimestampRewriter;
import org.lyceum.rtc.stream.Vp8Rewriter;
import org.lyceum.rtc.stream.Vp9Rewriter;

/**
 * The numbering of one watcher's m-line: what a source's packets become on their way out. Lives as long as the m-line's SSRC,
 * through all sources, layers and codecs. Confined to the peer's loop; allocates nothing for a packet.
 */
final class Outgoing {
    private static final Codec OPUS = new Codec(CodecType.OPUS, "");

    private final OutboundMedia media;
    private final SequenceRewriter sequences;
    private final long firstTimestamp;
    private final DependencyDescriptorRewriter descriptors = new DependencyDescriptorRewriter();
    private final PlainPayload plain = new PlainPayload();
    private final RedUnwrapper red = new RedUnwrapper();
    private final Vp8Rewriter vp8 = new Vp8Rewriter();
    private final Vp9Rewriter vp9 = new Vp9Rewriter();
    private @Nullable TimestampRewriter timestamps;
    /** A packet that was left out, of the newest picture, of which nothing has been sent. */
    private @Nullable MediaPacket skipped;

    private boolean sentAny;
    /** Something of the lowest temporal layer was left out since the last key frame. */
    private boolean skippedBase;
    /** The newest picture that has either been sent or left out for good. */
    private long newestSettled;

    private PayloadRewriter payloads = plain;
    private @Nullable Codec codec;
    private @Nullable PayloadFormat format;

    Outgoing(OutboundMedia media, RandomGenerator random) {
        this.media = media;
        // Below 2^15, so that a loss at the very beginning cannot be taken for a wrap (RFC 3711, 3.3.1).
        sequences = new SequenceRewriter(random.nextInt(1 << 15));
        firstTimestamp = random.nextInt() & 0xFFFF_FFFFL;
    }

    /**
     * The codec of what follows. Within one source Opus comes bare and in RED by turns; every other change is a new source.
     *
     * @return whether the watcher understands it
     */
    boolean adopt(Codec next) {
        if (next.equals(codec)) {
            return format != null;
        }
        codec = next;
        format = media.formatFor(next);
        if (format == null && next.type() == CodecType.RED) {
            format = media.formatFor(OPUS);
            payloads = red;
        } else {
            payloads = rewriterFor(next.type());
        }
        return format != null;
    }

    private PayloadRewriter rewriterFor(CodecType type) {
        return switch (type) {
            case VP8 -> vp8;
            case VP9 -> vp9;
            case OPUS, RED, H264, AV1 -> plain;
        };
    }

    /** The codec is to be looked up anew: formats may have been negotiated since. */
    void forgetCodec() {
        codec = null;
        format = null;
    }

    /** A new source, or another layer, begins with this packet. */
    void begin(MediaPacket first) {
        timestamps(first).begin(first.timestamp(), first.captureNanos());
        beginNumbers(first);
    }

    /** The same with an old packet, which newer ones will follow quickly up to one captured at that time. */
    void beginCatchUp(MediaPacket first, long liveCaptureNanos) {
        timestamps(first).beginCatchUp(first.timestamp(), liveCaptureNanos);
        beginNumbers(first);
    }

    private void beginNumbers(MediaPacket first) {
        adopt(first.codec());
        sequences.begin(first.sequence());
        payloads.begin(first);
        descriptors.begin(first);
        skipped = null;
        skippedBase = false;
        newestSettled = Long.MIN_VALUE;
    }

    void caughtUp() {
        if (timestamps != null) {
            timestamps.caughtUp();
        }
    }

    private TimestampRewriter timestamps(MediaPacket packet) {
        TimestampRewriter known = timestamps;
        if (known == null) {
            known = new TimestampRewriter(firstTimestamp, packet.codec().type().clockRate());
            timestamps = known;
        }
        return known;
    }

    /** A packet of the source that has begun is left out; what follows closes up. */
    void drop(MediaPacket packet) {
        sequences.drop(packet.sequence());
        closeSkipped(packet);
        if (packet.timestamp() > newestSettled) {
            skipped = packet;
        }
    }

    /** A picture of which nothing has been sent when another one comes was left out as a whole. */
    private void closeSkipped(MediaPacket packet) {
        MediaPacket earlier = skipped;
        if (earlier != null && packet.timestamp() > earlier.timestamp()) {
            payloads.drop(earlier);
            newestSettled = earlier.timestamp();
            skippedBase |= earlier.frame().temporalLayer() == 0;
            skipped = null;
        }
    }

    /** Sends about so many bytes of padding behind a picture that is whole; returns how many. */
    int pad(int bytes, long nowNanos) {
        PayloadFormat as = format;
        int sent = 0;
        while (as != null && sentAny && sent < bytes) {
            int length = media.pad(as, sequences.next(), nowNanos);
            if (length == 0) {
                break; // the number is the next packet's: nothing could fill a gap here
            }
            sequences.insert();
            sent += length;
        }
        return sent;
    }

    /** What is sent again goes by RTX and so reaches the watcher's jitter buffer only once. */
    boolean hasRtx() {
        return format != null && format.rtxPayloadType() >= 0;
    }

    /**
     * Sends a packet of the source that has begun; false if it has no place or the watcher no use for it.
     *
     * @param marker it ends its picture as the watcher sees it
     * @param activeTargets the decode targets that the watcher gets
     */
    boolean send(MediaPacket packet, boolean marker, int activeTargets, long nowNanos) {
        adopt(packet.codec());
        PayloadFormat as = format;
        if (as == null) {
            return false;
        }
        closeSkipped(packet);
        if (packet.timestamp() > newestSettled) {
            newestSettled = packet.timestamp();
            skipped = null; // something of that picture goes out
        }
        if (skippedBase && Layer.beginsKeyFrame(packet.frame())) {
            payloads.begin(packet); // among what was left out were pictures that TL0PICIDX counts
            skippedBase = false;
        }
        if (!payloads.rewrite(packet)) {
            sequences.drop(packet.sequence());
            return false;
        }
        long sequence = sequences.rewrite(packet.sequence());
        if (sequence == SequenceRewriter.NONE) {
            return false;
        }
        sentAny = true;
        media.send(
                packet,
                as,
                sequence,
                timestamps(packet).rewrite(packet.timestamp(), packet.captureNanos()),
                marker,
                payloads.prefix(),
                payloads.prefixLength(),
                payloads.replaced(),
                descriptors.rewrite(packet, activeTargets),
                nowNanos);
        return true;
    }

    /** Sends a packet again that this source has sent already; false if it has not. */
    boolean resend(MediaPacket packet, boolean marker, int activeTargets, long nowNanos) {
        adopt(packet.codec());
        PayloadFormat as = format;
        long sequence = sequences.rewrite(packet.sequence());
        if (as == null || sequence == SequenceRewriter.NONE || !payloads.rewrite(packet)) {
            return false;
        }
        return media.resend(
                packet,
                as,
                sequence,
                timestamps(packet).find(packet.timestamp()),
                marker,
                payloads.prefix(),
                payloads.prefixLength(),
                payloads.replaced(),
                descriptors.rewrite(packet, activeTargets),
                nowNanos);
    }

    /**
     * The source's sequence number of a 16-bit number on the wire, {@link SequenceRewriter#NONE} if it is not known or of an
     * earlier source: what that sent last is of no use to a watcher who has begun anew with a key frame.
     */
    long sourceOf(int sequence) {
        boolean found = sequences.find(sequence) && sequences.foundGeneration() == sequences.generation();
        return found ? sequences.foundSource() : SequenceRewriter.NONE;
    }
}
