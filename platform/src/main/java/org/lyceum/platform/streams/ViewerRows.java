package org.lyceum.platform.streams;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The statements about who watched. They take part in the caller's transaction. */
final class ViewerRows {
    private ViewerRows() {}

    /** Whether there is such a stream. */
    static boolean connect(
            Handle sql, String id, String streamId, @Nullable String userId, String transport, Instant now) {
        return sql.createUpdate("""
                        INSERT INTO viewer_connections (id, stream_id, stream_session_id, viewer_id, transport, connected_at)
                        SELECT :id, stream.id,
                               (SELECT session.id FROM stream_sessions session
                                WHERE session.stream_id = stream.id AND session.ended_at IS NULL),
                               (SELECT viewer.id FROM users viewer WHERE viewer.id = :viewer),
                               :transport, :now
                        FROM streams stream WHERE stream.id = :stream""")
                        .bind("id", id)
                        .bind("viewer", userId)
                        .bind("transport", transport)
                        .bind("now", now.toEpochMilli())
                        .bind("stream", streamId)
                        .execute()
                > 0;
    }

    /** The running session's largest audience, where it is the one of this moment. */
    static void notePeak(Handle sql, String streamId) {
        int now = countOpen(sql, streamId);
        sql.createUpdate("""
                        UPDATE stream_sessions SET peak_viewers = :now
                        WHERE stream_id = :stream AND ended_at IS NULL AND peak_viewers < :now""").bind("now", now).bind("stream", streamId).execute();
    }

    static void disconnect(Handle sql, String id, long secondsWatched, Instant now) {
        sql.createUpdate("""
                        UPDATE viewer_connections SET disconnected_at = :now, seconds_watched = :seconds
                        WHERE id = :id AND disconnected_at IS NULL""")
                .bind("now", now.toEpochMilli())
                .bind("seconds", secondsWatched)
                .bind("id", id)
                .execute();
    }

    /** Forgets visits that were over by then; their sessions keep the sums. */
    static void forget(Handle sql, Instant before) {
        sql.createUpdate("""
                        UPDATE stream_sessions SET
                          forgotten_viewers = forgotten_viewers + (
                            SELECT COUNT(*) FROM viewer_connections old
                            WHERE old.stream_session_id = stream_sessions.id AND old.disconnected_at < :before),
                          forgotten_seconds = forgotten_seconds + (
                            SELECT COALESCE(SUM(old.seconds_watched), 0) FROM viewer_connections old
                            WHERE old.stream_session_id = stream_sessions.id AND old.disconnected_at < :before)
                        WHERE id IN (SELECT stream_session_id FROM viewer_connections WHERE disconnected_at < :before)""").bind("before", before.toEpochMilli()).execute();
        sql.createUpdate("DELETE FROM viewer_connections WHERE disconnected_at < :before")
                .bind("before", before.toEpochMilli())
                .execute();
    }

    /** Open connections by stream; streams without any are not in it. */
    static Map<String, Integer> countOpen(Handle sql) {
        return sql.createQuery("""
                        SELECT stream_id, COUNT(*) AS viewers FROM viewer_connections
                        WHERE disconnected_at IS NULL GROUP BY stream_id""").reduceRows(new HashMap<>(), (counts, row) -> {
            counts.put(row.getColumn("stream_id", String.class), row.getColumn("viewers", Integer.class));
            return counts;
        });
    }

    static int countOpen(Handle sql, String streamId) {
        return sql.createQuery(
                        "SELECT COUNT(*) FROM viewer_connections WHERE stream_id = :stream AND disconnected_at IS NULL")
                .bind("stream", streamId)
                .mapTo(Integer.class)
                .one();
    }
}
