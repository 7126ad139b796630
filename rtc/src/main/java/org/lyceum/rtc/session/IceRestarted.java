package org.lyceum.rtc.session;

/**
 * What came of an ICE restart by fragment (RFC 9725, 4.3.2).
 *
 * @param fragment the new credentials and candidates of this side, {@code application/trickle-ice-sdpfrag}
 * @param update what the peer must do from now on
 */
public record IceRestarted(String fragment, SessionUpdate update) {}
