package org.lyceum.server.room;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.Streams;

/** What rooms write down about streams; see {@link Streams} for each. Every method waits for the database. */
interface StreamFacts {
    Stream mediaStarted(String id);

    Stream mediaStopped(String id);

    /** Ids of those who may watch it when it is private. */
    Set<String> invited(String streamId);

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
            public Set<String> invited(String streamId) {
                return streams.invited(streamId);
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
