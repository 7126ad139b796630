package org.lyceum.rtc.peer;

/**
 * What a peer knows of the way to its other side, at one moment.
 *
 * @param estimate bits a second that it carries, headers and SRTP tags included; 0 where nothing is sent
 * @param roundTripNanos newest round trip, 0 while unknown
 * @param queueingDelayNanos how much longer than the quickest of late packets now take, 0 while unknown
 * @param lossRatio share of packets lost of late, 0 to 1
 * @param limitedBy what holds the estimate where it is
 * @param pacerQueueBytes bytes that wait for the network here
 */
public record SendQuality(
        long estimate,
        long roundTripNanos,
        long queueingDelayNanos,
        double lossRatio,
        LimitedBy limitedBy,
        int pacerQueueBytes) {
    /** What holds an estimate down. */
    public enum LimitedBy {
        /** Nothing: it grows as far as there is something to send. */
        NOTHING,
        /** Packets queue up in the network. */
        DELAY,
        /** Packets get lost. */
        LOSS
    }
}
