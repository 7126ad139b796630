/**
 * SRTP and SRTCP (RFC 3711, RFC 7714), as WebRTC uses them, on a given library's AES-GCM or the JDK's: no MKI, no key derivation rate, no
 * lifetime but the index's own, SRTCP always encrypted (RFC 8827, 6.5), no encryption of header extensions (RFC 6904) and
 * no Cryptex (RFC 9335), because no session description that Lyceum writes offers them.
 */
@NullMarked
package org.lyceum.rtc.srtp;

import org.jspecify.annotations.NullMarked;
