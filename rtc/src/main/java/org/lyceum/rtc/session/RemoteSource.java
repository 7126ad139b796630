package org.lyceum.rtc.session;

/**
 * A source that a publisher announced by {@code a=ssrc} and {@code a=ssrc-group:FID} (RFC 5576), the fallback where MID and
 * RID extensions are not sent.
 *
 * @param ssrc primary SSRC
 * @param rtxSsrc SSRC of its retransmissions, or 0
 */
public record RemoteSource(int ssrc, int rtxSsrc) {}
