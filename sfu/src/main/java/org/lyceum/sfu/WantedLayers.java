package org.lyceum.sfu;

/**
 * A set of a track's layers in one int, as it travels from watchers to the presenter: four bits for each simulcast encoding,
 * the lowest for its first spatial layer. An encoding without SVC has its first bit only; whoever wants a spatial layer wants
 * those below it too.
 */
public final class WantedLayers {
    /** Spatial layers of an encoding that can be told apart. */
    public static final int SPATIAL_LAYERS = 4;

    /** Everything, also what has not been seen yet. */
    public static final int ALL = -1;

    /** Every layer that {@link #bySource} can name. */
    public static final int EVERY_SOURCE_LAYER = (1 << (Integer.SIZE / SPATIAL_LAYERS)) - 1;

    private static final int ENCODING_MASK = (1 << SPATIAL_LAYERS) - 1;

    private WantedLayers() {}

    /** An encoding up to a spatial layer. */
    public static int upTo(int encoding, int spatial) {
        return ((2 << Math.min(spatial, SPATIAL_LAYERS - 1)) - 1) << (encoding * SPATIAL_LAYERS);
    }

    /** An encoding whole. */
    static int all(int encoding) {
        return ENCODING_MASK << (encoding * SPATIAL_LAYERS);
    }

    /** What may still come: more spatial layers of the highest encoding that has been seen, and encodings that have not been. */
    static int from(int highest, int encodings) {
        int unseen = encodings * SPATIAL_LAYERS < Integer.SIZE ? ALL << (encodings * SPATIAL_LAYERS) : 0;
        return unseen | all(highest);
    }

    /** Whether anything of the encoding is wanted. */
    public static boolean encoding(int mask, int encoding) {
        return (mask & all(encoding)) != 0;
    }

    /** Whether this spatial layer of the encoding is wanted. */
    public static boolean spatial(int mask, int encoding, int spatial) {
        return (mask & (1 << (encoding * SPATIAL_LAYERS + spatial))) != 0;
    }

    /**
     * The set as its source understands it: bit n for layer n, which is a simulcast encoding where the source has several and
     * else a spatial layer. Where only one encoding has been seen yet, a bit may be meant either way.
     *
     * @param encodings how many encodings the source has shown
     */
    public static int bySource(int mask, int encodings) {
        int layers = 0;
        for (int n = 0; n < Integer.SIZE / SPATIAL_LAYERS; n++) {
            boolean spatial = encodings <= 1 && n < SPATIAL_LAYERS && spatial(mask, 0, n);
            boolean simulcast = (n > 0 || encodings > 1) && encoding(mask, n);
            if (spatial || simulcast) {
                layers |= 1 << n;
            }
        }
        return layers;
    }
}
