/**
 * ICE (RFC 8445): the lite role of a server, and the controlling role of links, tests and load.
 *
 * <p>Not supported, with the reason: media that follows a client to another address where the client does not answer checks, as
 * some tools with one socket do not; to believe its checks alone would let anybody have anybody flooded. Its checks keep it
 * alive, its media is taken, and what is sent to it goes to the old address until it connects anew.
 * {@link org.lyceum.rtc.peer.PeerCounter#PATHS_UNANSWERED} tells of it.
 */
@NullMarked
package org.lyceum.rtc.ice;

import org.jspecify.annotations.NullMarked;
