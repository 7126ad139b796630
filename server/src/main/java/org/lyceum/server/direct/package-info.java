/**
 * Direct rooms: one sender and its receivers, whose media goes from one to the other; this server introduces them and hands
 * their descriptions on (docs/protocol.md). {@link org.lyceum.server.direct.DirectRooms} is the way in and has the one thread;
 * below it is {@link org.lyceum.server.direct.DirectHouse}, which has none, and is told the time.
 *
 * <p>Not here: what the descriptions say. They are between the two browsers; only their size is looked at.
 */
@NullMarked
package org.lyceum.server.direct;

import org.jspecify.annotations.NullMarked;
