package org.lyceum.server.room;

import java.time.Duration;

/**
 * How much a room takes, and how long it waits.
 *
 * @param watchers watchers in one room at a time, players of WHEP included
 * @param resume how long a participant whose socket is lost is kept, its media going on
 * @param offline a live stream without media for this long is offline
 * @param answer how long a watcher may take to answer an offer before it is offered again; the third time it is given up
 * @param viewerCount the least time between two announcements of the number of viewers
 * @param chat the least time between two announcements of what was said
 * @param replay events kept for a participant that may come back
 */
public record RoomLimits(
        int watchers,
        Duration resume,
        Duration offline,
        Duration answer,
        Duration viewerCount,
        Duration chat,
        int replay) {
    public static final RoomLimits DEFAULT = new RoomLimits(
            2000,
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            1024);

    public RoomLimits withWatchers(int max) {
        return new RoomLimits(max, resume, offline, answer, viewerCount, chat, replay);
    }
}
