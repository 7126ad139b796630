package org.lyceum.rtc.dtls;

/**
 * Times of a handshake.
 *
 * @param limitMillis after which it has failed
 * @param firstResendMillis after which a flight is sent again for the first time, doubling from there (RFC 6347, 4.2.4.1
 *     suggests a second; WebRTC has ICE's word that the path is alive, and a person waits)
 */
record HandshakeTimes(int limitMillis, int firstResendMillis) {
    static final HandshakeTimes USUAL = new HandshakeTimes(15_000, 150);

    /** The library's own limit, in case that the owner has forgotten its association. */
    int libraryLimitMillis() {
        return limitMillis + 1_000;
    }
}
