package org.lyceum.rtc.peer;

/** What becomes of a peer; called on the peer's thread from within its own methods. */
public interface PeerObserver {
    /** ICE and DTLS are done, media may flow. Called once. */
    void connected();

    /** The peer is over; called once, nothing follows, but a last {@link Peer#drain} sends what says farewell. */
    void closed(CloseReason reason);

    /** There is something to drain; called when the first datagram of a batch is queued from outside a receive. */
    void wantsDrain();
}
