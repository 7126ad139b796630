package org.lyceum.rtc.peer;

import org.lyceum.rtc.bwe.BandwidthEstimator;

/** Which packet of media a datagram carries, for the first time or again: SSRC and sequence number in one {@code long}. */
final class Content {
    /** Padding, and old media that is only sent to probe. */
    static final long NONE = BandwidthEstimator.NO_MEDIA;

    private Content() {}

    /**
     * @param ssrc of the media, not of its retransmissions
     * @param sequence its sequence number, of which the lowest 16 bits count
     */
    static long of(int ssrc, long sequence) {
        return (Integer.toUnsignedLong(ssrc) << Short.SIZE) | (sequence & 0xFFFF);
    }

    static int ssrc(long content) {
        return (int) (content >>> Short.SIZE);
    }

    static int sequence(long content) {
        return (int) content & 0xFFFF;
    }
}
