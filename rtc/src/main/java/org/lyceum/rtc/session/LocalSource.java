package org.lyceum.rtc.session;

/**
 * What this side sends on an m-line.
 *
 * @param ssrc primary SSRC, chosen by this side
 * @param rtxSsrc SSRC of retransmissions, or 0 where RTX was not negotiated
 * @param cname RTCP canonical name, one for all that must stay in step (RFC 7022)
 */
public record LocalSource(int ssrc, int rtxSsrc, String cname) {}
