package org.lyceum.wire.codec;

/**
 * The decode targets of a dependency structure, and which of them are active: those of which every frame is sent (RTP Payload
 * Format for AV1, A.4). Masks have one bit for each target, the lowest for the first. Immutable; there is another one when the
 * sender says something else.
 */
public final class DecodeTargets {
    /** No temporal layer is above it. */
    public static final int HIGHEST_TEMPORAL = 7;

    private static final int ALL_LAYERS = HIGHEST_TEMPORAL + 1;

    private final DependencyStructure structure;
    private final int active;
    private final int spatialLayers;
    /** By spatial layer, then temporal layer: the targets of just these. */
    private final int[] masks = new int[ALL_LAYERS * ALL_LAYERS];

    DecodeTargets(DependencyStructure structure, int active) {
        this.structure = structure;
        this.active = active;
        int spatial = 0;
        for (int target = 0; target < structure.decodeTargets(); target++) {
            masks[structure.targetSpatialId(target) * ALL_LAYERS + structure.targetTemporalId(target)] |= 1 << target;
            spatial |= (active & (1 << target)) == 0 ? 0 : 1 << structure.targetSpatialId(target);
        }
        spatialLayers = spatial;
    }

    /** All of a structure, which is what holds where nothing is said. */
    static DecodeTargets all(DependencyStructure structure) {
        int count = structure.decodeTargets();
        return new DecodeTargets(structure, count == Integer.SIZE ? -1 : (1 << count) - 1);
    }

    /** The same structure with these active. */
    DecodeTargets with(int mask) {
        return mask == active ? this : new DecodeTargets(structure, mask);
    }

    public DependencyStructure structure() {
        return structure;
    }

    /** What the sender says that it sends. */
    public int active() {
        return active;
    }

    /** The spatial layers that have an active target, one bit for each, the lowest for the lowest layer. */
    public int spatialLayers() {
        return spatialLayers;
    }

    /**
     * What remains active for who gets only the targets of some layers: from one spatial layer to another, up to a temporal
     * layer.
     */
    public int within(int lowestSpatial, int highestSpatial, int highestTemporal) {
        int mask = 0;
        for (int spatial = lowestSpatial; spatial <= highestSpatial; spatial++) {
            for (int temporal = 0; temporal <= highestTemporal; temporal++) {
                mask |= masks[spatial * ALL_LAYERS + temporal];
            }
        }
        return mask & active;
    }
}
