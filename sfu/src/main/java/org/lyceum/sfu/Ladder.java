package org.lyceum.sfu;

/**
 * What one watcher can be given of one track, from the least to the most, with what each step costs now. First come the picture
 * sizes, smallest first, within each the temporal layers. Of a size above the smallest only the two highest frame rates count:
 * less motion than that is worse than a smaller picture, but for a screen, which is wanted sharp rather than smooth. Of two
 * encodings of one size, as the studio has it for screens, the later has fewer pictures a second and comes first; from it nobody
 * goes up to part of the other, since the change costs a key frame. Filled anew for each decision; confined to its peer's loop;
 * allocates nothing.
 */
final class Ladder {
    /** Whether a step can be had. */
    enum State {
        LIVE,
        /** Off because nobody has wanted it; comes when it is wanted. */
        DORMANT,
        /** Wanted and does not come. */
        WITHHELD
    }

    static final int NONE = -1;
    private static final int MAX_SIZES = 12;
    private static final int MAX_STEPS = MAX_SIZES * Quality.TEMPORAL_LAYERS;
    /** Bits a second for each square pixel of height where nothing has been measured: 480 kbit/s at 360 lines. */
    private static final double GUESS_A_SQUARE = 3.7;

    /** A size that nobody has measured costs so many times the next smaller one. */
    private static final int GUESS_FACTOR = 3;

    private final int[] sizeEncodings = new int[MAX_SIZES];
    private final int[] sizeSpatials = new int[MAX_SIZES];
    private final int[] sizeHeights = new int[MAX_SIZES];
    private final long[] sizeCosts = new long[MAX_SIZES];
    private int sizes;

    private final int[] encodings = new int[MAX_STEPS];
    private final int[] spatials = new int[MAX_STEPS];
    private final int[] temporals = new int[MAX_STEPS];
    private final long[] costs = new long[MAX_STEPS];
    private final long[] keyCosts = new long[MAX_STEPS];
    private final State[] states = new State[MAX_STEPS];
    private final boolean[] goals = new boolean[MAX_STEPS];
    private int steps;
    private boolean capped;

    /** Nothing can be had. */
    void clear() {
        steps = 0;
        sizes = 0;
        capped = true;
    }

    void fill(TrackFeed feed, LayerWish wish, long nowNanos) {
        clear();
        if (wish.paused()) {
            return;
        }
        readSizes(feed);
        cap(wish);
        for (int size = 0; size < sizes; size++) {
            addSteps(feed, size, wish.priority() >= LayerWish.SCREEN, nowNanos);
        }
    }

    private void readSizes(TrackFeed feed) {
        for (int encoding = 0; encoding < feed.layers(); encoding++) {
            int spatialLayers = feed.spatialLayers(encoding);
            for (int spatial = 0; spatial < spatialLayers && sizes < MAX_SIZES; spatial++) {
                int top = feed.temporalLayers(encoding) - 1;
                insert(encoding, spatial, feed.height(encoding, spatial), feed.cost(encoding, spatial, top));
            }
        }
        for (int size = 0; size < sizes; size++) {
            if (sizeCosts[size] == 0) {
                sizeCosts[size] = guess(size);
            }
        }
    }

    private void insert(int encoding, int spatial, int height, long cost) {
        int at = sizes++;
        while (at > 0 && smaller(encoding, spatial, height, cost, at - 1)) {
            sizeEncodings[at] = sizeEncodings[at - 1];
            sizeSpatials[at] = sizeSpatials[at - 1];
            sizeHeights[at] = sizeHeights[at - 1];
            sizeCosts[at] = sizeCosts[at - 1];
            at--;
        }
        sizeEncodings[at] = encoding;
        sizeSpatials[at] = spatial;
        sizeHeights[at] = height;
        sizeCosts[at] = cost;
    }

    /**
     * By height where both are known, by layer within an encoding, else by cost: the order of rids says nothing of sizes. Costs of
     * one size pass each other with every picture, and are no order for it.
     */
    private boolean smaller(int encoding, int spatial, int height, long cost, int size) {
        if (encoding == sizeEncodings[size]) {
            return spatial < sizeSpatials[size];
        }
        if (height == 0 || sizeHeights[size] == 0) {
            return cost < sizeCosts[size];
        }
        return height == sizeHeights[size] ? encoding > sizeEncodings[size] : height < sizeHeights[size];
    }

    /** Two encodings of the same known height. */
    private boolean sameHeight(int size, int other) {
        return sizeHeights[size] > 0 && sizeHeights[size] == sizeHeights[other];
    }

    private long guess(int size) {
        long height = sizeHeights[size];
        if (height > 0) {
            return (long) (GUESS_A_SQUARE * height * height);
        }
        return size > 0 ? sizeCosts[size - 1] * GUESS_FACTOR : 0;
    }

    private void cap(LayerWish wish) {
        int useful = wish.usefulSizes(sizeHeights, sizes);
        capped = useful < sizes || (useful > 0 && wish.servedBy(sizeHeights[useful - 1]));
        sizes = useful;
    }

    private void addSteps(TrackFeed feed, int size, boolean sharp, long nowNanos) {
        int encoding = sizeEncodings[size];
        int spatial = sizeSpatials[size];
        int top = Math.max(0, feed.temporalLayers(encoding) - 1);
        boolean every = sharp || size == 0;
        boolean wholeOnly = size > 0 && sameHeight(size, size - 1);
        State state = state(feed, encoding, spatial, nowNanos);
        for (int temporal = every ? 0 : Math.max(0, top - 1); temporal <= top; temporal++) {
            long measured = feed.cost(encoding, spatial, temporal);
            encodings[steps] = encoding;
            spatials[steps] = spatial;
            temporals[steps] = temporal == top ? Quality.TEMPORAL_LAYERS - 1 : temporal;
            costs[steps] = measured > 0 ? measured : sizeCosts[size] * (temporal + 2) / (top + 2);
            keyCosts[steps] = measured > 0 ? Math.min(measured, feed.keyCost(encoding, spatial)) : costs[steps];
            states[steps] = state;
            goals[steps] = temporal == top || (every && !wholeOnly);
            steps++;
        }
    }

    private static State state(TrackFeed feed, int encoding, int spatial, long nowNanos) {
        if (feed.live(encoding, spatial, nowNanos)) {
            return State.LIVE;
        }
        return feed.expected(encoding, spatial, nowNanos) ? State.DORMANT : State.WITHHELD;
    }

    int steps() {
        return steps;
    }

    long cost(int step) {
        return step == NONE ? 0 : costs[step];
    }

    /** The same without the key frames of late, which pass; nothing where the cost is only a guess. */
    long costBetweenKeyFrames(int step) {
        return step == NONE ? 0 : costs[step] - keyCosts[step];
    }

    State state(int step) {
        return states[step];
    }

    /** Worth going up to, not only stopping at on the way down. */
    boolean goal(int step) {
        return goals[step];
    }

    Quality quality(int step) {
        return step == NONE ? Quality.NOTHING : new Quality(encodings[step], spatials[step], temporals[step]);
    }

    int encoding(int step) {
        return encodings[step];
    }

    boolean is(int step, Quality quality) {
        return encodings[step] == quality.encoding()
                && spatials[step] == quality.spatial()
                && temporals[step] == quality.temporal();
    }

    /** The step of this very quality, {@link #NONE} where it is not on the ladder now. */
    int stepOf(Quality quality) {
        for (int step = 0; step < steps; step++) {
            if (is(step, quality)) {
                return step;
            }
        }
        return NONE;
    }

    int wanted(int step) {
        return step == NONE ? 0 : WantedLayers.upTo(encodings[step], spatials[step]);
    }

    /**
     * The highest step that is no more than this quality, or the least of its encoding; the top one for a quality that is not on
     * the ladder any more.
     */
    int find(Quality quality) {
        if (quality.encoding() < 0) {
            return NONE;
        }
        int found = NONE;
        for (int step = steps - 1; step >= 0; step--) {
            if (encodings[step] == quality.encoding()) {
                found = step;
                if (spatials[step] <= quality.spatial() && temporals[step] <= quality.temporal()) {
                    return step;
                }
            }
        }
        return found == NONE ? steps - 1 : found;
    }

    /** The highest step of the ladder's own size, where wishes leave room for more than has been seen. */
    boolean open(int step) {
        return !capped && step >= 0 && encodings[step] == encodings[steps - 1] && spatials[step] == spatials[steps - 1];
    }
}
