package org.lyceum.sfu;

/** Decides which simulcast encoding a watcher gets; a closed set of policies without state. */
public sealed interface LayerSelector {
    /** All that there is: the live layer of the highest bitrate. */
    LayerSelector HIGHEST = new Highest();

    /**
     * The layer that is wanted now.
     *
     * @param feed the track
     * @param current the layer that is being forwarded or waited for, -1 for none
     */
    int select(TrackFeed feed, int current, long nowNanos);

    /**
     * The live layer of the highest bitrate, because the order of rids says nothing: some offer the best first, some last. A
     * layer has to be a quarter better to be changed to.
     */
    record Highest() implements LayerSelector {
        @Override
        public int select(TrackFeed feed, int current, long nowNanos) {
            int best = current;
            boolean bestLive = current >= 0 && feed.live(current, nowNanos);
            for (int layer = 0; layer < feed.layers(); layer++) {
                if (layer == best || !feed.live(layer, nowNanos)) {
                    continue;
                }
                if (!bestLive || feed.bitrate(layer) > feed.bitrate(best) * 5 / 4) {
                    best = layer;
                    bestLive = true;
                }
            }
            return Math.max(best, 0);
        }
    }
}
