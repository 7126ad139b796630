package org.lyceum.net;

/** What a media loop counts; the metrics page is generated from it. */
public enum LoopCounter {
    DATAGRAMS_RECEIVED,
    BYTES_RECEIVED,
    DATAGRAMS_SENT,
    BYTES_SENT,
    /** Messages that carried several datagrams to the kernel at once. */
    SEGMENTED_SENDS,
    /** Dropped because the loop's UDP socket did not take more. */
    DROPPED_SOCKET_FULL,
    /** Dropped because a client's TCP connection did not take more, or its relay is gone. */
    DROPPED_CONNECTION_FULL,
    /** The kernel refused a send. */
    SEND_FAILURES,
    /** Neither STUN nor DTLS nor RTP nor RTCP. */
    UNKNOWN_KIND,
    /** From an address without a peer. */
    UNKNOWN_SENDER,
    /** Peers found at another address by their media, before a check. */
    MOVED_PEERS,
    /** Decryptions tried in search of such a peer. */
    MOVE_TRIES,
    /** Media of unknown addresses that was not looked at, there being too much of it. */
    MOVES_NOT_TRIED,
    /** A check for nobody, or one that proved nothing. */
    UNKNOWN_USERNAME,
    /** For a peer of another loop. */
    STRAYS,
    /** Larger than any datagram of ours. */
    OVERSIZED,
    /** Peers closed because an invariant broke. */
    BROKEN_PEERS,
    /** Datagrams that broke what was to handle them, or ends of drains that broke. */
    BROKEN_DATAGRAMS,
    /** Mail of other loops that could not be taken. */
    BROKEN_MAIL,
    /** Timers that failed. */
    BROKEN_TIMERS,
    /** TCP connections refused by a limit or closed for bad framing. */
    TCP_REFUSED
}
