/**
 * The sockets of signaling: who may connect, how fast they may talk, whether they are still there; what they say goes to
 * {@link org.lyceum.server.room.RoomRegistry}.
 */
@NullMarked
package org.lyceum.server.signaling;

import org.jspecify.annotations.NullMarked;
