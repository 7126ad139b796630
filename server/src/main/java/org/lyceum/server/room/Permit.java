package org.lyceum.server.room;

/** What a watcher may be sent, whatever its page wishes. */
enum Permit {
    ALL,
    /** The sound; the smallest picture where there is no sound, since something has to arrive that can be acknowledged. */
    SOUND,
    NOTHING
}
