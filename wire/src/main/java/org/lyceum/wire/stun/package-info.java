/**
 * STUN messages (RFC 8489) with the attributes of ICE (RFC 8445, 16.1) and TURN (RFC 8656, 18).
 *
 * <p>Not here, because nobody in this house needs them: USERHASH and PASSWORD-ALGORITHMS. A request that carries one of
 * their comprehension-required attributes is answered with 420. The keys of long-term credentials are made where they are used.
 */
@NullMarked
package org.lyceum.wire.stun;

import org.jspecify.annotations.NullMarked;
