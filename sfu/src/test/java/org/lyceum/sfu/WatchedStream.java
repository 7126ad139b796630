package org.lyceum.sfu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.peer.OutboundListener;
import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.stream.MediaPacket;

/** What one watcher receives, byte by byte, for {@link StreamVerifier}. */
final class WatchedStream implements OutboundMedia {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Received(
            long sequence,
            long timestamp,
            boolean marker,
            byte[] payload,
            byte @Nullable [] descriptor,
            MediaPacket source) {}

    final List<Received> received = new ArrayList<>();
    final List<Received> again = new ArrayList<>();
    /** Whether there is room for another picture. */
    BooleanSupplier takes = () -> true;

    /** Numbers of packets that were nothing but padding. */
    final Set<Long> padding = new HashSet<>();

    /** Payload type of retransmissions, -1 where there are none. */
    int rtxPayloadType = 97;

    private final Set<Long> sequences = new HashSet<>();

    @Nullable
    OutboundListener listener;

    @Override
    public PayloadFormat formatFor(Codec codec) {
        return new PayloadFormat(96, codec, rtxPayloadType, true, true, true, true, true);
    }

    @Override
    public boolean takesPicture() {
        return takes.getAsBoolean();
    }

    @Override
    public boolean keyFrameWaits() {
        return false;
    }

    @Override
    public void discard() {
        // Nothing waits here.
    }

    @Override
    public int pad(PayloadFormat as, long sequence, long nowNanos) {
        if (!sequences.add(sequence)) {
            throw new AssertionError("sequence number " + sequence + " is used twice");
        }
        padding.add(sequence);
        return 280;
    }

    @Override
    public void send(
            MediaPacket packet,
            PayloadFormat as,
            long sequence,
            long timestamp,
            boolean marker,
            byte[] prefix,
            int prefixLength,
            int replaced,
            byte @Nullable [] dependencyDescriptor,
            long nowNanos) {
        if (!sequences.add(sequence)) {
            throw new AssertionError("sequence number " + sequence + " is used twice");
        }
        received.add(
                received(packet, sequence, timestamp, marker, prefix, prefixLength, replaced, dependencyDescriptor));
    }

    @Override
    public boolean resend(
            MediaPacket packet,
            PayloadFormat as,
            long sequence,
            long timestamp,
            boolean marker,
            byte[] prefix,
            int prefixLength,
            int replaced,
            byte @Nullable [] dependencyDescriptor,
            long nowNanos) {
        again.add(received(packet, sequence, timestamp, marker, prefix, prefixLength, replaced, dependencyDescriptor));
        return true;
    }

    private static Received received(
            MediaPacket packet,
            long sequence,
            long timestamp,
            boolean marker,
            byte[] prefix,
            int prefixLength,
            int replaced,
            byte @Nullable [] descriptor) {
        byte[] payload = Arrays.copyOf(prefix, prefixLength + packet.payload().length - replaced);
        System.arraycopy(packet.payload(), replaced, payload, prefixLength, packet.payload().length - replaced);
        return new Received(
                sequence, timestamp, marker, payload, descriptor == null ? null : descriptor.clone(), packet);
    }

    @Override
    public boolean allowKeyFrame(long nowNanos) {
        return true;
    }

    @Override
    public long roundTripNanos() {
        return 0;
    }

    @Override
    public void listen(@Nullable OutboundListener newListener) {
        listener = newListener;
    }
}
