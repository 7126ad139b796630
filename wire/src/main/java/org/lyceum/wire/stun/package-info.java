/**
 * STUN messages (RFC 8489) with the attributes of ICE (RFC 8445, 16.1).
 *
 * <p>Not here, because ICE uses short-term credentials and nothing else: USERHASH, PASSWORD-ALGORITHMS and the long-term
 * mechanism. A request that carries one of their comprehension-required attributes is answered with 420.
 */
@NullMarked
package org.lyceum.wire.stun;

import org.jspecify.annotations.NullMarked;
