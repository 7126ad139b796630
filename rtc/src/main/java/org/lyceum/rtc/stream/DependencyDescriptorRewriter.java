package org.lyceum.rtc.stream;

import org.jspecify.annotations.Nullable;
import org.lyceum.wire.codec.DependencyDescriptor;

/**
 * Keeps the frame numbers of dependency descriptors continuous for one watcher. {@link #begin} at each new source with its first
 * packet, {@link #rewrite} for each packet. Everything else in a descriptor refers to its own source and stays. Confined to its
 * owner's thread; allocates only when a length is seen for the first time.
 */
public final class DependencyDescriptorRewriter {
    private static final int MANDATORY_BYTES = 3;
    private static final int MAX_BYTES = 255;

    private @Nullable SequenceRewriter frameNumbers;
    private long newestSource;
    /** One array for each length, since a descriptor fills its array; there when first needed. */
    private byte[] @Nullable [] scratch = new byte[0][];

    /** A new source, which begins with this packet. */
    public void begin(MediaPacket packet) {
        byte[] descriptor = packet.dependencyDescriptor();
        if (descriptor == null || !readable(descriptor)) {
            return;
        }
        int number = DependencyDescriptor.frameNumber(descriptor, 0);
        if (frameNumbers == null) {
            frameNumbers = new SequenceRewriter(number);
        }
        newestSource = number;
        frameNumbers.begin(number);
    }

    /** The descriptor to send with a packet, valid until the next call; null for none. */
    public byte @Nullable [] rewrite(MediaPacket packet) {
        byte[] descriptor = packet.dependencyDescriptor();
        if (frameNumbers == null || descriptor == null || !readable(descriptor)) {
            return null;
        }
        int number = DependencyDescriptor.frameNumber(descriptor, 0);
        long extended = newestSource + (short) (number - newestSource);
        newestSource = Math.max(newestSource, extended);
        long out = frameNumbers.rewrite(extended);
        if (out == SequenceRewriter.NONE) {
            return null;
        }
        if ((out & 0xffff) == number) {
            return descriptor;
        }
        if (scratch.length == 0) {
            scratch = new byte[MAX_BYTES + 1][];
        }
        byte[] copy = scratch[descriptor.length];
        if (copy == null) {
            copy = new byte[descriptor.length];
            scratch[descriptor.length] = copy;
        }
        System.arraycopy(descriptor, 0, copy, 0, descriptor.length);
        DependencyDescriptor.setFrameNumber(copy, 0, (int) out);
        return copy;
    }

    private static boolean readable(byte[] descriptor) {
        return descriptor.length >= MANDATORY_BYTES && descriptor.length <= MAX_BYTES;
    }
}
