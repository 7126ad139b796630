package org.lyceum.rtc.peer;

/** What a peer counts; totals since its start. */
public enum PeerCounter {
    /** RTP packets accepted, retransmissions and padding included. */
    RTP_RECEIVED,
    /** Bytes of these on the wire, headers and tags included. */
    RTP_BYTES_RECEIVED,
    RTCP_RECEIVED,
    /** Media that came before the keys, over a path that proved nothing, or after the end. */
    EARLY_OR_STRANGE,
    /** Failed authentication. */
    AUTH_FAILED,
    /** Within the replay window a second time, or too old for it. */
    REPLAYED,
    MALFORMED,
    /** RTP of an SSRC that belongs to no m-line. */
    UNBOUND,
    /** Packets of SSRCs refused because there were too many, or because they changed too often. */
    SOURCES_REFUSED,
    /** Payload types that were not negotiated. */
    UNKNOWN_PAYLOAD_TYPE,
    /** Came twice, or too late to be of use. */
    DUPLICATE_OR_LATE,
    /** Lost on the way in and brought back by RTX. */
    RECOVERED,
    RTP_SENT,
    RTP_BYTES_SENT,
    /** Of these, answers to NACK. */
    RTP_RESENT,
    /** Sent for nothing but to learn what the network carries: old media, or padding. */
    RTP_PROBES,
    /** Waited in the pacer before they left. */
    PACED,
    /** Not sent: retransmissions that would have been late, and what had no room in the pacer at all. */
    DROPPED_PACER_FULL,
    /** Not sent: they waited in the pacer when a key frame made them obsolete, or when their track was paused. */
    DISCARDED_OBSOLETE,
    /** Not sent: the batch was full. */
    DROPPED_BATCH_FULL,
    RTCP_SENT,
    /** Claims about what was sent that cannot be true, in transport-wide feedback, REMB and receiver reports. */
    IMPOSSIBLE_CLAIMS,
    /** Packets of media that the other side says have come, by transport-wide feedback; each counts once, padding and probes do not. */
    RTP_ACKNOWLEDGED,
    /** As far as receiver reports say that the sequence numbers have got; lost ones in between count, too. */
    RTP_REPORTED,
    /** Sequence numbers asked for by NACK. */
    NACKED_IN,
    /** Sequence numbers that this side asked for. */
    NACKED_OUT,
    /** PLI and FIR received. */
    KEY_FRAME_REQUESTS_IN,
    /** Key frames that were not asked for, for these or for the room's own reasons: there had been too many for one watcher. */
    KEY_FRAME_REQUESTS_REFUSED,
    /** PLI and FIR sent. */
    KEY_FRAME_REQUESTS_OUT,
    /**
     * Times that a path was asked whether the peer is there, and did not answer. One that grows while the peer lives: its address
     * has changed and it answers no checks, so that what is sent does not reach it; or somebody copies its checks.
     */
    PATHS_UNANSWERED
}
