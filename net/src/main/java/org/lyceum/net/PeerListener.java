package org.lyceum.net;

/** What becomes of a peer; called on a media loop. */
public interface PeerListener {
    /** Why a peer ended. */
    enum CloseReason {
        /** Closed by {@link PeerHandle#close}. */
        CLOSED_HERE,
        /** The other side sent close_notify: it left on purpose. */
        LEFT,
        /** No authenticated check came within 15 s of its creation. */
        NEVER_CAME,
        /** Checks stopped for 30 s. */
        EXPIRED,
        /** DTLS failed or took too long. */
        HANDSHAKE_FAILED,
        /** A limit was hit, or an invariant broke. */
        REFUSED
    }

    /** ICE and DTLS are done, media may flow. */
    void connected();

    /** The peer is gone; nothing follows. */
    void closed(CloseReason reason);
}
