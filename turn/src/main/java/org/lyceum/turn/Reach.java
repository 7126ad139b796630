package org.lyceum.turn;

/** What is at a peer's address, as seen by one allocation. */
public enum Reach {
    /** The media port of this house: delivered in process. */
    MEDIA,
    /** A relayed address of this house: delivered in process while it lives. */
    RELAY,
    /** Somebody out there: sent by the relay's own socket. */
    NETWORK,
    /** Something that nobody is led to. */
    NOWHERE
}
