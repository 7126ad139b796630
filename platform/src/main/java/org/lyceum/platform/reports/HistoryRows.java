package org.lyceum.platform.reports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.db.Columns;

/** The statements about what a person has watched and given. */
final class HistoryRows {
    /**
     * What had a price is known by its session of watching, whose visit is the one at the same time; everything else by the visit
     * alone. Who left before anything reached them has not watched. Each part takes no more rows than are asked for, and of the
     * sessions for each visit the newest that it can be alone: whoever comes and goes a thousand times is no burden.
     */
    private static final String WATCHED = """
            SELECT item.*, stream.title, creator.display_name
            FROM (SELECT * FROM (
                      SELECT id, stream_id, opened_at AS came_at, closed_at AS left_at, preview_seconds + seconds AS seen,
                             price_per_minute, preview_seconds, seconds, charged
                      FROM watch_sessions
                      WHERE viewer_id = :viewer AND (closed_at IS NULL OR preview_seconds + seconds > 0)
                        AND (opened_at, id) < (:at, :id)
                      ORDER BY opened_at DESC, id DESC LIMIT :limit) metered
                  UNION ALL
                  SELECT * FROM (
                      SELECT id, stream_id, connected_at, disconnected_at, seconds_watched, CAST(NULL AS BIGINT) AS no_price,
                             CAST(NULL AS BIGINT) AS no_preview, CAST(NULL AS BIGINT) AS no_seconds,
                             CAST(NULL AS BIGINT) AS no_charge
                      FROM viewer_connections visit
                      WHERE viewer_id = :viewer AND COALESCE(seconds_watched, 1) > 0
                        AND (connected_at, id) < (:at, :id)
                        AND COALESCE((SELECT COALESCE(closed_at, 9223372036854775807) FROM watch_sessions newest
                                      WHERE newest.viewer_id = visit.viewer_id AND newest.stream_id = visit.stream_id
                                        AND newest.opened_at <= COALESCE(visit.disconnected_at, 9223372036854775807)
                                      ORDER BY newest.opened_at DESC LIMIT 1), -1) < visit.connected_at
                      ORDER BY connected_at DESC, id DESC LIMIT :limit) free) item
            JOIN streams stream ON stream.id = item.stream_id
            JOIN users creator ON creator.id = stream.creator_id
            ORDER BY item.came_at DESC, item.id DESC LIMIT :limit""";

    private HistoryRows() {}

    /** The newest first; before the one of this id where there is one. */
    static List<Watched> watched(Handle sql, String userId, @Nullable String before, int limit) {
        Optional<Long> at = before == null ? Optional.of(Long.MAX_VALUE) : cameAt(sql, userId, before);
        return at.map(millis -> sql.createQuery(WATCHED)
                        .bind("viewer", userId)
                        .bind("at", millis)
                        .bind("id", before == null ? "" : before)
                        .bind("limit", limit)
                        .map((row, _) -> watched(row))
                        .list())
                .orElse(List.of());
    }

    private static Optional<Long> cameAt(Handle sql, String userId, String id) {
        return sql.createQuery("""
                        SELECT opened_at FROM watch_sessions WHERE id = :id AND viewer_id = :viewer
                        UNION ALL
                        SELECT connected_at FROM viewer_connections WHERE id = :id AND viewer_id = :viewer""")
                .bind("id", id)
                .bind("viewer", userId)
                .mapTo(Long.class)
                .findFirst();
    }

    /** The newest first; before the one of this id where there is one. */
    static List<TipPaid> tips(Handle sql, String userId, @Nullable String before, int limit) {
        String older = before == null
                ? ""
                : "AND (tip.created_at, tip.id) < (SELECT created_at, id FROM tips WHERE id = :before)";
        Query query =
                sql.createQuery("""
                        SELECT tip.id, tip.stream_id, stream.title, creator.display_name, tip.amount, tip.message,
                               tip.created_at, tip.refunded_at
                        FROM tips tip
                        JOIN streams stream ON stream.id = tip.stream_id
                        JOIN users creator ON creator.id = tip.creator_id
                        WHERE tip.payer_id = :payer %s
                        ORDER BY tip.created_at DESC, tip.id DESC LIMIT :limit""".formatted(older)).bind("payer", userId).bind("limit", limit);
        if (before != null) {
            query.bind("before", before);
        }
        return query.map((row, _) -> new TipPaid(
                        row.getString("id"),
                        row.getString("stream_id"),
                        row.getString("title"),
                        row.getString("display_name"),
                        row.getLong("amount"),
                        row.getString("message"),
                        Columns.instant(row, "created_at"),
                        Columns.instantOrNull(row, "refunded_at")))
                .list();
    }

    private static Watched watched(ResultSet row) throws SQLException {
        Long price = Columns.longOrNull(row, "price_per_minute");
        return new Watched(
                row.getString("id"),
                row.getString("stream_id"),
                row.getString("title"),
                row.getString("display_name"),
                Columns.instant(row, "came_at"),
                Columns.instantOrNull(row, "left_at"),
                Columns.longOrNull(row, "seen"),
                price == null
                        ? null
                        : new Watched.Cost(
                                price, row.getLong("preview_seconds"), row.getLong("seconds"), row.getLong("charged")));
    }
}
