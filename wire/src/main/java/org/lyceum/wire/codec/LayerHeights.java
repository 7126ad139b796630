package org.lyceum.wire.codec;

import java.util.Arrays;

/**
 * How high the pictures of a stream's spatial layers are, those that are off at the moment included: a key frame tells only of the
 * layers that are on. What is known of the layers above stays true as long as those that come keep their heights. Confined to its
 * stream's thread; allocates nothing.
 */
public final class LayerHeights {
    private final int[] heights = new int[PictureSize.MAX_LAYERS];

    /** Takes what a key frame tells. One that tells nothing changes nothing. */
    public void seen(PictureSize size) {
        int layer = 0;
        while (layer < heights.length && size.height(layer) > 0 && size.height(layer) == heights[layer]) {
            layer++;
        }
        if (size.height(layer) == 0) {
            return; // the same stream, without its upper layers
        }
        for (layer = 0; layer < heights.length; layer++) {
            heights[layer] = size.height(layer);
        }
    }

    /** Another source or codec: nothing is known of it. */
    public void clear() {
        Arrays.fill(heights, 0);
    }

    /** Picture height of a spatial layer in pixels, 0 where it is not known. */
    public int height(int spatialLayer) {
        return spatialLayer < heights.length ? heights[spatialLayer] : 0;
    }
}
