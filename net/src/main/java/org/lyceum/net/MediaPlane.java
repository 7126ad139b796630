package org.lyceum.net;

import org.lyceum.rtc.session.LocalParameters;

/**
 * The media side of the house as signaling sees it. All methods may be called from any thread and none blocks; listeners
 * are called on a media loop and must only hand over (to a mailbox, a queue).
 */
public interface MediaPlane {
    /** Fingerprint and candidates that go into every description made here. */
    LocalParameters localParameters();

    /** A peer that nobody has heard of yet; it comes to life with its first {@link PeerHandle#update}. */
    PeerHandle createPeer(PeerListener listener);

    /** The media of a room; open until {@link RoomMedia#close}. */
    RoomMedia openRoom(String roomId, RoomListener listener);

    /** There is more to send than the machine can, and for a while already: nobody new should watch. */
    boolean isFull();

    /** Some get less of the pictures than they could have, since the machine cannot send it. */
    boolean isShedding();
}
