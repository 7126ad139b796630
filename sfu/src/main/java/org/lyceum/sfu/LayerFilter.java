package org.lyceum.sfu;

import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.wire.codec.FrameInfo;

/**
 * Which packets of one encoding a watcher gets: those up to a spatial and a temporal layer. What is wanted changes at any time; what
 * is forwarded follows as soon as a decoder can follow it, at the start of a picture:
 *
 * <ul>
 *   <li>fewer temporal layers with the next picture;
 *   <li>one more temporal layer with its next frame that depends on lower ones only;
 *   <li>a lower spatial layer with the next picture, if everything it depends on has been forwarded (in L3T3 it has, in L3T3_KEY
 *       it has not), else with the next key frame;
 *   <li>one more spatial layer with its next frame that depends on its own picture only, which every key frame has.
 * </ul>
 *
 * <p>Decisions are kept by timestamp, so that a packet that is late or sent again meets the decision of its own picture. Confined
 * to its peer's loop; allocates nothing.
 */
final class LayerFilter {
    /** Everything there is, whatever the layers are. */
    static final int EVERYTHING = Quality.SPATIAL_LAYERS - 1;

    private static final int REMEMBERED = 32;
    private static final int MOST_TEMPORAL = Quality.TEMPORAL_LAYERS - 1;
    private static final int NONE = -1;

    /** Ring of decisions: from which timestamp on, up to which layers. */
    private final long[] from = new long[REMEMBERED];

    private final int[] spatials = new int[REMEMBERED];
    private final int[] temporals = new int[REMEMBERED];
    private int decisions;
    private int wantedSpatial = EVERYTHING;
    private int wantedTemporal = MOST_TEMPORAL;
    private long newest;
    /** The newest picture of which a packet was left out for its temporal layer. */
    private long newestThinned;
    /** One bit for each spatial layer whose frames have all been forwarded since the key frame. */
    private int unbroken;

    /** What is to be forwarded as soon as it can be. */
    void want(int spatial, int temporal) {
        wantedSpatial = spatial;
        wantedTemporal = temporal;
    }

    /** The encoding is forwarded from this packet of a key frame on. */
    void begin(MediaPacket keyFrame) {
        decisions = 0;
        newest = keyFrame.timestamp();
        newestThinned = Long.MIN_VALUE;
        enter(keyFrame.timestamp());
    }

    private void enter(long timestamp) {
        unbroken = -1;
        decide(timestamp, wantedSpatial, wantedTemporal);
    }

    private void decide(long timestamp, int spatial, int temporal) {
        if (decisions > 0 && spatial == spatial() && temporal == temporal()) {
            return;
        }
        int slot = decisions++ & (REMEMBERED - 1);
        from[slot] = timestamp;
        spatials[slot] = spatial;
        temporals[slot] = temporal;
    }

    /** The decision of a picture, {@link #NONE} where it is from before the beginning or forgotten. */
    private int decision(long timestamp) {
        int oldest = Math.max(0, decisions - REMEMBERED);
        for (int i = decisions - 1; i >= oldest; i--) {
            int slot = i & (REMEMBERED - 1);
            if (timestamp >= from[slot]) {
                return slot;
            }
        }
        return NONE;
    }

    /** Decides about a packet that comes for the first time. */
    boolean admit(MediaPacket packet) {
        FrameInfo frame = packet.frame();
        long timestamp = packet.timestamp();
        boolean newPicture = timestamp > newest;
        newest = Math.max(newest, timestamp);
        if (Layer.beginsKeyFrame(frame) && newPicture) {
            enter(timestamp);
        } else {
            if (newPicture) {
                lower(timestamp);
            }
            if (frame.startOfFrame() && timestamp == newest) {
                raise(frame, timestamp);
            }
        }
        boolean admitted = admitted(packet);
        if (!admitted) {
            note(frame, timestamp);
        }
        return admitted;
    }

    private void lower(long timestamp) {
        boolean spatially = wantedSpatial < spatial() && (unbroken & (1 << wantedSpatial)) != 0;
        decide(timestamp, spatially ? wantedSpatial : spatial(), Math.min(temporal(), wantedTemporal));
    }

    private void raise(FrameInfo frame, long timestamp) {
        boolean spatially = frame.spatialLayer() == spatial() + 1
                && frame.spatialLayer() <= wantedSpatial
                && frame.spatialSwitch()
                && frame.temporalLayer() <= temporal();
        if (spatially) {
            unbroken |= 1 << frame.spatialLayer();
            decide(timestamp, frame.spatialLayer(), temporal());
        }
        boolean temporally = frame.temporalLayer() == temporal() + 1
                && frame.temporalLayer() <= wantedTemporal
                && frame.switchingPoint()
                && timestamp > newestThinned
                && takes(frame, spatial());
        if (temporally) {
            decide(timestamp, spatial(), frame.temporalLayer());
        }
    }

    private static boolean takes(FrameInfo frame, int spatial) {
        return spatial == EVERYTHING
                || frame.spatialLayer() == spatial
                || (frame.spatialLayer() < spatial && frame.usedAbove());
    }

    private void note(FrameInfo frame, long timestamp) {
        if (thins(frame, decision(timestamp))) {
            newestThinned = Math.max(newestThinned, timestamp);
        } else if (!frame.discardable()) {
            unbroken &= ~(1 << frame.spatialLayer());
        }
    }

    private boolean thins(FrameInfo frame, int decision) {
        return decision != NONE && Math.min(frame.temporalLayer(), MOST_TEMPORAL) > temporals[decision];
    }

    /** Whether a packet belongs to what has been forwarded. */
    boolean admitted(MediaPacket packet) {
        int decision = decision(packet.timestamp());
        return decision != NONE && !thins(packet.frame(), decision) && takes(packet.frame(), spatials[decision]);
    }

    /** Its whole picture is left out, not only one spatial layer of it. */
    boolean thinned(MediaPacket packet) {
        return thins(packet.frame(), decision(packet.timestamp()));
    }

    /** The packet ends its picture as the watcher sees it: the last of the highest spatial layer that is forwarded. */
    boolean marker(MediaPacket packet) {
        if (packet.marker()) {
            return true;
        }
        int decision = decision(packet.timestamp());
        FrameInfo frame = packet.frame();
        return decision != NONE
                && spatials[decision] != EVERYTHING
                && frame.endOfFrame()
                && frame.spatialLayer() == spatials[decision];
    }

    /** What is wanted can hardly be had without a key frame. */
    boolean needsKeyFrame() {
        return wantedSpatial > spatial() || (wantedSpatial < spatial() && (unbroken & (1 << wantedSpatial)) == 0);
    }

    /** Grows with every change of {@link #spatial} and {@link #temporal}. */
    int decisions() {
        return decisions;
    }

    /** The highest spatial layer forwarded now. */
    int spatial() {
        return spatials[(decisions - 1) & (REMEMBERED - 1)];
    }

    /** The highest temporal layer forwarded now. */
    int temporal() {
        return temporals[(decisions - 1) & (REMEMBERED - 1)];
    }
}
