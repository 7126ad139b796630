package org.lyceum.rtc.session;

import java.util.List;

/**
 * The outcome of one offer and answer: everything a peer needs from now on, immutable, mailed to the peer's loop.
 *
 * @param transport ICE and DTLS
 * @param sections the accepted m-lines in order
 */
public record SessionUpdate(TransportParameters transport, List<MediaSection> sections) {}
