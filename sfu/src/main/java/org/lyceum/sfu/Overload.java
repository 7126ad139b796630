package org.lyceum.sfu;

import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.stream.MediaPacket;

/**
 * Leaves out whole pictures where more waits for a watcher's network than would be of use by the time when it has left
 * ({@link OutboundMedia#takesPicture}), and with them everything that refers to them: nothing then but a key frame helps. One is
 * due as soon as no earlier one is leaving any more, and is asked for once, or again where another encoding is wanted by then. Left out
 * are also key frames of an encoding that is too much already while a lesser one is awaited: many encoders make one of each
 * when they are asked for one of either, and it would only stand in the other one's way.
 * Confined to its peer's loop; allocates nothing.
 */
final class Overload {
    private static final int NONE = -1;

    private final OutboundMedia media;
    private boolean begun;
    private long newest;
    private boolean leavesOut;
    /** The newest pictures that were left out one after the other, by timestamp. */
    private long firstLeftOut = Long.MAX_VALUE;

    private long lastLeftOut = Long.MIN_VALUE;
    private boolean broken;
    /** What is forwarded is too much, and a lesser encoding is awaited. */
    private boolean leaving;
    /** Even its lowest temporal layer is. */
    private boolean leavesAll;
    /** Of which encoding a key frame has been asked for since. */
    private int asked = NONE;

    Overload(OutboundMedia media) {
        this.media = media;
    }

    /** An encoding is forwarded from this packet of a key frame on. */
    void begin(MediaPacket keyFrame) {
        begun = true;
        newest = keyFrame.timestamp();
        leavesOut = false;
        firstLeftOut = Long.MAX_VALUE;
        lastLeftOut = Long.MIN_VALUE;
        leaving(false, false);
        stop();
    }

    /**
     * Whether what is forwarded is only forwarded until the key frame of a lesser encoding is there.
     *
     * @param all none of it fits, so that whatever were sent of it would only make that key frame later
     */
    void leaving(boolean forLess, boolean all) {
        leaving = forLess;
        leavesAll = all;
    }

    /** Nothing is missing any more, or nothing is forwarded. */
    void stop() {
        broken = false;
        asked = NONE;
    }

    /** Decides where a picture begins; the rest of it, and what is late, meets the decision of its own picture. */
    boolean takes(MediaPacket packet) {
        long timestamp = packet.timestamp();
        if (!begun || timestamp > newest) {
            begun = true;
            newest = timestamp;
            decide(packet, timestamp);
        }
        return timestamp < firstLeftOut || timestamp > lastLeftOut;
    }

    private void decide(MediaPacket packet, long timestamp) {
        boolean keyFrame = Layer.beginsKeyFrame(packet.frame());
        if (keyFrame && !leaving) {
            stop(); // also where another encoding is waited for: what follows does not refer to what was left out
        }
        boolean leftOut = keyFrame ? leaving : leavesAll || broken || !media.takesPicture();
        if (leftOut) {
            firstLeftOut = leavesOut ? firstLeftOut : timestamp;
            lastLeftOut = timestamp;
            broken |= !packet.frame().discardable();
        }
        leavesOut = leftOut;
    }

    /** What comes refers to what was left out: the next key frame is a new beginning. */
    boolean broken() {
        return broken;
    }

    /** One of this encoding is to be asked for now: an earlier one, which it would make wait, is not on its way. */
    boolean wantsKeyFrame(int encoding) {
        return broken && asked != encoding && !media.keyFrameWaits();
    }

    void keyFrameAsked(int encoding) {
        asked = encoding;
    }
}
