package org.lyceum.net;

import org.lyceum.rtc.peer.CloseReason;

/** What becomes of a peer; called on a media loop. */
public interface PeerListener {
    /** ICE and DTLS are done, media may flow. */
    void connected();

    /** The peer is gone; nothing follows. */
    void closed(CloseReason reason);
}
