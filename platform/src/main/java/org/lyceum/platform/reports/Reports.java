package org.lyceum.platform.reports;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Secrets;
import org.lyceum.platform.db.Database;

/**
 * What creators and viewers look back on. Where a creator is asked for with the id of a stream, only what belongs to both is told.
 *
 * <p>Called on virtual threads, never on a media loop: every method waits for the database. Safe to call from many threads.
 */
public final class Reports {
    private static final int PAGE = 200;

    private final Database database;
    private final InstantSource clock;

    public Reports(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The day that it is by this clock. */
    public LocalDate today(ZoneOffset zone) {
        return clock.instant().atOffset(zone).toLocalDate();
    }

    /** What came in by the day and by the stream. */
    public EarningsReport earnings(String creatorId, @Nullable String streamId, Days days) {
        return database.read(sql -> EarningsRows.report(sql, creatorId, streamId, days));
    }

    /** Who has given most, the most first; at most 200. */
    public List<Supporter> supporters(String creatorId, @Nullable String streamId, Days days, int limit) {
        return database.read(sql -> EarningsRows.supporters(sql, creatorId, streamId, days, Math.min(limit, PAGE)));
    }

    /** How many watched, and how long, by the day. */
    public AudienceReport audience(String creatorId, @Nullable String streamId, Days days) {
        return database.read(sql -> AudienceRows.report(sql, creatorId, streamId, days));
    }

    /**
     * The broadcasts that began in these days, the newest first.
     *
     * @param before only those that began before the one of this id; null for the newest
     * @param limit at most 200 are given
     */
    public List<Broadcast> broadcasts(
            String creatorId, @Nullable String streamId, Days days, @Nullable String before, int limit) {
        return isNone(before)
                ? List.of()
                : database.read(
                        sql -> AudienceRows.broadcasts(sql, creatorId, streamId, days, before, Math.min(limit, PAGE)));
    }

    /** How many watched a broadcast at once, from its beginning to its end; empty where this creator has no such one. */
    public Optional<ViewersOverTime> viewers(String creatorId, String sessionId) {
        return isNone(sessionId)
                ? Optional.empty()
                : database.read(sql -> AudienceRows.viewers(sql, creatorId, sessionId, clock.instant()));
    }

    /**
     * What this person has watched, the newest first. Visits to what had no price are forgotten after a while.
     *
     * @param before only what they came to before the one of this id; null for the newest
     * @param limit at most 200 are given
     */
    public List<Watched> watched(String userId, @Nullable String before, int limit) {
        return isNone(before)
                ? List.of()
                : database.read(sql -> HistoryRows.watched(sql, userId, before, Math.min(limit, PAGE)));
    }

    /**
     * The tips that this person has given, the newest first.
     *
     * @param before only those given before the one of this id; null for the newest
     * @param limit at most 200 are given
     */
    public List<TipPaid> tipsGiven(String userId, @Nullable String before, int limit) {
        return isNone(before)
                ? List.of()
                : database.read(sql -> HistoryRows.tips(sql, userId, before, Math.min(limit, PAGE)));
    }

    /** Whether it can not be anything's id. */
    private static boolean isNone(@Nullable String id) {
        return id != null && !Secrets.isBase58(id);
    }
}
