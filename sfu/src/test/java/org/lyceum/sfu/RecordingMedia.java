package org.lyceum.sfu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.peer.KeyFrameBudget;
import org.lyceum.rtc.peer.OutboundListener;
import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.stream.MediaPacket;

/** An m-line that remembers what it was given to send, and checks what must hold for every watcher at any time. */
final class RecordingMedia implements OutboundMedia {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sent(
            MediaPacket packet,
            int payloadType,
            long sequence,
            long timestamp,
            boolean marker,
            byte[] payload,
            boolean again,
            long at) {
        boolean key() {
            return packet.frame().keyFrame();
        }
    }

    final List<Sent> sent = new ArrayList<>();
    final List<Sent> resent = new ArrayList<>();
    private final List<CodecType> formats;

    @Nullable
    OutboundListener listener;

    /** More waits than there is use for. */
    boolean full;

    /** Nothing that was sent has left yet. */
    boolean nothingLeft;

    boolean keyFrameWaits;

    int keyFramesRefused;

    private final KeyFrameBudget keyFrames = new KeyFrameBudget();

    long roundTrip;

    private final int rtxPayloadType;

    RecordingMedia(CodecType... formats) {
        this(-1, formats);
    }

    RecordingMedia(int rtxPayloadType, CodecType... formats) {
        this.rtxPayloadType = rtxPayloadType;
        this.formats = List.of(formats);
    }

    @Override
    public @Nullable PayloadFormat formatFor(Codec codec) {
        int index = formats.indexOf(codec.type());
        return index < 0 ? null : new PayloadFormat(96 + index, codec, rtxPayloadType, true, true, true, true, true);
    }

    @Override
    public boolean takesPicture() {
        return !full;
    }

    @Override
    public boolean keyFrameWaits() {
        return keyFrameWaits;
    }

    @Override
    public void discard() {
        // Nothing waits here.
    }

    @Override
    public int pad(PayloadFormat as, long sequence, long nowNanos) {
        return 0;
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
        for (int i = sent.size() - 1; i >= 0; i--) {
            if (sent.get(i).sequence == sequence) {
                throw new AssertionError("sequence number " + sequence + " is used twice");
            }
        }
        sent.add(new Sent(
                packet,
                format.payloadType(),
                sequence,
                timestamp,
                marker,
                payload(packet, prefix, prefixLength, replaced),
                false,
                nowNanos));
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
        Sent first = bySequence(sequence);
        byte[] payload = payload(packet, prefix, prefixLength, replaced);
        if (!isSame(first.packet, packet)
                || first.timestamp != timestamp
                || first.marker != marker
                || first.payloadType != format.payloadType()
                || !Arrays.equals(first.payload, payload)) {
            throw new AssertionError("what is sent again differs from what was sent as " + sequence);
        }
        if (nothingLeft) {
            return false;
        }
        resent.add(new Sent(packet, format.payloadType(), sequence, timestamp, marker, payload, true, nowNanos));
        return true;
    }

    private static byte[] payload(MediaPacket packet, byte[] prefix, int prefixLength, int replaced) {
        byte[] rest = Arrays.copyOfRange(packet.payload(), replaced, packet.payload().length);
        byte[] whole = Arrays.copyOf(prefix, prefixLength + rest.length);
        System.arraycopy(rest, 0, whole, prefixLength, rest.length);
        return whole;
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(MediaPacket a, MediaPacket b) {
        return a == b;
    }

    Sent bySequence(long sequence) {
        return sent.stream()
                .filter(s -> s.sequence == sequence)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing was sent as " + sequence));
    }

    Sent last() {
        return sent.getLast();
    }

    @Override
    public boolean allowKeyFrame(long nowNanos) {
        boolean allowed = keyFrames.allow(nowNanos);
        keyFramesRefused += allowed ? 0 : 1;
        return allowed;
    }

    @Override
    public long roundTripNanos() {
        return roundTrip;
    }

    @Override
    public void listen(@Nullable OutboundListener newListener) {
        listener = newListener;
    }
}
