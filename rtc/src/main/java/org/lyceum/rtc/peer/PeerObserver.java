package org.lyceum.rtc.peer;

/** What becomes of a peer; called on the peer's thread from within its own methods. */
public interface PeerObserver {
    /** ICE and DTLS are done, media may flow. Called once. */
    void connected();

    /** The peer is over; called once, nothing follows, but a last {@link Peer#drain} sends what says farewell. */
    void closed(CloseReason reason);

    /** There is something to drain, or the deadline has moved; called when something is sent, and again for more. */
    void wantsDrain();

    /**
     * What can be sent to the other side is estimated anew: what the way there carries, less what it takes to be rid of what
     * has waited here for long. Called when it has changed by 2 % or more, and never from within a send.
     *
     * @param bitsPerSecond headers and SRTP tags included, padding and retransmissions too
     */
    default void bandwidth(long bitsPerSecond, long nowNanos) {}
}
