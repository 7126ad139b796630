package org.lyceum.platform.money;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What creators have earned and can not spend yet. It is kept by the minute, and what is refunded is taken from the minute in
 * which it was earned, so that the sum of a person's minutes is what the account {@code pending:<user>} holds.
 *
 * <p>A row here is only changed by who has changed that account before, in the same transaction.
 */
public final class Earnings {
    /** So long they stay pending: time enough to take a tip back. */
    public static final Duration PENDING = Duration.ofHours(24);

    private static final long MINUTE_MILLIS = 60_000;

    private Earnings() {}

    /** Notes what was posted to the pending account; negative for what was taken back of what was earned at that time. */
    public static void note(Handle sql, String userId, long amount, Instant earnedAt) {
        sql.execute("""
                INSERT INTO earnings (user_id, minute, amount) VALUES (?, ?, ?)
                ON CONFLICT (user_id, minute) DO UPDATE SET amount = earnings.amount + excluded.amount""", userId, minute(earnedAt), amount);
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
        long due = sql.createQuery("SELECT COALESCE(SUM(amount), 0) FROM earnings WHERE user_id = ? AND minute <= ?")
                .bind(0, userId)
                .bind(1, last)
                .mapTo(Long.class)
                .one();
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
        return due >= 0 && sql.execute("DELETE FROM earnings WHERE user_id = ? AND minute <= ?", userId, last) > 0;
    }

    private static long minute(Instant instant) {
        return Math.floorDiv(instant.toEpochMilli(), MINUTE_MILLIS);
    }

    private static long lastMature(Instant now) {
        return minute(now.minus(PENDING)) - 1;
    }
}
