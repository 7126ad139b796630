package org.lyceum.rtc.peer;

/**
 * What of a stream's pictures is worth leaving the {@link Pacer}, where they would be long in leaving: the newest key frame and what
 * follows it, and what is left of a key frame that is leaving already. Remembers what has never left, which nobody needs again.
 * Timestamps and sequence numbers are those on the wire, extended. Confined to the peer's thread; allocates nothing.
 */
final class WaitingPictures {
    private static final long NONE = Long.MIN_VALUE;

    private long keyFrame = NONE;
    /** The picture of which a packet left last. */
    private long leaving = NONE;
    /** What is left of the key frame that is leaving is not worth its time. */
    private boolean cutsOff;
    /** Packets of key frames that wait. */
    private int keyFramePackets;
    /** The newest run of numbers that have never left, since a key frame made their packets obsolete or nothing followed. */
    private long firstObsolete = Long.MAX_VALUE;

    private long lastObsolete = NONE;

    /** A key frame begins, and makes everything before it obsolete. */
    void keyFrameBegins(long timestamp) {
        keyFrame = timestamp;
        cutsOff = false;
    }

    /** Nothing follows: all is obsolete, even what is left of a key frame if others wait. */
    void nothingFollows(boolean othersWait) {
        keyFrame = NONE;
        cutsOff = othersWait;
    }

    /** The newest key frame is all there, and whole sooner than what is left of the one that is leaving. */
    void overtakes() {
        cutsOff = true;
    }

    /** Whether this is the newest key frame's timestamp. */
    boolean isKeyFrame(long timestamp) {
        return timestamp == keyFrame;
    }

    /** A packet of this picture has left for the first time. */
    void left(long timestamp) {
        leaving = timestamp;
    }

    /** The picture of which a packet left last. */
    long leaving() {
        return leaving;
    }

    /**
     * Of a packet that waits. The rest of a key frame that is leaving is not, or a slow network would never show a picture, because
     * the next one cuts off each; unless the next one is all there and whole sooner, or nothing follows and other tracks wait.
     */
    boolean obsolete(PacedPacket waiting) {
        boolean newest = waiting.keyFrame() && waiting.timestamp() == keyFrame;
        boolean begun = waiting.keyFrame() && waiting.timestamp() == leaving;
        return !newest && (!begun || cutsOff);
    }

    /** A packet with this number will never leave. What has a gap before it begins another run. */
    void discarded(long sequence) {
        if (sequence != lastObsolete + 1) {
            firstObsolete = sequence;
        }
        lastObsolete = sequence;
    }

    /** The packet with this number was discarded, of late. */
    boolean neverLeft(long sequence) {
        return sequence >= firstObsolete && sequence <= lastObsolete;
    }

    /** So many more packets of key frames wait. */
    void keyFramePackets(int more) {
        keyFramePackets += more;
    }

    boolean keyFrameWaits() {
        return keyFramePackets > 0;
    }
}
