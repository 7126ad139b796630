package org.lyceum.sfu;

import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.wire.codec.DecodeTargets;
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
 *   <li>a higher spatial layer with the next key frame, which is the one place where the end of a picture is not already marked
 *       when the higher layer's frame comes.
 * </ul>
 *
 * <p>Encoders give no other place to go up. What a dependency descriptor calls a switch is one only for who has all that the frame
 * refers to (A.7), and frames of a higher layer refer to their own layer's past. Of about 2,300 such frames that Chromium 156 sent
 * in VP9 and AV1, L3T3 and L3T3_KEY, while its bits were cut and given back, 3 did not, outside key pictures: in L3T3, the first
 * of a layer that the encoder itself had left out until then. Nobody waits for that one: the allocator wants no layer that does not
 * come, and takes it up again with a key frame when it has seen that it does and that there is room.
 *
 * <p>Where spatial layers depend on each other in every picture, all up to the highest are forwarded, so that a watcher goes on with
 * what is left when the source drops the highest. Where they do so in key pictures only, just the highest is forwarded after that.
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
    /** Whether lower spatial layers are forwarded though the present frame does not say that it is needed. */
    private final boolean[] whole = new boolean[REMEMBERED];

    private int decisions;
    private int wantedSpatial = EVERYTHING;
    private int wantedTemporal = MOST_TEMPORAL;
    private long newest;
    /** The newest picture of which a packet was left out for being of no use to the highest layer. */
    private long newestUnneeded;

    /** The newest picture of which a packet was left out for its temporal layer. */
    private long newestThinned;

    private boolean inKeyPicture;
    /** The highest spatial layer of the newest key picture. */
    private int keyPictureTop;

    /** The newest frame of the lowest spatial layer that higher ones do not need. */
    private long newestAlone = Long.MIN_VALUE;

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
        newestUnneeded = Long.MIN_VALUE;
        newestAlone = Long.MIN_VALUE;
        enter(keyFrame.timestamp(), wantedSpatial);
    }

    /** A key frame that was overtaken by others of its packets is no place to go up: higher layers may have been left out. */
    private void enter(long timestamp, int spatial) {
        unbroken = -1;
        inKeyPicture = true;
        keyPictureTop = 0;
        decide(timestamp, spatial, wantedTemporal, true);
    }

    private void decide(long timestamp, int spatial, int temporal, boolean all) {
        if (decisions > 0 && spatial == spatial() && temporal == temporal() && all == whole[newestSlot()]) {
            return;
        }
        int slot = decisions++ & (REMEMBERED - 1);
        from[slot] = timestamp;
        spatials[slot] = spatial;
        temporals[slot] = temporal;
        whole[slot] = all;
    }

    private int newestSlot() {
        return (decisions - 1) & (REMEMBERED - 1);
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
        if (inKeyPicture && !newPicture && timestamp == newest) {
            keyPictureTop = Math.max(keyPictureTop, frame.spatialLayer());
        }
        if (Layer.beginsKeyFrame(frame) && timestamp == newest) {
            enter(timestamp, newPicture ? wantedSpatial : Math.min(wantedSpatial, spatial()));
        } else {
            if (newPicture) {
                settle(timestamp);
                lower(timestamp);
            }
            if (frame.startOfFrame() && timestamp == newest && !frame.keyFrame()) {
                learn(frame, timestamp);
                raise(frame, timestamp);
            }
        }
        boolean admitted = admitted(packet);
        if (!admitted) {
            note(frame, timestamp);
        }
        return admitted;
    }

    /** The key picture is over: what it did not have cannot be had before the next. */
    private void settle(long timestamp) {
        if (inKeyPicture && keyPictureTop < spatial() && spatial() != EVERYTHING) {
            decide(timestamp, keyPictureTop, temporal(), false);
        }
        inKeyPicture = false;
    }

    private void lower(long timestamp) {
        boolean spatially = wantedSpatial < spatial() && (unbroken & (1 << wantedSpatial)) != 0;
        int temporal = Math.min(temporal(), wantedTemporal);
        decide(timestamp, spatially ? wantedSpatial : spatial(), temporal, whole[newestSlot()]);
    }

    /**
     * How spatial layers depend on each other shows in the frames between key frames: until a picture has the highest layer and a
     * lowest one that it does not need, all layers are forwarded.
     */
    private void learn(FrameInfo frame, long timestamp) {
        int spatial = spatial();
        if (frame.spatialLayer() == 0) {
            if (!frame.usedAbove()) {
                newestAlone = timestamp;
            } else if (unbrokenBelow(spatial)) {
                decide(timestamp, spatial, temporal(), true);
            }
        } else if (frame.spatialLayer() == spatial) {
            if (frame.spatialSwitch() && !unbrokenBelow(spatial)) {
                decide(timestamp, NONE, temporal(), false); // it comes back upon layers that have not been forwarded
            } else if (timestamp == newestAlone) {
                decide(timestamp, spatial, temporal(), false);
            }
        }
    }

    private boolean unbrokenBelow(int spatial) {
        int below = (1 << Math.max(0, spatial)) - 1;
        return (unbroken & below) == below;
    }

    private void raise(FrameInfo frame, long timestamp) {
        boolean temporally = frame.temporalLayer() == temporal() + 1
                && frame.temporalLayer() <= wantedTemporal
                && frame.switchingPoint()
                && timestamp > newestThinned
                && takes(frame, newestSlot());
        if (temporally) {
            decide(timestamp, spatial(), frame.temporalLayer(), whole[newestSlot()]);
        }
    }

    private boolean takes(FrameInfo frame, int decision) {
        int spatial = spatials[decision];
        return spatial == EVERYTHING
                || frame.spatialLayer() == spatial
                || (frame.spatialLayer() < spatial && (frame.keyFrame() || whole[decision]));
    }

    private void note(FrameInfo frame, long timestamp) {
        int decision = decision(timestamp);
        if (decision == NONE) {
            return;
        }
        if (!takes(frame, decision)) {
            unbroken &= frame.discardable() ? -1 : ~(1 << frame.spatialLayer());
            if (frame.spatialLayer() < spatials[decision]) {
                newestUnneeded = Math.max(newestUnneeded, timestamp);
            }
        } else {
            newestThinned = Math.max(newestThinned, timestamp);
        }
    }

    private boolean thins(FrameInfo frame, int decision) {
        return decision != NONE && Math.min(frame.temporalLayer(), MOST_TEMPORAL) > temporals[decision];
    }

    /** The first packet of a key frame; but others of it came before, were not known for what they are, and have been left out. */
    boolean overtaken(MediaPacket keyFrame) {
        return keyFrame.timestamp() == newest && keyFrame.timestamp() == newestUnneeded;
    }

    /** Whether a packet belongs to what has been forwarded. */
    boolean admitted(MediaPacket packet) {
        int decision = decision(packet.timestamp());
        return decision != NONE && !thins(packet.frame(), decision) && takes(packet.frame(), decision);
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

    /**
     * The decode targets of which the watcher gets all frames from this picture on, a mask of {@link MediaPacket#decodeTargets}. Where
     * only the highest spatial layer is forwarded those of lower ones are not among them: their chains are broken on purpose.
     */
    int activeTargets(MediaPacket packet) {
        DecodeTargets targets = packet.decodeTargets();
        int decision = decision(packet.timestamp());
        if (targets == null || decision == NONE) {
            return 0;
        }
        int highest = spatials[decision];
        int lowest = whole[decision] || highest == EVERYTHING ? 0 : Math.max(0, highest);
        int temporal = temporals[decision] == MOST_TEMPORAL ? DecodeTargets.HIGHEST_TEMPORAL : temporals[decision];
        return targets.within(lowest, highest, temporal);
    }

    /** What is wanted cannot be had without a key frame. */
    boolean needsKeyFrame() {
        return wantedSpatial > spatial() || (wantedSpatial < spatial() && (unbroken & (1 << wantedSpatial)) == 0);
    }

    /** Grows with every change of {@link #spatial} and {@link #temporal}. */
    int decisions() {
        return decisions;
    }

    /** The highest spatial layer forwarded now, -1 where nothing can be before the next key frame. */
    int spatial() {
        return spatials[newestSlot()];
    }

    /** The highest temporal layer forwarded now. */
    int temporal() {
        return temporals[newestSlot()];
    }
}
