package org.lyceum.rtc.peer;

/** Hears what a watcher reports of one m-line. Called by the peer on its loop, never from within a send. */
public interface OutboundListener {
    /**
     * The watcher misses packets (RFC 4585, 6.2.1).
     *
     * @param sequences 16-bit sequence numbers of the m-line's primary SSRC; valid during the call only
     * @param count how many of them
     * @param nowNanos now
     */
    void nack(int[] sequences, int count, long nowNanos);

    /**
     * By transport-wide feedback a packet did not arrive, sent for the first time or again. The watcher may or may not ask for it:
     * libwebrtc asks once only for pictures that a later one can be decoded without, and what it asks may be lost, too.
     *
     * @param sequence 16-bit sequence number of the m-line's primary SSRC
     * @param departureNanos when the copy left that is lost
     * @param nowNanos now
     */
    default void lost(int sequence, long departureNanos, long nowNanos) {}

    /** The watcher asks for a key frame (PLI or FIR), within its budget. */
    void keyFrameRequested(long nowNanos);

    /**
     * The network is to be probed: old packets go out again by {@link OutboundMedia#resend}, about so many bytes of them, or
     * padding by {@link OutboundMedia#pad} where there are no retransmissions. Called from the peer's deadline, while nothing
     * waits in the pacer.
     *
     * @param bytes how many, at least 1; headers and tags count
     * @return how many went, 0 where there is nothing worth sending again
     */
    default int probe(int bytes, long nowNanos) {
        return 0;
    }
}
