package org.lyceum.platform.streams;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.lyceum.platform.db.Columns;

/** The statements about streams and their sessions. They take part in the caller's transaction. */
final class StreamRows {
    private static final String SELECT = """
            SELECT stream.id, stream.title, stream.category, stream.visibility, stream.price_per_minute, stream.creator_id,
                   creator.display_name, stream.status, stream.created_at, stream.live_since, stream.armed,
                   stream.description, stream.scheduled_at, stream.preview_seconds, stream.chat_guests,
                   stream.chat_slow_seconds
            FROM streams stream JOIN users creator ON creator.id = stream.creator_id
            """;

    private StreamRows() {}

    static void insert(Handle sql, String id, String creatorId, NewStream stream, byte[] keyHash, Instant now) {
        sql.createUpdate("""
                        INSERT INTO streams (id, creator_id, title, category, visibility, price_per_minute, preview_seconds,
                                             status, armed, key_hash, created_at)
                        VALUES (:id, :creator, :title, :category, :visibility, :price, :preview, 'offline', 0, :keyHash, :now)""")
                .bind("id", id)
                .bind("creator", creatorId)
                .bind("title", stream.title())
                .bind("category", stream.category())
                .bind("visibility", stream.visibility().wireName())
                .bind("price", stream.pricePerMinute())
                .bind("preview", stream.previewSeconds())
                .bind("keyHash", keyHash)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    static boolean edit(Handle sql, String id, NewStream wanted, StreamDetails details) {
        Instant scheduled = details.scheduledAt();
        return sql.createUpdate("""
                        UPDATE streams SET title = :title, category = :category, visibility = :visibility,
                          price_per_minute = :price, description = :description, scheduled_at = :scheduled,
                          preview_seconds = :preview, chat_guests = :guests, chat_slow_seconds = :slow
                        WHERE id = :id""")
                        .bind("title", wanted.title())
                        .bind("category", wanted.category())
                        .bind("visibility", wanted.visibility().wireName())
                        .bind("price", wanted.pricePerMinute())
                        .bind("description", details.description())
                        .bind("scheduled", scheduled == null ? null : Long.valueOf(scheduled.toEpochMilli()))
                        .bind("preview", details.previewSeconds())
                        .bind("guests", details.guestsChat() ? 1 : 0)
                        .bind("slow", details.slowSeconds())
                        .bind("id", id)
                        .execute()
                > 0;
    }

    static Optional<Stream> find(Handle sql, String id) {
        return sql.createQuery(SELECT + "WHERE stream.id = :id")
                .bind("id", id)
                .map((row, _) -> stream(row))
                .findOne();
    }

    static Optional<Stream> findByKeyHash(Handle sql, byte[] keyHash) {
        return sql.createQuery(SELECT + "WHERE stream.key_hash = :keyHash")
                .bind("keyHash", keyHash)
                .map((row, _) -> stream(row))
                .findOne();
    }

    /** The listed ones, those that are live first, then the newest. */
    static List<Stream> listPublic(Handle sql, int limit) {
        return sql.createQuery(SELECT + """
                        WHERE stream.visibility = 'public'
                        ORDER BY CASE stream.status WHEN 'live' THEN 0 ELSE 1 END, stream.created_at DESC, stream.id
                        LIMIT :limit""")
                .bind("limit", limit)
                .map((row, _) -> stream(row))
                .list();
    }

    static List<Stream> listByCreator(Handle sql, String creatorId, int limit) {
        return sql.createQuery(SELECT + """
                        WHERE stream.creator_id = :creator
                        ORDER BY stream.created_at DESC, stream.id
                        LIMIT :limit""")
                .bind("creator", creatorId)
                .bind("limit", limit)
                .map((row, _) -> stream(row))
                .list();
    }

    static int countByCreator(Handle sql, String creatorId) {
        return sql.createQuery("SELECT COUNT(*) FROM streams WHERE creator_id = :creator")
                .bind("creator", creatorId)
                .mapTo(Integer.class)
                .one();
    }

    /** Ready for media; one that was ended is no longer. Whether it was not so before. */
    static boolean arm(Handle sql, String id) {
        return sql.createUpdate("""
                        UPDATE streams SET armed = 1, status = 'offline'
                        WHERE id = :id AND status <> 'live' AND (armed = 0 OR status = 'ended')""").bind("id", id).execute() > 0;
    }

    static boolean goLive(Handle sql, String id, Instant now) {
        return sql.createUpdate("""
                        UPDATE streams SET status = 'live', live_since = :now, armed = 0
                        WHERE id = :id AND status <> 'live'""")
                        .bind("now", now.toEpochMilli())
                        .bind("id", id)
                        .execute()
                > 0;
    }

    static boolean goOffline(Handle sql, String id) {
        return sql.createUpdate("""
                        UPDATE streams SET status = 'offline', live_since = NULL
                        WHERE id = :id AND status = 'live'""").bind("id", id).execute() > 0;
    }

    static boolean end(Handle sql, String id) {
        return sql.createUpdate("""
                        UPDATE streams SET status = 'ended', live_since = NULL, armed = 0
                        WHERE id = :id AND status <> 'ended'""").bind("id", id).execute() > 0;
    }

    static boolean setKeyHash(Handle sql, String id, byte[] keyHash) {
        return sql.createUpdate("UPDATE streams SET key_hash = :keyHash WHERE id = :id")
                        .bind("keyHash", keyHash)
                        .bind("id", id)
                        .execute()
                > 0;
    }

    /** Those who wait already when it begins are its first viewers. */
    static void openSession(Handle sql, String sessionId, String streamId, Instant now) {
        sql.createUpdate("INSERT INTO stream_sessions (id, stream_id, started_at) VALUES (:id, :stream, :now)")
                .bind("id", sessionId)
                .bind("stream", streamId)
                .bind("now", now.toEpochMilli())
                .execute();
        ViewerRows.notePeak(sql, streamId);
    }

    static void closeSession(Handle sql, String streamId, Instant now) {
        sql.createUpdate("UPDATE stream_sessions SET ended_at = :now WHERE stream_id = :stream AND ended_at IS NULL")
                .bind("now", now.toEpochMilli())
                .bind("stream", streamId)
                .execute();
    }

    static List<StreamSession> listSessions(Handle sql, String streamId, int limit) {
        return sql.createQuery("""
                        SELECT session.id, session.started_at, session.ended_at, session.peak_viewers,
                               session.forgotten_viewers + COUNT(viewer.id) AS viewers,
                               session.forgotten_seconds + COALESCE(SUM(viewer.seconds_watched), 0) AS seconds_watched
                        FROM stream_sessions session
                        LEFT JOIN viewer_connections viewer ON viewer.stream_session_id = session.id
                        WHERE session.stream_id = :stream
                        GROUP BY session.id, session.started_at, session.ended_at, session.peak_viewers,
                                 session.forgotten_viewers, session.forgotten_seconds
                        ORDER BY session.started_at DESC, session.id
                        LIMIT :limit""")
                .bind("stream", streamId)
                .bind("limit", limit)
                .map((row, _) -> session(row))
                .list();
    }

    /** What a crash left open. Nobody knows when it really ended; it is over now. */
    static void closeLeftovers(Handle sql, Instant now) {
        sql.createUpdate("UPDATE stream_sessions SET ended_at = :now WHERE ended_at IS NULL")
                .bind("now", now.toEpochMilli())
                .execute();
        sql.createUpdate("UPDATE viewer_connections SET disconnected_at = :now WHERE disconnected_at IS NULL")
                .bind("now", now.toEpochMilli())
                .execute();
        sql.createUpdate("UPDATE streams SET status = 'offline', live_since = NULL WHERE status = 'live'")
                .execute();
    }

    private static Stream stream(ResultSet row) throws SQLException {
        return new Stream(
                row.getString("id"),
                row.getString("title"),
                row.getString("category"),
                Visibility.ofWireName(row.getString("visibility")).orElseThrow(),
                row.getLong("price_per_minute"),
                row.getString("creator_id"),
                row.getString("display_name"),
                StreamStatus.ofWireName(row.getString("status")),
                Columns.instant(row, "created_at"),
                Columns.instantOrNull(row, "live_since"),
                row.getLong("armed") != 0,
                new StreamDetails(
                        row.getString("description"),
                        Columns.instantOrNull(row, "scheduled_at"),
                        row.getLong("preview_seconds"),
                        row.getLong("chat_guests") != 0,
                        row.getLong("chat_slow_seconds")));
    }

    private static StreamSession session(ResultSet row) throws SQLException {
        return new StreamSession(
                row.getString("id"),
                Columns.instant(row, "started_at"),
                Columns.instantOrNull(row, "ended_at"),
                row.getInt("viewers"),
                row.getInt("peak_viewers"),
                row.getLong("seconds_watched"));
    }
}
