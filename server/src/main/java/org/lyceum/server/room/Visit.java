package org.lyceum.server.room;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One watcher's connection, as the database will know it: when it began and ended, and how long media reached it. Confined to the room's thread. */
final class Visit {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ViewerLog log;
    private final CompletableFuture<String> row;
    private boolean receiving;
    private long receivingSince;
    private long receivedNanos;

    Visit(ViewerLog log, String streamId, @Nullable String userId, String transport) {
        this.log = log;
        this.row = log.connected(streamId, userId, transport);
    }

    /** Media reaches the watcher from now on, or does not any more. */
    void receiving(boolean now, long nowNanos) {
        if (receiving) {
            receivedNanos += nowNanos - receivingSince;
        }
        receiving = now;
        receivingSince = nowNanos;
    }

    void end(long nowNanos) {
        receiving(false, nowNanos);
        log.disconnected(row, receivedNanos / NANOS_PER_SECOND);
    }
}
