package org.lyceum.platform.reports;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The statements about what came in, and from whom. */
final class EarningsRows {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration QUARTER = Duration.ofMinutes(15);

    private EarningsRows() {}

    private record Part(String streamId, long day, Earned earned) {}

    static EarningsReport report(Handle sql, String creatorId, @Nullable String streamId, Days days) {
        Map<Long, Earned> byDay = new HashMap<>();
        Map<String, Earned> byStream = new HashMap<>();
        Earned total = Earned.NOTHING;
        for (Part part : parts(sql, creatorId, streamId, days)) {
            byDay.merge(part.day(), part.earned(), Earned::plus);
            byStream.merge(part.streamId(), part.earned(), Earned::plus);
            total = total.plus(part.earned());
        }
        Map<String, String> titles = titles(sql, creatorId);
        List<EarningsReport.OfStream> streams = byStream.entrySet().stream()
                .map(entry -> new EarningsReport.OfStream(
                        entry.getKey(), titles.getOrDefault(entry.getKey(), ""), entry.getValue()))
                .sorted(Comparator.comparingLong((EarningsReport.OfStream stream) ->
                                -stream.earned().total())
                        .thenComparing(EarningsReport.OfStream::streamId))
                .toList();
        return new EarningsReport(
                total,
                days.map(day ->
                        new EarningsReport.OfDay(LocalDate.ofEpochDay(day), byDay.getOrDefault(day, Earned.NOTHING))),
                streams);
    }

    /** One statement, so that what settles meanwhile is in one of the tables and not in both. */
    private static List<Part> parts(Handle sql, String creatorId, @Nullable String streamId, Days days) {
        String ofStream = streamId == null ? "" : "AND stream_id = :stream";
        Query query = sql.createQuery("""
                        SELECT stream_id, (minute + :minutes) / 1440 AS day, SUM(tips) AS tips, SUM(watching) AS watching,
                               SUM(tips + watching) AS pending, 0 AS available
                        FROM earnings
                        WHERE user_id = :creator AND minute >= :from * 15 AND minute < :until * 15 %1$s
                        GROUP BY stream_id, day
                        UNION ALL
                        SELECT stream_id, (quarter + :quarters) / 96 AS day, SUM(tips), SUM(watching), 0,
                               SUM(tips + watching)
                        FROM settled_earnings
                        WHERE user_id = :creator AND quarter >= :from AND quarter < :until %1$s
                        GROUP BY stream_id, day""".formatted(ofStream))
                .bind("creator", creatorId)
                .bind("minutes", days.offsetIn(MINUTE))
                .bind("quarters", days.offsetIn(QUARTER))
                .bind("from", days.from().toEpochMilli() / QUARTER.toMillis())
                .bind("until", days.until().toEpochMilli() / QUARTER.toMillis());
        if (streamId != null) {
            query.bind("stream", streamId);
        }
        return query.map((row, _) -> new Part(
                        row.getString("stream_id"),
                        row.getLong("day"),
                        new Earned(
                                row.getLong("tips"),
                                row.getLong("watching"),
                                row.getLong("pending"),
                                row.getLong("available"))))
                .list();
    }

    private static Map<String, String> titles(Handle sql, String creatorId) {
        return sql.createQuery("SELECT id, title FROM streams WHERE creator_id = ?")
                .bind(0, creatorId)
                .reduceRows(new HashMap<>(), (titles, row) -> {
                    titles.put(row.getColumn("id", String.class), row.getColumn("title", String.class));
                    return titles;
                });
    }

    /** Whole amounts, as they left the wallets; what was watched counts on the day on which that began. */
    static List<Supporter> supporters(Handle sql, String creatorId, @Nullable String streamId, Days days, int limit) {
        String ofStream = streamId == null ? "" : "AND stream_id = :stream";
        Query query = sql.createQuery("""
                        SELECT supporter.id, supporter.display_name, given.tips, given.watching
                        FROM (SELECT person, SUM(tips) AS tips, SUM(watching) AS watching
                              FROM (SELECT payer_id AS person, amount AS tips, 0 AS watching FROM tips
                                    WHERE creator_id = :creator AND created_at >= :from AND created_at < :until
                                      AND refunded_at IS NULL %1$s
                                    UNION ALL
                                    SELECT viewer_id, 0, charged FROM watch_sessions
                                    WHERE creator_id = :creator AND opened_at >= :from AND opened_at < :until
                                      AND charged > 0 %1$s) each_time
                              GROUP BY person) given
                        JOIN users supporter ON supporter.id = given.person
                        ORDER BY given.tips + given.watching DESC, supporter.id LIMIT :limit""".formatted(ofStream))
                .bind("creator", creatorId)
                .bind("from", days.from().toEpochMilli())
                .bind("until", days.until().toEpochMilli())
                .bind("limit", limit);
        if (streamId != null) {
            query.bind("stream", streamId);
        }
        return query.map((row, _) -> new Supporter(
                        row.getString("id"),
                        row.getString("display_name"),
                        row.getLong("tips"),
                        row.getLong("watching")))
                .list();
    }
}
