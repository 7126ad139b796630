package org.lyceum.rtc.peer;

import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.stream.MediaPacket;

/**
 * A packet that waits in the {@link Pacer}: references to what is shared, copies of the few bytes that are the watcher's own.
 * It gets its transport-wide number and its ciphertext when it leaves. Used again and again; confined to the peer's thread.
 */
final class PacedPacket {
    private static final byte[] NOTHING = new byte[0];

    private @Nullable OutboundStream stream;
    private @Nullable MediaPacket packet;
    private @Nullable PayloadFormat format;
    private long sequence;
    private long timestamp;
    private boolean marker;
    private byte[] prefix = NOTHING;
    private int prefixLength;
    private int replaced;
    private byte @Nullable [] dependencyDescriptor;
    private boolean retransmission;
    private boolean keyFrame;
    private int bytes;

    /** What {@link OutboundMedia#send} or {@link OutboundMedia#resend} was given, to be done later. */
    @SuppressWarnings("ReferenceEquality") // the very array, not one like it
    void hold(
            OutboundStream owner,
            MediaPacket held,
            PayloadFormat as,
            long wireSequence,
            long wireTimestamp,
            boolean wireMarker,
            byte[] wirePrefix,
            int wirePrefixLength,
            int leftOut,
            byte @Nullable [] descriptor) {
        stream = owner;
        if (keyFrame) {
            owner.waiting().keyFramePackets(1);
        }
        packet = held;
        format = as;
        sequence = wireSequence;
        timestamp = wireTimestamp;
        marker = wireMarker;
        if (prefix.length < wirePrefixLength) {
            prefix = new byte[wirePrefixLength];
        }
        System.arraycopy(wirePrefix, 0, prefix, 0, wirePrefixLength);
        prefixLength = wirePrefixLength;
        replaced = leftOut;
        // The packet's own is immutable, any other is the caller's and is overwritten by its next packet.
        dependencyDescriptor =
                descriptor == null || descriptor == held.dependencyDescriptor() ? descriptor : descriptor.clone();
    }

    /** Takes its place in the queue. */
    void queued(boolean asRetransmission, boolean ofKeyFrame, int size) {
        retransmission = asRetransmission;
        keyFrame = ofKeyFrame;
        bytes = size;
    }

    @SuppressWarnings("ReferenceEquality") // the very stream
    boolean of(OutboundStream owner) {
        return stream == owner;
    }

    boolean retransmission() {
        return retransmission;
    }

    /** It is part of a key frame, and sent for the first time. */
    boolean keyFrame() {
        return keyFrame;
    }

    /** About so many bytes on the wire. */
    int bytes() {
        return bytes;
    }

    /** Writes it to the outgoing batch now, and lets go of everything. */
    void leave(long nowNanos) {
        OutboundStream owner = stream;
        MediaPacket held = packet;
        PayloadFormat as = format;
        if (owner != null && held != null && as != null) {
            if (retransmission) {
                owner.writeAgain(
                        held,
                        as,
                        sequence,
                        timestamp,
                        marker,
                        prefix,
                        prefixLength,
                        replaced,
                        dependencyDescriptor,
                        nowNanos);
            } else {
                owner.write(
                        held,
                        as,
                        sequence,
                        timestamp,
                        marker,
                        prefix,
                        prefixLength,
                        replaced,
                        dependencyDescriptor,
                        nowNanos);
            }
        }
        letGo();
    }

    /** It never leaves. */
    void discard() {
        if (stream != null && !retransmission) {
            stream.waiting().discarded(sequence);
        }
        letGo();
    }

    /** Timestamp on the wire, extended. */
    long timestamp() {
        return timestamp;
    }

    /** Lets go of everything. */
    private void letGo() {
        if (stream != null && keyFrame) {
            stream.waiting().keyFramePackets(-1);
        }
        stream = null;
        packet = null;
        format = null;
        dependencyDescriptor = null;
    }
}
