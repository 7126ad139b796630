package org.lyceum.platform.money;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What creators have earned, by stream, tips and watching apart. While it is pending it is kept by the minute, and what is refunded
 * is taken from the minute in which it was earned, so that the sum of a person's minutes is what the account {@code pending:<user>}
 * holds. What has settled is kept for good by the quarter of an hour, to be looked back on.
 *
 * <p>A row here is only changed by who has changed that account before, in the same transaction.
 */
public final class Earnings {
    /** So long they stay pending: time enough to take a tip back. */
    public static final Duration PENDING = Duration.ofHours(24);

    private static final long MINUTE_MILLIS = 60_000;

    private Earnings() {}

    /** Notes what was posted to the pending account for a tip; negative for one given at that time that was taken back. */
    public static void noteTip(Handle sql, String userId, String streamId, long amount, Instant earnedAt) {
        note(sql, userId, streamId, amount, 0, earnedAt);
    }

    /** Notes what was posted to the pending account for seconds watched. */
    public static void noteWatching(Handle sql, String userId, String streamId, long amount, Instant earnedAt) {
        note(sql, userId, streamId, 0, amount, earnedAt);
    }

    /** Whether what was earned then can still be taken back. */
    public static boolean arePending(Instant earnedAt, Instant now) {
        return minute(earnedAt) > lastMature(now);
    }

    /** Who has something that is pending no longer. */
    static List<String> mature(Handle sql, Instant now) {
        return sql.createQuery("SELECT DISTINCT user_id FROM earnings WHERE minute <= ? ORDER BY user_id")
                .bind(0, lastMature(now))
                .mapTo(String.class)
                .list();
    }

    /** Moves what is pending no longer into the wallet. */
    static boolean settle(Handle sql, Ledger ledger, String userId, Instant now) {
        long last = lastMature(now);
        long due = sql.createQuery(
                        "SELECT COALESCE(SUM(tips + watching), 0) FROM earnings WHERE user_id = ? AND minute <= ?")
                .bind(0, userId)
                .bind(1, last)
                .mapTo(Long.class)
                .one();
        if (due < 0) {
            return false;
        }
        if (due > 0) {
            ledger.post(
                    sql,
                    Posting.move(
                            Posting.Kind.EARNED,
                            null,
                            LedgerAccounts.pending(userId),
                            LedgerAccounts.wallet(userId),
                            due),
                    now);
        }
        // The minutes are over and too old for refunds: nothing has changed them since they were added up.
        sql.execute("""
                INSERT INTO settled_earnings (user_id, quarter, stream_id, tips, watching)
                SELECT user_id, minute / 15, stream_id, SUM(tips), SUM(watching)
                FROM earnings WHERE user_id = ? AND minute <= ?
                GROUP BY user_id, minute / 15, stream_id
                ON CONFLICT (user_id, quarter, stream_id) DO UPDATE
                SET tips = settled_earnings.tips + excluded.tips,
                    watching = settled_earnings.watching + excluded.watching""", userId, last);
        return sql.execute("DELETE FROM earnings WHERE user_id = ? AND minute <= ?", userId, last) > 0;
    }

    private static void note(Handle sql, String userId, String streamId, long tips, long watching, Instant earnedAt) {
        sql.execute("""
                INSERT INTO earnings (user_id, minute, stream_id, tips, watching) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (user_id, minute, stream_id) DO UPDATE
                SET tips = earnings.tips + excluded.tips, watching = earnings.watching + excluded.watching""", userId, minute(earnedAt), streamId, tips, watching);
    }

    private static long minute(Instant instant) {
        return Math.floorDiv(instant.toEpochMilli(), MINUTE_MILLIS);
    }

    private static long lastMature(Instant now) {
        return minute(now.minus(PENDING)) - 1;
    }
}
