package org.lyceum.sfu;

import org.lyceum.rtc.stream.MediaPacket;

/**
 * Puts the change from one encoding to another between two pictures: when the key frame of the new one comes while a picture of
 * the old one is not whole, the change waits for the rest of that picture, but not beyond the next picture of either. Confined to
 * its peer's loop; allocates nothing.
 */
final class Switchover {
    private boolean deferred;
    private long keyFrame;
    private long keyTimestamp;
    /** Of the new encoding, when its key frame came: what is older and comes later was overtaken, and says nothing of the time. */
    private long newestOfNext;
    /** The newest packet sent did not end its picture. */
    private boolean open;

    private long newestSequence;
    private long newestTimestamp;

    /** An encoding begins. */
    void begin() {
        deferred = false;
        open = false;
        newestSequence = Long.MIN_VALUE;
    }

    /** Another target, or none: no key frame waits any more. */
    void cancel() {
        deferred = false;
    }

    /** A packet of the present encoding was sent. */
    void sent(MediaPacket packet, boolean marker) {
        if (packet.sequence() > newestSequence) {
            newestSequence = packet.sequence();
            newestTimestamp = packet.timestamp();
            open = !marker;
        }
    }

    /**
     * The new encoding's key frame begins with this packet; whether it has to wait.
     *
     * @param newest sequence number of what has come of the new encoding by now
     */
    boolean defer(MediaPacket first, long newest) {
        deferred = open;
        newestOfNext = newest;
        keyFrame = first.sequence();
        keyTimestamp = first.timestamp();
        return deferred;
    }

    /** A picture has been begun and not ended. */
    boolean open() {
        return open;
    }

    boolean deferred() {
        return deferred;
    }

    /** The first packet of the key frame that waits. */
    long keyFrame() {
        return keyFrame;
    }

    /** What is still sent of the present encoding. */
    boolean belongsToOpenPicture(MediaPacket packet, int current) {
        return packet.layer() == current && packet.timestamp() <= newestTimestamp;
    }

    /** After this packet the change waits no longer. */
    boolean due(MediaPacket packet, int current, int next) {
        if (packet.layer() == current) {
            return !open || packet.timestamp() > newestTimestamp;
        }
        return packet.layer() == next && packet.sequence() > newestOfNext && packet.timestamp() > keyTimestamp;
    }
}
