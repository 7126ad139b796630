package org.lyceum.wire.codec;

/**
 * Where a receiver of a VP9 stream may begin to take a temporal layer. The U bit speaks of what follows (RFC 9628, 4.2): pictures of
 * higher temporal layers depend on nothing of those layers before this picture. So the first picture of a layer after a lower one
 * with U is where that layer can be entered. Allocates nothing.
 */
final class TemporalSwitches {
    private static final int LAYERS = 8;

    /** By layer: a lower picture with U has come since its last picture. */
    private final boolean[] open = new boolean[LAYERS];

    private long newest = Long.MIN_VALUE;
    private boolean newestEnters;

    /** Takes a packet's picture; whether its temporal layer can be entered with it. */
    boolean enters(long timestamp, int temporalId, boolean switchingUp) {
        if (timestamp > newest) {
            newest = timestamp;
            newestEnters = temporalId == 0 || open[temporalId];
            open[temporalId] = false;
            for (int higher = temporalId + 1; switchingUp && higher < LAYERS; higher++) {
                open[higher] = true;
            }
        }
        return temporalId == 0 || (timestamp == newest && newestEnters);
    }
}
