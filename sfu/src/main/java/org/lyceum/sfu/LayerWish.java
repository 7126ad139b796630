package org.lyceum.sfu;

/**
 * What a watcher's page wishes of one track, whatever the network carries.
 *
 * @param maxHeight picture height in pixels that is of use to it (the first layer of at least this height serves), 0 for any
 * @param maxSpatial the highest step of the track's picture sizes that it wants, counted from 0 for the smallest over simulcast
 *     encodings and SVC layers alike, -1 for any
 * @param paused nothing is to be sent: the tab is hidden, or the track is not shown
 * @param priority who gets bandwidth first: higher before lower; {@link #SCREEN}, {@link #SPEAKER} or {@link #OTHER}
 */
public record LayerWish(int maxHeight, int maxSpatial, boolean paused, int priority) {
    public static final int OTHER = 0;
    public static final int SPEAKER = 1;
    /** A screen is besides wanted sharp rather than smooth. */
    public static final int SCREEN = 2;

    /** No wish at all. */
    public static final LayerWish ANY = new LayerWish(0, -1, false, OTHER);

    /**
     * How many of a track's picture sizes are of use to the page: the first that is high enough for it, and those below that.
     *
     * @param heights of the sizes in pixels, smallest first, 0 where it is not known; of two of one height the later has more
     *     pictures a second
     * @param sizes how many there are
     */
    public int usefulSizes(int[] heights, int sizes) {
        int useful = maxSpatial >= 0 ? Math.min(maxSpatial + 1, sizes) : sizes;
        for (int size = 0; size < useful; size++) {
            boolean last = size + 1 == useful || heights[size] != heights[size + 1];
            if (last && servedBy(heights[size])) {
                return size + 1;
            }
        }
        return useful;
    }

    /** A picture of this height leaves nothing to be wished for. */
    boolean servedBy(int height) {
        return maxHeight > 0 && height >= maxHeight;
    }

    /** Whether it asks for anything that another one leaves out. */
    boolean beyond(LayerWish other) {
        boolean taller = other.maxHeight > 0 && (maxHeight == 0 || maxHeight > other.maxHeight);
        boolean higher = other.maxSpatial >= 0 && (maxSpatial < 0 || maxSpatial > other.maxSpatial);
        return !paused && (other.paused || taller || higher || priority > other.priority);
    }
}
