package org.lyceum.sfu;

/**
 * What of a track one watcher gets: a simulcast encoding, and of that everything up to a spatial and a temporal layer.
 *
 * @param encoding index of the simulcast encoding, 0 is the first rid of the offer or the only encoding
 * @param spatial highest SVC spatial layer, 0 where there is only one
 * @param temporal highest temporal layer; where nothing is left out it may be above what there is
 */
public record Quality(int encoding, int spatial, int temporal) {
    /** Nothing: the track is paused, or nothing of it has been sent yet. */
    public static final Quality NOTHING = new Quality(-1, -1, -1);

    /** No encoding has more temporal layers than this. */
    static final int TEMPORAL_LAYERS = 4;

    /** No encoding has more spatial layers than this. */
    static final int SPATIAL_LAYERS = WantedLayers.SPATIAL_LAYERS;

    /** All there is of an encoding. */
    static Quality best(int encoding) {
        return new Quality(encoding, SPATIAL_LAYERS - 1, TEMPORAL_LAYERS - 1);
    }
}
