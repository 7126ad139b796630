/**
 * One WebRTC peer: ICE, DTLS, SRTP, RTP and RTCP put together, without any I/O.
 */
@NullMarked
package org.lyceum.rtc.peer;

import org.jspecify.annotations.NullMarked;
