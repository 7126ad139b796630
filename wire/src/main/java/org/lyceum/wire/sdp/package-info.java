/**
 * Session descriptions (RFC 8866) as WebRTC writes them: {@link org.lyceum.wire.sdp.SessionDescription} is the text as
 * values, the other records read and write single attributes. A malformed attribute is null to its reader and costs
 * nothing else.
 *
 * <p>Not supported: several ports in one m-line, which BUNDLE leaves without meaning; alternatives within one simulcast
 * stream, of which the first is taken.
 */
@NullMarked
package org.lyceum.wire.sdp;

import org.jspecify.annotations.NullMarked;
