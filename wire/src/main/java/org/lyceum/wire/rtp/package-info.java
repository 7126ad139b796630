/**
 * RTP packets (RFC 3550), header extensions (RFC 8285), retransmission payloads (RFC 4588), framing for TCP (RFC 4571), and
 * what tells datagrams of one port apart (RFC 7983).
 *
 * <p>Encrypted headers (RFC 6904, RFC 9335) are not spoken: browsers do not offer them unless asked.
 */
@NullMarked
package org.lyceum.wire.rtp;

import org.jspecify.annotations.NullMarked;
