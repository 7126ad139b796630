/**
 * DTLS-SRTP (RFC 5764) behind three verbs, so that the library can change.
 *
 * <p>Spoken: DTLS 1.2 with ECDHE and AES-GCM, ECDSA P-256 for our certificate, extended master secret (RFC 7627, required: the exporter
 * is not safe without it), use_srtp without MKI, both roles. Not spoken: DTLS 1.3, which the library does not have yet;
 * DTLS 1.0, which RFC 8996 retired; HelloVerifyRequest, because ICE has checked the address before and a ClientHello of
 * today's browsers comes in two fragments, which a stateless verifier cannot read; session resumption and renegotiation.
 */
@NullMarked
package org.lyceum.rtc.dtls;

import org.jspecify.annotations.NullMarked;
