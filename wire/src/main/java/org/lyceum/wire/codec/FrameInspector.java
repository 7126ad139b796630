package org.lyceum.wire.codec;

import static org.lyceum.wire.codec.FrameInfos.DISCARDABLE;
import static org.lyceum.wire.codec.FrameInfos.END;
import static org.lyceum.wire.codec.FrameInfos.KEY_FRAME;
import static org.lyceum.wire.codec.FrameInfos.SPATIAL_SWITCH;
import static org.lyceum.wire.codec.FrameInfos.START;
import static org.lyceum.wire.codec.FrameInfos.SWITCHING_POINT;
import static org.lyceum.wire.codec.FrameInfos.USED_ABOVE;
import static org.lyceum.wire.codec.FrameInfos.flag;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place in its frame of each packet of one inbound encoding. One instance for each SSRC and codec, on one thread;
 * packets in the order of arrival, without duplicates, RTX undone and padding cut off. Never throws for any bytes, and
 * allocates nothing but what a new dependency structure takes.
 *
 * <p>Where the payload says nothing of the frame's bounds (H.264, AV1), the packets around it do: a frame begins where the
 * timestamp changes or the marker was set. Where that packet is missing, only content that cannot stand elsewhere counts as a
 * beginning, so that a watcher never begins in the middle of a key frame. A payload that cannot be read belongs to no key frame
 * and begins nothing.
 */
public final class FrameInspector {
    private static final long NONE = Long.MIN_VALUE;
    private static final int REMEMBERED = 64;
    private static final int MASK = REMEMBERED - 1;

    private final PayloadCodec codec;
    private final DependencyDescriptor dependencies = new DependencyDescriptor();
    private final FrameReferences references = new FrameReferences();
    private final TemporalSwitches switches = new TemporalSwitches();
    private final Vp8Descriptor vp8 = new Vp8Descriptor();
    private final Vp9Descriptor vp9 = new Vp9Descriptor();
    private final H264Payload h264 = new H264Payload();
    private final Av1AggregationHeader av1 = new Av1AggregationHeader();

    /** The newest packets by sequence number modulo {@link #REMEMBERED}. */
    private final long[] sequences = new long[REMEMBERED];

    private final long[] timestamps = new long[REMEMBERED];
    private final boolean[] markers = new boolean[REMEMBERED];

    /** Of the newest frame known to be a key frame. */
    private long keyTimestamp = NONE;

    private boolean parameterSetsSeen;
    private @Nullable DecodeTargets decodeTargets;

    public FrameInspector(PayloadCodec codec) {
        this.codec = codec;
        Arrays.fill(sequences, NONE);
    }

    /**
     * Looks into one packet.
     *
     * @param buffer holds the payload
     * @param offset where it starts
     * @param length how long it is
     * @param sequence extended sequence number
     * @param timestamp extended timestamp
     * @param marker RTP marker bit
     * @param descriptor holds the dependency descriptor extension, null where the packet has none
     * @param descriptorOffset where its value starts
     * @param descriptorLength how long its value is
     */
    public FrameInfo inspect(
            byte[] buffer,
            int offset,
            int length,
            long sequence,
            long timestamp,
            boolean marker,
            byte @Nullable [] descriptor,
            int descriptorOffset,
            int descriptorLength) {
        if (codec == PayloadCodec.OPUS || codec == PayloadCodec.RED) {
            return FrameInfo.WHOLE;
        }
        decodeTargets = null;
        int slot = (int) (sequence & MASK);
        sequences[slot] = sequence;
        timestamps[slot] = timestamp;
        markers[slot] = marker;
        if (descriptor != null
                && dependencies.parse(descriptor, descriptorOffset, descriptorLength)
                        == DependencyDescriptor.Verdict.PARSED) {
            decodeTargets = dependencies.decodeTargets();
            return fromDependencies(timestamp);
        }
        return switch (codec) {
            case VP8 -> vp8(buffer, offset, length, timestamp, marker);
            case VP9 -> vp9(buffer, offset, length, timestamp);
            case H264 -> h264(buffer, offset, length, sequence, timestamp, marker);
            case AV1 -> av1(buffer, offset, length, sequence, timestamp, marker);
            case OPUS, RED -> FrameInfo.WHOLE;
        };
    }

    /** What the dependency descriptor of the packet inspected last says to be active; null where it has none that is of use. */
    public @Nullable DecodeTargets decodeTargets() {
        return decodeTargets;
    }

    private FrameInfo fromDependencies(long timestamp) {
        boolean start = dependencies.startOfFrame();
        boolean independent = dependencies.frameDiffCount() == 0;
        // A frame that depends on nothing but brings no structure cannot be entered: a newcomer could not read what
        // follows.
        if (dependencies.spatialId() == 0 && independent && start && dependencies.structurePresent()) {
            keyTimestamp = timestamp;
        }
        references.add(dependencies, timestamp);
        int flags = place(timestamp, start, dependencies.endOfFrame())
                | flag(SWITCHING_POINT, references.temporalSwitch())
                | flag(DISCARDABLE, dependencies.discardable())
                | flag(SPATIAL_SWITCH, references.spatialSwitch())
                | flag(USED_ABOVE, dependencies.usedAbove());
        return FrameInfos.of(flags, dependencies.spatialId(), dependencies.temporalId());
    }

    private int place(long timestamp, boolean start, boolean end) {
        return flag(KEY_FRAME, timestamp == keyTimestamp) | flag(START, start) | flag(END, end);
    }

    private FrameInfo vp8(byte[] buffer, int offset, int length, long timestamp, boolean marker) {
        if (!vp8.parse(buffer, offset, length)) {
            return unreadable(marker);
        }
        if (vp8.keyFrame()) {
            keyTimestamp = timestamp;
        }
        int temporal = Math.max(0, vp8.temporalId());
        int flags = place(timestamp, vp8.startOfFrame(), marker)
                | flag(SWITCHING_POINT, temporal == 0 || vp8.layerSync())
                | flag(DISCARDABLE, vp8.nonReference());
        return FrameInfos.of(flags, 0, temporal);
    }

    private FrameInfo vp9(byte[] buffer, int offset, int length, long timestamp) {
        if (!vp9.parse(buffer, offset, length)) {
            return unreadable(false);
        }
        // A higher spatial layer that comes back without a reference to earlier pictures has P clear as well: only the
        // lowest
        // layer makes a picture a key picture.
        if (!vp9.interPicturePredicted() && vp9.spatialId() == 0 && vp9.startOfFrame()) {
            keyTimestamp = timestamp;
        }
        int flags = place(timestamp, vp9.startOfFrame(), vp9.endOfFrame())
                | flag(SWITCHING_POINT, switches.enters(timestamp, vp9.temporalId(), vp9.switchingUp()))
                | flag(SPATIAL_SWITCH, vp9.spatialId() > 0 && !vp9.interPicturePredicted())
                | flag(USED_ABOVE, vp9.layersPresent() && !vp9.notReferenceForUpperLayers());
        return FrameInfos.of(flags, vp9.spatialId(), vp9.temporalId());
    }

    private FrameInfo h264(byte[] buffer, int offset, int length, long sequence, long timestamp, boolean marker) {
        if (!h264.parse(buffer, offset, length)) {
            return unreadable(marker);
        }
        boolean start = h264.beginsPicture();
        if (start) {
            start = predecessorKnown(sequence)
                    ? predecessorEndsFrame(sequence, timestamp)
                    : h264.sps() || !h264.idr() || !parameterSetsSeen;
        }
        parameterSetsSeen |= h264.sps();
        // Parameter sets without an IDR picture come with a recovery point, which is what some encoders make of a PLI.
        if (h264.idr() || h264.sps()) {
            keyTimestamp = timestamp;
        }
        int flags = place(timestamp, start, marker) | SWITCHING_POINT | flag(DISCARDABLE, !h264.reference());
        return FrameInfos.of(flags, 0, 0);
    }

    private FrameInfo av1(byte[] buffer, int offset, int length, long sequence, long timestamp, boolean marker) {
        if (!av1.parse(buffer, offset, length)) {
            return unreadable(marker);
        }
        boolean start = !av1.continues()
                && (predecessorKnown(sequence) ? predecessorEndsFrame(sequence, timestamp) : mayBegin(timestamp));
        if (start && av1.keyFrame()) {
            keyTimestamp = timestamp;
        }
        // Without a descriptor nothing tells what depends on what: whoever takes a layer takes all below it.
        int flags = place(timestamp, start, marker) | flag(SWITCHING_POINT, av1.temporalId() == 0) | USED_ABOVE;
        return FrameInfos.of(flags, av1.spatialId(), av1.temporalId());
    }

    /** Without the packet before it: a key frame's first packet is known by its content, others only need not to be late. */
    private boolean mayBegin(long timestamp) {
        return av1.keyFrame() || timestamp != keyTimestamp;
    }

    private boolean predecessorKnown(long sequence) {
        return sequences[(int) ((sequence - 1) & MASK)] == sequence - 1;
    }

    private boolean predecessorEndsFrame(long sequence, long timestamp) {
        int slot = (int) ((sequence - 1) & MASK);
        return markers[slot] || timestamps[slot] != timestamp;
    }

    private static FrameInfo unreadable(boolean endOfFrame) {
        return FrameInfos.of(flag(END, endOfFrame), 0, 0);
    }
}
