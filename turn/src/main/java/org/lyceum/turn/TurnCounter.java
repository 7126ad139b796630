package org.lyceum.turn;

/** What the TURN server counts; the metrics page is generated from it. */
public enum TurnCounter {
    BINDINGS,
    ALLOCATIONS_MADE,
    ALLOCATIONS_ENDED,
    BYTES_TO_PEERS,
    BYTES_TO_CLIENTS,
    DATAGRAMS_TO_PEERS,
    DATAGRAMS_TO_CLIENTS,
    /** No credentials yet: how every client begins. */
    CHALLENGED,
    /** 401: unknown, expired or withdrawn user, or a wrong password. */
    REFUSED_UNAUTHORIZED,
    /** 438. */
    REFUSED_STALE_NONCE,
    /** 441: the allocation is somebody else's. */
    REFUSED_WRONG_CREDENTIALS,
    /** 400 and 420. */
    REFUSED_BAD_REQUEST,
    /** 437. */
    REFUSED_MISMATCH,
    /** 440, 442, 443. */
    REFUSED_UNSUPPORTED,
    /** 403: the peer is one that nobody is led to. */
    REFUSED_PEER,
    /** 486. */
    REFUSED_QUOTA,
    /** 508. */
    REFUSED_CAPACITY,
    /** No STUN and no ChannelData, or an unknown method or class. */
    DROPPED_MALFORMED,
    /** An answer that would have been more than a stranger may get. */
    DROPPED_STRANGER,
    /** For a peer without a permission, or from one. */
    DROPPED_NO_PERMISSION,
    /** On a channel that is not bound, or without an allocation. */
    DROPPED_NO_CHANNEL,
    /** For a destination that nobody is led to, or a relayed address that is no more. */
    DROPPED_DESTINATION,
    /** Above the allocation's rate. */
    DROPPED_RATE,
    /** A socket or a connection did not take more. */
    DROPPED_FULL,
    /** Broke what was to handle them. */
    BROKEN_DATAGRAMS,
    /** The kernel refused a send. */
    SEND_FAILURES,
    /** Connections refused by a limit, or closed for bad framing or silence. */
    TCP_REFUSED
}
