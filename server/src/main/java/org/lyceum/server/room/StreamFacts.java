package org.lyceum.server.room;

import org.jspecify.annotations.Nullable;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.Streams;

/** What rooms write down about streams; see {@link Streams} for each. Every method waits for the database. */
interface StreamFacts {
    Stream mediaStarted(String id);

    Stream mediaStopped(String id);

    String viewerConnected(String streamId, @Nullable String userId, String transport);

    void viewerDisconnected(String connectionId, long secondsWatched);

    static StreamFacts of(Streams streams) {
        return new StreamFacts() {
            @Override
            public Stream mediaStarted(String id) {
                return streams.mediaStarted(id);
            }

            @Override
            public Stream mediaStopped(String id) {
                return streams.mediaStopped(id);
            }

            @Override
            public String viewerConnected(String streamId, @Nullable String userId, String transport) {
                return streams.viewerConnected(streamId, userId, transport);
            }

            @Override
            public void viewerDisconnected(String connectionId, long secondsWatched) {
                streams.viewerDisconnected(connectionId, secondsWatched);
            }
        };
    }
}
