/**
 * SRTP and SRTCP (RFC 3711, RFC 7714) on the JDK's ciphers.
 */
@NullMarked
package org.lyceum.rtc.srtp;

import org.jspecify.annotations.NullMarked;
