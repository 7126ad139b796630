package org.lyceum.wire.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The template dependency structure of a dependency descriptor (RTP Payload Format for AV1, A.8.2): what every frame until the
 * next structure refers to. Immutable.
 */
public final class DependencyStructure {
    static final int MAX_TEMPLATES = 64;
    private static final int MAX_SPATIAL_ID = 3;
    private static final int MAX_TEMPORAL_ID = 7;
    private static final int NEXT_TEMPORAL = 1;
    private static final int NEXT_SPATIAL = 2;
    private static final int NO_MORE = 3;

    private final int templateIdOffset;
    private final int decodeTargets;
    private final int templates;
    private final int chains;
    private final boolean resolutions;
    private final byte[] spatialIds;
    private final byte[] temporalIds;
    /** Template by template, one indication for each decode target. */
    private final byte[] indications;
    /** How many frames back each template's dependencies are. */
    private final byte[][] frameDiffs;

    private final byte[] chainDiffs;
    private final byte[] protectedBy;
    /** The highest layers of each decode target. */
    private final byte[] targetSpatialIds;

    private final byte[] targetTemporalIds;
    /** What it took in its descriptor. */
    private final int bits;

    private final int[] widths;
    private final int[] heights;

    private DependencyStructure(BitReader in) {
        int first = in.position();
        templateIdOffset = in.read(6);
        decodeTargets = in.read(5) + 1;
        byte[] spatial = new byte[MAX_TEMPLATES];
        byte[] temporal = new byte[MAX_TEMPLATES];
        templates = readLayers(in, spatial, temporal);
        spatialIds = Arrays.copyOf(spatial, Math.min(templates, MAX_TEMPLATES));
        temporalIds = Arrays.copyOf(temporal, Math.min(templates, MAX_TEMPLATES));
        int count = spatialIds.length;
        indications = readAll(in, count * decodeTargets, 2);
        frameDiffs = new byte[count][];
        for (int template = 0; template < count; template++) {
            frameDiffs[template] = readFrameDiffs(in);
        }
        targetSpatialIds = targetLayers(spatialIds);
        targetTemporalIds = targetLayers(temporalIds);
        chains = in.readNonSymmetric(decodeTargets + 1);
        protectedBy = new byte[chains == 0 ? 0 : decodeTargets];
        for (int target = 0; target < protectedBy.length; target++) {
            protectedBy[target] = (byte) in.readNonSymmetric(chains);
        }
        chainDiffs = readAll(in, count * chains, 4);
        resolutions = in.readFlag();
        int sized = resolutions && count > 0 ? spatialIds[count - 1] + 1 : 0;
        widths = new int[sized];
        heights = new int[sized];
        for (int layer = 0; layer < sized; layer++) {
            widths[layer] = in.read(16) + 1;
            heights[layer] = in.read(16) + 1;
        }
        bits = in.position() - first;
    }

    /** The highest layer of all templates that belong to each decode target. */
    private byte[] targetLayers(byte[] layers) {
        byte[] highest = new byte[decodeTargets];
        for (int i = 0; i < indications.length; i++) {
            int target = i % decodeTargets;
            if (indications[i] != DependencyDescriptor.NOT_PRESENT) {
                highest[target] = (byte) Math.max(highest[target], layers[i / decodeTargets]);
            }
        }
        return highest;
    }

    /** Reads a structure; null if it is malformed. */
    static @Nullable DependencyStructure read(BitReader in) {
        DependencyStructure structure = new DependencyStructure(in);
        return in.overrun() || !structure.valid() ? null : structure;
    }

    private boolean valid() {
        if (templates > MAX_TEMPLATES || maxSpatialId() > MAX_SPATIAL_ID) {
            return false;
        }
        for (byte temporalId : temporalIds) {
            if (temporalId > MAX_TEMPORAL_ID) {
                return false;
            }
        }
        return true;
    }

    /** Number of templates; more than {@link #MAX_TEMPLATES} if there is no end. */
    private static int readLayers(BitReader in, byte[] spatialIds, byte[] temporalIds) {
        int spatial = 0;
        int temporal = 0;
        for (int template = 0; template < MAX_TEMPLATES; template++) {
            spatialIds[template] = (byte) spatial;
            temporalIds[template] = (byte) temporal;
            switch (in.read(2)) {
                case NEXT_TEMPORAL -> temporal++;
                case NEXT_SPATIAL -> {
                    temporal = 0;
                    spatial++;
                }
                case NO_MORE -> {
                    return template + 1;
                }
                default -> {
                    // the next template is of the same layer
                }
            }
        }
        return MAX_TEMPLATES + 1;
    }

    private static byte[] readAll(BitReader in, int count, int bits) {
        byte[] values = new byte[count];
        for (int i = 0; i < count; i++) {
            values[i] = (byte) in.read(bits);
        }
        return values;
    }

    private static byte[] readFrameDiffs(BitReader in) {
        byte[] diffs = new byte[DependencyDescriptor.MAX_FRAME_DIFFS];
        int count = 0;
        while (in.readFlag() && count < diffs.length) {
            diffs[count++] = (byte) (in.read(4) + 1);
        }
        return Arrays.copyOf(diffs, count);
    }

    public int templateIdOffset() {
        return templateIdOffset;
    }

    /** DtCnt, 1 to 32. */
    public int decodeTargets() {
        return decodeTargets;
    }

    /** TemplateCnt, 1 to 64. */
    public int templates() {
        return templates;
    }

    /** Number of chains, 0 to DtCnt. */
    public int chains() {
        return chains;
    }

    /** The chain that protects a decode target. */
    public int protectedBy(int decodeTarget) {
        return protectedBy[decodeTarget];
    }

    /** The highest spatial layer that belongs to a decode target. */
    public int targetSpatialId(int decodeTarget) {
        return targetSpatialIds[decodeTarget];
    }

    /** The highest temporal layer that belongs to a decode target. */
    public int targetTemporalId(int decodeTarget) {
        return targetTemporalIds[decodeTarget];
    }

    /** How many bits of its descriptor it took. */
    int bits() {
        return bits;
    }

    /** Highest spatial id of all templates. */
    public int maxSpatialId() {
        return spatialIds[templates - 1];
    }

    int spatialId(int template) {
        return spatialIds[template];
    }

    int temporalId(int template) {
        return temporalIds[template];
    }

    int indication(int template, int decodeTarget) {
        return indications[template * decodeTargets + decodeTarget];
    }

    byte[] frameDiffs(int template) {
        return frameDiffs[template];
    }

    int chainDiff(int template, int chain) {
        return chainDiffs[template * chains + chain];
    }

    /** Width of a spatial layer in pixels, 0 where the structure does not give it. */
    public int width(int spatialId) {
        return spatialId < widths.length ? widths[spatialId] : 0;
    }

    /** Height of a spatial layer in pixels, 0 where the structure does not give it. */
    public int height(int spatialId) {
        return spatialId < heights.length ? heights[spatialId] : 0;
    }
}
