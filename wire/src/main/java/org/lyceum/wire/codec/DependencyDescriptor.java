package org.lyceum.wire.codec;

import org.jspecify.annotations.Nullable;
import org.lyceum.wire.rtp.SequenceExtender;

/**
 * Reader of the dependency descriptor header extension (RTP Payload Format for AV1, appendix A). One instance for each
 * encoding, packets in order of arrival: it remembers the structure that the later, short descriptors refer to, and which decode
 * targets are active. Allocates only when either changes, which is with key frames and where layers go off or on.
 */
public final class DependencyDescriptor {
    /** What became of a descriptor. */
    public enum Verdict {
        /** All getters have a meaning. */
        PARSED,
        /** Only start, end, template id and frame number have one: the structure that it needs has not been seen. */
        NO_STRUCTURE,
        /** It breaks the syntax; no getter has a meaning. */
        MALFORMED
    }

    /** Decode target indications (A.4), the values of frame_dti. */
    public static final int NOT_PRESENT = 0;

    public static final int DISCARDABLE = 1;
    public static final int SWITCH = 2;
    public static final int REQUIRED = 3;

    /** Far more than any encoder has reference frames; more than that is malformed or cut off. */
    static final int MAX_FRAME_DIFFS = 16;

    /** A packet that comes so many frames late is of use to nobody: such a frame number is that of an encoder that has begun anew. */
    static final int MOST_LATE = 512;

    private static final int MANDATORY_BYTES = 3;

    private final BitReader in = new BitReader();
    private final int[] indications = new int[32];
    private final int[] frameDiffs = new int[MAX_FRAME_DIFFS];
    private final int[] chainDiffs = new int[32];
    private @Nullable DecodeTargets targets;
    /** The frame that said so, extended. */
    private long targetsSince;

    private final SequenceExtender frameNumbers = new SequenceExtender();

    private @Nullable DecodeTargets frameTargets;
    private boolean startOfFrame;
    private boolean endOfFrame;
    private int templateId;
    private int frameNumber;
    private boolean structurePresent;
    private int spatialId;
    private int temporalId;
    private int frameDiffCount;

    /** Reads the value of one extension. */
    public Verdict parse(byte[] buffer, int offset, int length) {
        if (length < MANDATORY_BYTES) {
            return Verdict.MALFORMED;
        }
        in.reset(buffer, offset, length);
        startOfFrame = in.readFlag();
        endOfFrame = in.readFlag();
        templateId = in.read(6);
        frameNumber = in.read(16);
        structurePresent = false;
        boolean customIndications = false;
        boolean customFrameDiffs = false;
        boolean customChains = false;
        boolean said = false;
        DecodeTargets use = targets;
        if (length > MANDATORY_BYTES) {
            structurePresent = in.readFlag();
            boolean activeDecodeTargetsPresent = in.readFlag();
            customIndications = in.readFlag();
            customFrameDiffs = in.readFlag();
            customChains = in.readFlag();
            if (structurePresent) {
                DependencyStructure structure = DependencyStructure.read(in);
                if (structure == null) {
                    return Verdict.MALFORMED;
                }
                use = DecodeTargets.all(structure);
            }
            if (use != null && activeDecodeTargetsPresent) {
                use = use.with(readBitmask(use.structure().decodeTargets()));
                said = true;
            }
        }
        if (use == null) {
            return Verdict.NO_STRUCTURE;
        }
        if (!readFrame(use.structure(), customIndications, customFrameDiffs, customChains)) {
            return Verdict.MALFORMED;
        }
        frameTargets = use; // only what has been read to its end is remembered
        remember(use, structurePresent || said);
        return Verdict.PARSED;
    }

    /**
     * Of structures and masks only the newest is in force: "valid until the next update in sequence number order" (A.4). A packet
     * of an earlier frame speaks for that frame alone.
     */
    private void remember(DecodeTargets use, boolean said) {
        long frame = frameNumbers.peek(frameNumber);
        if (structurePresent && frame < frameNumbers.highest() - MOST_LATE) {
            targetsSince = frame;
            frameNumbers.restart(frame);
        }
        frameNumbers.extend(frameNumber);
        if (said && (targets == null || frame >= targetsSince)) {
            targets = use;
            targetsSince = frame;
        }
    }

    private int readBitmask(int bits) {
        return bits == 32 ? (in.read(16) << 16) | in.read(16) : in.read(bits);
    }

    // A.8.2, frame_dependency_definition
    private boolean readFrame(
            DependencyStructure use, boolean customIndications, boolean customFrameDiffs, boolean customChains) {
        int template = (templateId + DependencyStructure.MAX_TEMPLATES - use.templateIdOffset())
                % DependencyStructure.MAX_TEMPLATES;
        if (template >= use.templates()) {
            return false;
        }
        spatialId = use.spatialId(template);
        temporalId = use.temporalId(template);
        for (int target = 0; target < use.decodeTargets(); target++) {
            indications[target] = customIndications ? in.read(2) : use.indication(template, target);
        }
        if (customFrameDiffs) {
            if (!readFrameDiffs()) {
                return false;
            }
        } else {
            byte[] diffs = use.frameDiffs(template);
            frameDiffCount = diffs.length;
            for (int i = 0; i < diffs.length; i++) {
                frameDiffs[i] = diffs[i];
            }
        }
        for (int chain = 0; chain < use.chains(); chain++) {
            chainDiffs[chain] = customChains ? in.read(8) : use.chainDiff(template, chain);
        }
        return !in.overrun();
    }

    private boolean readFrameDiffs() {
        frameDiffCount = 0;
        for (int size = in.read(2); size != 0; size = in.read(2)) {
            if (frameDiffCount == MAX_FRAME_DIFFS) {
                return false;
            }
            frameDiffs[frameDiffCount++] = in.read(4 * size) + 1;
        }
        return true;
    }

    /** The frame number of any descriptor of at least three bytes, without reading the rest. */
    public static int frameNumber(byte[] buffer, int offset) {
        return ((buffer[offset + 1] & 0xff) << 8) | (buffer[offset + 2] & 0xff);
    }

    /** Writes a frame number into a descriptor of at least three bytes; everything else stays. */
    public static void setFrameNumber(byte[] buffer, int offset, int frameNumber) {
        buffer[offset + 1] = (byte) (frameNumber >> 8);
        buffer[offset + 2] = (byte) frameNumber;
    }

    public boolean startOfFrame() {
        return startOfFrame;
    }

    public boolean endOfFrame() {
        return endOfFrame;
    }

    /** frame_dependency_template_id, 0 to 63. */
    public int templateId() {
        return templateId;
    }

    /** 16 bits, grows by one with each frame of all layers. */
    public int frameNumber() {
        return frameNumber;
    }

    /** A structure came with this very descriptor. */
    public boolean structurePresent() {
        return structurePresent;
    }

    /** The structure in force, null before the first. */
    public @Nullable DependencyStructure structure() {
        DecodeTargets inForce = targets;
        return inForce == null ? null : inForce.structure();
    }

    /** What is active as of the frame that was read last; null before the first structure. */
    public @Nullable DecodeTargets decodeTargets() {
        return frameTargets;
    }

    public int spatialId() {
        return spatialId;
    }

    public int temporalId() {
        return temporalId;
    }

    /** What the frame is to a decode target: one of the four constants. */
    public int indication(int decodeTarget) {
        return indications[decodeTarget];
    }

    /** Number of frames that this one refers to. */
    public int frameDiffCount() {
        return frameDiffCount;
    }

    /** How many frame numbers back the index-th of them is. */
    public int frameDiff(int index) {
        return frameDiffs[index];
    }

    /** How many frame numbers back the previous frame of a chain is; 0 begins the chain. */
    public int chainDiff(int chain) {
        return chainDiffs[chain];
    }

    /** Some decode target can be entered here. */
    public boolean switchingPoint() {
        return anyIndication(SWITCH);
    }

    /** No decode target needs it for anything later. */
    public boolean discardable() {
        return !anyIndication(SWITCH) && !anyIndication(REQUIRED);
    }

    /** A decode target of a higher spatial layer needs it. */
    public boolean usedAbove() {
        DecodeTargets own = frameTargets;
        DependencyStructure current = own == null ? null : own.structure();
        int targets = current == null ? 0 : current.decodeTargets();
        for (int target = 0; current != null && target < targets; target++) {
            if (indications[target] != NOT_PRESENT && current.targetSpatialId(target) > spatialId) {
                return true;
            }
        }
        return false;
    }

    private boolean anyIndication(int wanted) {
        DecodeTargets own = frameTargets;
        int targets = own == null ? 0 : own.structure().decodeTargets();
        for (int target = 0; target < targets; target++) {
            if (indications[target] == wanted) {
                return true;
            }
        }
        return false;
    }
}
