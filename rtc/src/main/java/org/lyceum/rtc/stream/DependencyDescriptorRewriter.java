package org.lyceum.rtc.stream;

import org.jspecify.annotations.Nullable;
import org.lyceum.wire.codec.ActiveTargetsWriter;
import org.lyceum.wire.codec.DecodeTargets;
import org.lyceum.wire.codec.DependencyDescriptor;

/**
 * Keeps the frame numbers of dependency descriptors continuous for one watcher, and tells it which decode targets it goes on
 * getting (RTP Payload Format for AV1, A.4), without which it would miss what is left out on purpose. {@link #begin} at each new
 * source with its first packet, {@link #rewrite} for each packet. Everything else in a descriptor refers to its own source and
 * stays. Confined to its owner's thread; allocates only when a length is seen for the first time.
 *
 * <p>Once a watcher has got less than its source says to be active, the first packet of every frame of that source says what is,
 * one of the ways that A.4 gives: so that whatever is lost the next frame tells it, and what is sent again tells the same without
 * anything having to be remembered. Most descriptors become two bytes longer by it.
 */
public final class DependencyDescriptorRewriter {
    private static final int MANDATORY_BYTES = 3;
    private static final int MAX_BYTES = 255;

    private @Nullable SequenceRewriter frameNumbers;
    private final ActiveTargetsWriter masks = new ActiveTargetsWriter();
    private long newestSource;
    /** The watcher has been told of less than there is. */
    private boolean limited;

    /** One array for each length, since a descriptor fills its array; there when first needed. */
    private byte[] @Nullable [] scratch = new byte[0][];

    /** A new source, which begins with this packet. */
    public void begin(MediaPacket packet) {
        limited = false;
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

    /**
     * The descriptor to send with a packet, valid until the next call; null for none.
     *
     * @param activeTargets the decode targets that the watcher gets all frames of from this one on, a mask of {@link
     *     MediaPacket#decodeTargets}; without meaning where the packet has none
     */
    public byte @Nullable [] rewrite(MediaPacket packet, int activeTargets) {
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
        boolean masked = masked(packet, activeTargets);
        if ((out & 0xffff) == number && !masked) {
            return descriptor;
        }
        DecodeTargets targets = packet.decodeTargets();
        byte[] copy;
        if (masked && targets != null && ActiveTargetsWriter.length(descriptor, targets) <= MAX_BYTES) {
            copy = scratch(ActiveTargetsWriter.length(descriptor, targets));
            masks.write(descriptor, targets, activeTargets, copy);
        } else {
            copy = scratch(descriptor.length);
            System.arraycopy(descriptor, 0, copy, 0, descriptor.length);
        }
        DependencyDescriptor.setFrameNumber(copy, 0, (int) out);
        return copy;
    }

    private boolean masked(MediaPacket packet, int activeTargets) {
        DecodeTargets targets = packet.decodeTargets();
        // None active would forbid the very frame that says so.
        if (targets == null || activeTargets == 0) {
            return false;
        }
        limited |= activeTargets != targets.active();
        return limited && packet.frame().startOfFrame();
    }

    private byte[] scratch(int length) {
        if (scratch.length == 0) {
            scratch = new byte[MAX_BYTES + 1][];
        }
        byte[] known = scratch[length];
        if (known == null) {
            known = new byte[length];
            scratch[length] = known;
        }
        return known;
    }

    private static boolean readable(byte[] descriptor) {
        return descriptor.length >= MANDATORY_BYTES && descriptor.length <= MAX_BYTES;
    }
}
