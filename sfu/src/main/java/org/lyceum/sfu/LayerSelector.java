package org.lyceum.sfu;

/** Decides which simulcast encoding a watcher gets; a closed set of policies without state. */
public sealed interface LayerSelector {
    /** Everything the network carries: the live layer of the highest bitrate. */
    LayerSelector HIGHEST = new Highest();

    /**
     * The layer that is wanted now.
     *
     * @param feed the track
     * @param current the layer that is being forwarded, -1 for none
     */
    int select(TrackFeed feed, int current, long nowNanos);

    /** The live layer of the highest bitrate, whatever the order in which rids were offered. */
    record Highest() implements LayerSelector {
        @Override
        public int select(TrackFeed feed, int current, long nowNanos) {
            int best = Math.max(current, 0);
            boolean bestLive = feed.live(best, nowNanos);
            for (int layer = 0; layer < feed.layers(); layer++) {
                if (feed.live(layer, nowNanos) && (!bestLive || feed.bitrate(layer) > feed.bitrate(best) * 5 / 4)) {
                    best = layer;
                    bestLive = true;
                }
            }
            return best;
        }
    }
}
