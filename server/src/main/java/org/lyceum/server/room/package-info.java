/**
 * Room control: who is in a room, who presents, who watches what, and whether the stream is live. A {@code Room} is a state
 * machine confined to one virtual thread, its mailbox the only way in; media flows elsewhere, through
 * {@link org.lyceum.net.RoomMedia}. Sockets ({@code server.signaling}) and WHIP/WHEP sessions are both just participants.
 *
 * <p>Not here yet: direct rooms and classes.
 */
@NullMarked
package org.lyceum.server.room;

import org.jspecify.annotations.NullMarked;
