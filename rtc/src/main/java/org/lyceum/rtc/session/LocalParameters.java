package org.lyceum.rtc.session;

import java.util.List;
import org.lyceum.rtc.dtls.Fingerprint;
import org.lyceum.wire.sdp.Candidate;

/**
 * What every description made here says of this side.
 *
 * @param fingerprint of the certificate that DTLS presents
 * @param candidates host candidates: UDP and passive TCP for each advertised address
 */
public record LocalParameters(Fingerprint fingerprint, List<Candidate> candidates) {}
