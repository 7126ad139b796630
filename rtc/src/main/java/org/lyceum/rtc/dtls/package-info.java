/**
 * DTLS-SRTP (RFC 5764) behind three verbs, so that the library can change.
 */
@NullMarked
package org.lyceum.rtc.dtls;

import org.jspecify.annotations.NullMarked;
