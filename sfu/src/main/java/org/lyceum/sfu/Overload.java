package org.lyceum.sfu;

import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.stream.MediaPacket;

/**
 * Leaves out whole pictures where more waits for a watcher's network than would be of use by the time when it has left
 * ({@link OutboundMedia#takesPicture}), and with them everything that refers to them: nothing then but a key frame helps. One is
 * due as soon as no earlier one is leaving any more, and is asked for once. Confined to its peer's loop; allocates nothing.
 */
final class Overload {
    private final OutboundMedia media;
    private boolean begun;
    private long newest;
    private boolean leavesOut;
    /** The newest pictures that were left out one after the other, by timestamp. */
    private long firstLeftOut = Long.MAX_VALUE;

    private long lastLeftOut = Long.MIN_VALUE;
    private boolean broken;
    private boolean keyFrameDue;

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
        stop();
    }

    /** Nothing is forwarded. */
    void stop() {
        broken = false;
        keyFrameDue = false;
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
        boolean leftOut = !Layer.beginsKeyFrame(packet.frame()) && (broken || !media.takesPicture());
        if (leftOut) {
            firstLeftOut = leavesOut ? firstLeftOut : timestamp;
            lastLeftOut = timestamp;
            boolean breaks = !broken && !packet.frame().discardable();
            broken |= breaks;
            keyFrameDue |= breaks;
        }
        leavesOut = leftOut;
    }

    /** What comes refers to what was left out: the next key frame is a new beginning. */
    boolean broken() {
        return broken;
    }

    /** A key frame is to be asked for now: an earlier one, which it would make wait, is not on its way. */
    boolean wantsKeyFrame() {
        return keyFrameDue && !media.keyFrameWaits();
    }

    void keyFrameAsked() {
        keyFrameDue = false;
    }
}
