package org.lyceum.wire.rtp;

/** What a datagram on a WebRTC port can be. RTP and RTCP are still encrypted where this is asked. */
public enum DatagramKind {
    STUN,
    DTLS,
    RTP,
    RTCP,
    UNKNOWN
}
