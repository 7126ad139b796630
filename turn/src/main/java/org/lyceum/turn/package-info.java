/**
 * A STUN and TURN server (RFC 8489, RFC 8656) without a socket, a thread or a clock: {@link org.lyceum.turn.TurnEngine} gets
 * messages and the time, and {@code net} moves the bytes.
 *
 * <p>Not here: relayed TCP connections (RFC 6062: REQUESTED-TRANSPORT is UDP or 442, so that 446 and 447 never occur) and mobility
 * (RFC 8016), which no browser asks for; ICMP in Data indications, which the kernel does not tell a socket's reader per peer;
 * PASSWORD-ALGORITHMS and USERHASH, since the passwords that are known everywhere are those of the REST scheme, which are keyed by
 * MD5; ALTERNATE-SERVER, there being one server; empty datagrams, which the network library does not send.
 */
@NullMarked
package org.lyceum.turn;

import org.jspecify.annotations.NullMarked;
