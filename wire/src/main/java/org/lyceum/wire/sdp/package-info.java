/**
 * Session descriptions (RFC 8866) as WebRTC writes them.
 */
@NullMarked
package org.lyceum.wire.sdp;

import org.jspecify.annotations.NullMarked;
