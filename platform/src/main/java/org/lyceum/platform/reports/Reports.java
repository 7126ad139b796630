package org.lyceum.platform.reports;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.Secrets;
import org.lyceum.platform.db.Database;

/**
 * What creators and viewers look back on. Where a creator is asked for with the id of a stream, only what belongs to both is told.
 *
 * <p>Called on virtual threads, never on a media loop: every method waits for the database. Safe to call from many threads.
 */
public final class Reports {
    private static final int PAGE = 200;
    /** Looking back reads many rows: it never takes more than these of the connections that everything else needs. */
    private static final int AT_ONCE = 2;

    private static final long PATIENCE_SECONDS = 5;

    private final Semaphore places = new Semaphore(AT_ONCE, true);
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
        return look(sql -> EarningsRows.report(sql, creatorId, streamId, days));
    }

    /** Who has given most, the most first; at most 200. */
    public List<Supporter> supporters(String creatorId, @Nullable String streamId, Days days, int limit) {
        return look(sql -> EarningsRows.supporters(sql, creatorId, streamId, days, Math.min(limit, PAGE)));
    }

    /** How many watched, and how long, by the day. */
    public AudienceReport audience(String creatorId, @Nullable String streamId, Days days) {
        return look(sql -> AudienceRows.report(sql, creatorId, streamId, days));
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
                : look(sql -> AudienceRows.broadcasts(sql, creatorId, streamId, days, before, Math.min(limit, PAGE)));
    }

    /** How many watched a broadcast at once, from its beginning to its end; empty where this creator has no such one. */
    public Optional<ViewersOverTime> viewers(String creatorId, String sessionId) {
        return isNone(sessionId)
                ? Optional.empty()
                : look(sql -> AudienceRows.viewers(sql, creatorId, sessionId, clock.instant()));
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
                : look(sql -> HistoryRows.watched(sql, userId, before, Math.min(limit, PAGE)));
    }

    /**
     * The tips that this person has given, the newest first.
     *
     * @param before only those given before the one of this id; null for the newest
     * @param limit at most 200 are given
     */
    public List<TipPaid> tipsGiven(String userId, @Nullable String before, int limit) {
        return isNone(before) ? List.of() : look(sql -> HistoryRows.tips(sql, userId, before, Math.min(limit, PAGE)));
    }

    private <R> R look(Function<Handle, R> question) {
        boolean mayLook = false;
        try {
            mayLook = places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!mayLook) {
            throw new Refusal(
                    Refusal.Kind.BUSY, "busy", "Too many people look back at the moment. Try again in a moment.");
        }
        try {
            return database.read(question);
        } finally {
            places.release();
        }
    }

    /** Whether it can not be anything's id. */
    private static boolean isNone(@Nullable String id) {
        return id != null && !Secrets.isBase58(id);
    }
}
