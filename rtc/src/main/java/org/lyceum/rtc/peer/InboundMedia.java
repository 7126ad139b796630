package org.lyceum.rtc.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.stream.MediaPacket;

/**
 * One m-line on which a peer receives: its encodings (one, or one for each rid), and who takes their packets. Confined to
 * the peer's thread.
 */
public final class InboundMedia {
    /** Layers beyond this are not bound; browsers send three. */
    private static final int MOST_LAYERS = 8;

    /** Changes of a layer's SSRC at once; a reload or another encoder makes one. */
    private static final int MOST_REBINDS = 8;

    /** One more after so long. */
    private static final long REBIND_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final IntSupplier epochs;
    private final List<@Nullable InboundEncoding> encodings = new ArrayList<>();
    private final KeyFrameAsker asker;
    private MediaSection section;
    private InboundSink sink = InboundSink.NOBODY;
    private @Nullable Codec codec;
    private int epoch;
    private int rebinds = MOST_REBINDS;
    private long rebindsFromNanos;

    /** How a key frame of an encoding is asked for; the peer knows. */
    interface KeyFrameAsker {
        void ask(InboundEncoding encoding, long nowNanos);
    }

    InboundMedia(MediaSection section, IntSupplier epochs, KeyFrameAsker asker) {
        this.section = section;
        this.epochs = epochs;
        this.asker = asker;
        this.epoch = epochs.getAsInt();
    }

    void update(MediaSection updated) {
        section = updated;
    }

    MediaSection section() {
        return section;
    }

    /**
     * Whom packets go to from now on. What comes next counts as a new source.
     *
     * @return the epoch that begins here
     */
    public int deliverTo(InboundSink newSink) {
        sink = newSink;
        return nextEpoch();
    }

    /** Asks the publisher for a key frame of a layer; nothing happens where it has not been heard yet. */
    public void requestKeyFrame(int layer, long nowNanos) {
        InboundEncoding encoding = encoding(layer);
        if (encoding != null) {
            asker.ask(encoding, nowNanos);
        }
    }

    /** The format of a payload type, its own or that of its retransmissions, or null. */
    @Nullable
    PayloadFormat format(int payloadType) {
        for (PayloadFormat format : section.formats()) {
            if (format.payloadType() == payloadType || format.rtxPayloadType() == payloadType) {
                return format;
            }
        }
        return null;
    }

    /** The index of a rid, -1 for one that was not offered. */
    int layerOf(@Nullable String rid) {
        return rid == null ? -1 : section.rids().indexOf(rid);
    }

    @Nullable
    InboundEncoding encoding(int layer) {
        return layer >= 0 && layer < encodings.size() ? encodings.get(layer) : null;
    }

    /**
     * Whether a layer that is bound may change its SSRC once more. Each change costs memory here and a key frame everywhere,
     * so that a publisher whose SSRCs alternate is refused in the end.
     */
    boolean mayRebind(long nowNanos) {
        if (rebinds == MOST_REBINDS) {
            rebindsFromNanos = nowNanos;
        }
        int earned = (int) Math.min((nowNanos - rebindsFromNanos) / REBIND_NANOS, MOST_REBINDS - rebinds);
        rebinds += earned;
        rebindsFromNanos += earned * REBIND_NANOS;
        if (rebinds == 0) {
            return false;
        }
        rebinds--;
        return true;
    }

    /** Puts an encoding in its layer's place; one that was there has changed its SSRC, and continuity ends. */
    boolean bind(InboundEncoding encoding) {
        if (encoding.layer() >= MOST_LAYERS) {
            return false;
        }
        while (encodings.size() <= encoding.layer()) {
            encodings.add(null);
        }
        if (encodings.set(encoding.layer(), encoding) != null) {
            nextEpoch();
        }
        return true;
    }

    List<@Nullable InboundEncoding> encodings() {
        return encodings;
    }

    private int nextEpoch() {
        epoch = epochs.getAsInt();
        return epoch;
    }

    /** The epoch of a packet in this codec. Opus in RED and Opus bare are one and the same source. */
    int epochFor(Codec packetCodec) {
        Codec before = codec;
        if (!packetCodec.equals(before)) {
            codec = packetCodec;
            boolean sound = section.kind() == MediaKind.AUDIO;
            if (before != null && !(sound && opus(packetCodec) && opus(before))) {
                nextEpoch();
            }
        }
        return epoch;
    }

    private static boolean opus(Codec codec) {
        return codec.type() == CodecType.OPUS || codec.type() == CodecType.RED;
    }

    void deliver(MediaPacket packet, long nowNanos) {
        sink.receive(packet, nowNanos);
    }
}
