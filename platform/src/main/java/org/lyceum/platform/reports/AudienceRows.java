package org.lyceum.platform.reports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.db.Columns;

/** The statements about who watched a creator's streams. Of visits that are forgotten their broadcasts keep the sums. */
final class AudienceRows {
    private AudienceRows() {}

    private record Part(long day, long visits, long seconds, int peak) {
        static final Part NOTHING = new Part(0, 0, 0, 0);

        Part plus(Part more) {
            return new Part(day, visits + more.visits, seconds + more.seconds, Math.max(peak, more.peak));
        }
    }

    static AudienceReport report(Handle sql, String creatorId, @Nullable String streamId, Days days) {
        Map<Long, Part> byDay = new HashMap<>();
        Part total = Part.NOTHING;
        for (Part part : parts(sql, creatorId, streamId, days)) {
            byDay.merge(part.day(), part, Part::plus);
            total = total.plus(part);
        }
        return new AudienceReport(total.visits(), total.seconds(), total.peak(), days.map(day -> {
            Part part = byDay.getOrDefault(day, Part.NOTHING);
            return new AudienceReport.OfDay(LocalDate.ofEpochDay(day), part.visits(), part.seconds(), part.peak());
        }));
    }

    private static List<Part> parts(Handle sql, String creatorId, @Nullable String streamId, Days days) {
        Query query = sql.createQuery("""
                SELECT (connected_at + :offset) / 86400000 AS day, COUNT(*) AS visits,
                       SUM(COALESCE(seconds_watched, 0)) AS seconds, 0 AS peak
                FROM viewer_connections
                WHERE stream_id IN (%1$s) AND connected_at >= :from AND connected_at < :until
                GROUP BY day
                UNION ALL
                SELECT (started_at + :offset) / 86400000 AS day, SUM(forgotten_viewers), SUM(forgotten_seconds),
                       MAX(peak_viewers)
                FROM stream_sessions
                WHERE stream_id IN (%1$s) AND started_at >= :from AND started_at < :until
                GROUP BY day""".formatted(streams(streamId)));
        return bind(query, creatorId, streamId, days)
                .bind(
                        "offset",
                        Duration.ofSeconds(days.zone().getTotalSeconds()).toMillis())
                .map((row, _) ->
                        new Part(row.getLong("day"), row.getLong("visits"), row.getLong("seconds"), row.getInt("peak")))
                .list();
    }

    /** The newest first. */
    static List<Broadcast> broadcasts(
            Handle sql, String creatorId, @Nullable String streamId, Days days, @Nullable String before, int limit) {
        String older = before == null
                ? ""
                : "AND (started_at, id) < (SELECT started_at, id FROM stream_sessions WHERE id = :before)";
        Query query = sql.createQuery("""
                SELECT session.*, stream.title,
                       (SELECT COUNT(*) FROM viewer_connections visit WHERE visit.stream_session_id = session.id) AS visits,
                       (SELECT COALESCE(SUM(visit.seconds_watched), 0) FROM viewer_connections visit
                        WHERE visit.stream_session_id = session.id) AS seconds
                FROM (SELECT * FROM stream_sessions
                      WHERE stream_id IN (%s) AND started_at >= :from AND started_at < :until %s
                      ORDER BY started_at DESC, id DESC LIMIT :limit) session
                JOIN streams stream ON stream.id = session.stream_id
                ORDER BY session.started_at DESC, session.id DESC""".formatted(streams(streamId), older));
        bind(query, creatorId, streamId, days).bind("limit", limit);
        if (before != null) {
            query.bind("before", before);
        }
        return query.map((row, _) -> broadcast(row)).list();
    }

    private record Run(
            String streamId, Instant from, @Nullable Instant ended, boolean isForgotten) {}

    /** @param now until when one that still runs is told */
    static Optional<ViewersOverTime> viewers(Handle sql, String creatorId, String sessionId, Instant now) {
        return sql.createQuery("""
                        SELECT session.stream_id, session.started_at, session.ended_at, session.forgotten_viewers
                        FROM stream_sessions session JOIN streams stream ON stream.id = session.stream_id
                        WHERE session.id = ? AND stream.creator_id = ?""")
                .bind(0, sessionId)
                .bind(1, creatorId)
                .map((row, _) -> new Run(
                        row.getString("stream_id"),
                        Columns.instant(row, "started_at"),
                        Columns.instantOrNull(row, "ended_at"),
                        row.getLong("forgotten_viewers") > 0))
                .findOne()
                .map(run -> viewers(sql, run, now));
    }

    private static ViewersOverTime viewers(Handle sql, Run run, Instant now) {
        if (run.isForgotten()) {
            return ViewersOverTime.forgotten(run.from());
        }
        Instant until = Objects.requireNonNullElse(run.ended(), now);
        return ViewersOverTime.of(run.from(), until, stays(sql, run.streamId(), run.from(), until));
    }

    /** Those who were there at any time between; some have come before it began. */
    private static List<ViewersOverTime.Stay> stays(Handle sql, String streamId, Instant from, Instant until) {
        return sql.createQuery("""
                        SELECT connected_at, disconnected_at FROM viewer_connections
                        WHERE stream_id = ? AND connected_at < ? AND (disconnected_at IS NULL OR disconnected_at > ?)""")
                .bind(0, streamId)
                .bind(1, until.toEpochMilli())
                .bind(2, from.toEpochMilli())
                .map((row, _) -> {
                    Long left = Columns.longOrNull(row, "disconnected_at");
                    return new ViewersOverTime.Stay(row.getLong("connected_at"), left == null ? Long.MAX_VALUE : left);
                })
                .list();
    }

    private static String streams(@Nullable String streamId) {
        return "SELECT id FROM streams WHERE creator_id = :creator" + (streamId == null ? "" : " AND id = :stream");
    }

    private static Query bind(Query query, String creatorId, @Nullable String streamId, Days days) {
        query.bind("creator", creatorId)
                .bind("from", days.from().toEpochMilli())
                .bind("until", days.until().toEpochMilli());
        return streamId == null ? query : query.bind("stream", streamId);
    }

    private static Broadcast broadcast(ResultSet row) throws SQLException {
        return new Broadcast(
                row.getString("id"),
                row.getString("stream_id"),
                row.getString("title"),
                Columns.instant(row, "started_at"),
                Columns.instantOrNull(row, "ended_at"),
                row.getInt("forgotten_viewers") + row.getInt("visits"),
                row.getInt("peak_viewers"),
                row.getLong("forgotten_seconds") + row.getLong("seconds"));
    }
}
