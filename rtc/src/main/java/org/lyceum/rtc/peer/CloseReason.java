package org.lyceum.rtc.peer;

/** Why a peer ended. */
public enum CloseReason {
    /** Closed by this side. */
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
