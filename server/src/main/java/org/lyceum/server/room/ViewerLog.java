package org.lyceum.server.room;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes who watched and for how long. The database is waited for on {@code executor}, never on a room's thread: a
 * thousand people who join at once are a thousand rows. What cannot be written is logged and costs nobody the picture.
 */
final class ViewerLog {
    private static final Logger LOG = LoggerFactory.getLogger(ViewerLog.class);

    private final StreamFacts streams;
    private final Executor executor;

    ViewerLog(StreamFacts streams, Executor executor) {
        this.streams = streams;
        this.executor = executor;
    }

    /** @return the row's id to come */
    CompletableFuture<String> connected(String streamId, @Nullable String userId, String transport) {
        CompletableFuture<String> row = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                row.complete(streams.viewerConnected(streamId, userId, transport));
            } catch (RuntimeException e) {
                LOG.warn("a viewer of stream {} could not be recorded", streamId, e);
                row.cancel(false);
            }
        });
        return row;
    }

    void disconnected(CompletableFuture<String> row, long secondsWatched) {
        executor.execute(() -> {
            try {
                streams.viewerDisconnected(row.join(), secondsWatched);
            } catch (CancellationException _) {
                // There is no row, and a warning was given.
            } catch (RuntimeException e) {
                LOG.warn("the end of a viewer connection could not be recorded", e);
            }
        });
    }
}
