package org.lyceum.platform.money;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Recomputes the whole ledger from its entries. Everything is asked in one statement, which sees one state of the database, so that
 * it may run beside a server under load.
 */
public final class LedgerCheck {
    private static final int MOST_FAULTS = 100;

    /** Each part names what is wrong, where, what should be and what is. */
    private static final String FAULTS = """
            SELECT 'a transaction does not sum to zero' AS fault, transaction_id AS place, 0 AS expected,
                   SUM(amount) AS found
            FROM ledger_entries GROUP BY transaction_id HAVING SUM(amount) <> 0
            UNION ALL
            SELECT 'a transaction has no entries', movement.id, 2, 0
            FROM ledger_transactions movement
            LEFT JOIN (SELECT DISTINCT transaction_id FROM ledger_entries) entered
                   ON entered.transaction_id = movement.id
            WHERE entered.transaction_id IS NULL
            UNION ALL
            SELECT 'a balance is not the sum of its entries', account.id, COALESCE(SUM(entry.amount), 0), account.balance
            FROM ledger_accounts account LEFT JOIN ledger_entries entry ON entry.account_id = account.id
            GROUP BY account.id, account.balance HAVING COALESCE(SUM(entry.amount), 0) <> account.balance
            UNION ALL
            SELECT 'an entry is missing or too many', account.id, account.entries, COUNT(entry.number)
            FROM ledger_accounts account LEFT JOIN ledger_entries entry ON entry.account_id = account.id
            GROUP BY account.id, account.entries
            HAVING COUNT(entry.number) <> account.entries OR COALESCE(MAX(entry.number), 0) <> account.entries
            UNION ALL
            SELECT 'a balance after an entry is wrong', account_id, running, balance
            FROM (SELECT account_id, balance, SUM(amount) OVER (PARTITION BY account_id ORDER BY number) AS running
                  FROM ledger_entries) entry
            WHERE running <> balance
            UNION ALL
            SELECT 'an account is below zero', id, 0, balance
            FROM ledger_accounts WHERE balance < 0 AND id <> 'house:issuance'
            UNION ALL
            SELECT 'what is pending was not earned', account.id, COALESCE(SUM(earnings.tips + earnings.watching), 0),
                   account.balance
            FROM ledger_accounts account LEFT JOIN earnings ON earnings.user_id = account.user_id
            WHERE account.id LIKE 'pending:%'
            GROUP BY account.id, account.balance HAVING COALESCE(SUM(earnings.tips + earnings.watching), 0) <> account.balance
            UNION ALL
            SELECT 'what has settled was not earned', account_id, SUM(moved), SUM(settled)
            FROM (SELECT 'pending:' || user_id AS account_id, 0 AS moved, tips + watching AS settled FROM settled_earnings
                  UNION ALL
                  SELECT entry.account_id, -entry.amount, 0
                  FROM ledger_transactions movement
                  JOIN ledger_entries entry ON entry.transaction_id = movement.id AND entry.account_id LIKE 'pending:%'
                  WHERE movement.kind = 'earned') both_sides
            GROUP BY account_id HAVING SUM(moved) <> SUM(settled)
            UNION ALL
            SELECT 'payouts are not what was asked for', account.id, asked.amount, account.balance
            FROM ledger_accounts account
            JOIN (SELECT COALESCE(SUM(amount), 0) AS amount FROM payouts WHERE status = 'requested') asked
                 ON asked.amount <> account.balance
            WHERE account.id = 'house:payouts'
            UNION ALL
            SELECT 'a top-up is not what its transaction says', top_up.transaction_id, top_up.amount,
                   COALESCE(entry.amount, 0)
            FROM top_ups top_up
            LEFT JOIN ledger_entries entry ON entry.transaction_id = top_up.transaction_id
                  AND entry.account_id = 'wallet:' || top_up.user_id
            WHERE COALESCE(entry.amount, 0) <> top_up.amount
            UNION ALL
            SELECT 'a tip is not what its transaction says', tip.id, -tip.amount, COALESCE(entry.amount, 0)
            FROM tips tip
            LEFT JOIN ledger_entries entry ON entry.transaction_id = tip.transaction_id
                  AND entry.account_id = 'wallet:' || tip.payer_id
            WHERE COALESCE(entry.amount, 0) <> -tip.amount
            UNION ALL
            SELECT 'what is held is not what sessions hold', account.id, sessions.held, account.balance
            FROM ledger_accounts account
            JOIN (SELECT COALESCE(SUM(held), 0) AS held FROM watch_sessions) sessions ON sessions.held <> account.balance
            WHERE account.id = 'house:held'
            UNION ALL
            SELECT 'a closed session still holds something', id, 0, held
            FROM watch_sessions WHERE closed_at IS NOT NULL AND held <> 0
            UNION ALL
            SELECT 'a session did not cost what was taken for it', session.id, session.charged + session.held,
                   -COALESCE(taken.amount, 0)
            FROM watch_sessions session
            LEFT JOIN (SELECT memo, SUM(amount) AS amount FROM ledger_entries WHERE memo IS NOT NULL GROUP BY memo) taken
                   ON taken.memo = session.id
            WHERE session.charged + session.held <> -COALESCE(taken.amount, 0)
            UNION ALL
            SELECT 'a session did not cost its seconds', id, seconds * price_per_minute / 60, charged
            FROM watch_sessions WHERE charged <> seconds * price_per_minute / 60
            UNION ALL
            SELECT 'a stream was not paid for what was watched', stream_id, SUM(charged), SUM(paid)
            FROM (SELECT stream_id, charged, 0 AS paid FROM watch_sessions
                  UNION ALL
                  SELECT movement.reference, 0, -entry.amount
                  FROM ledger_transactions movement
                  JOIN ledger_entries entry ON entry.transaction_id = movement.id AND entry.account_id = 'house:held'
                  WHERE movement.kind = 'watch') both_sides
            GROUP BY stream_id HAVING SUM(charged) <> SUM(paid)
            """;

    private LedgerCheck() {}

    /** Something that should not be. */
    public record Fault(String fault, String place, long expected, long found) {
        @Override
        public String toString() {
            return "%s: %s should be %d and is %d".formatted(fault, place, expected, found);
        }
    }

    /**
     * What the check has seen.
     *
     * @param faults at most a hundred; none is as it should be
     */
    public record Report(long transactions, long entries, List<Fault> faults) {
        public boolean isSound() {
            return faults.isEmpty();
        }
    }

    /** Takes a while where much has happened. */
    public static Report run(Handle sql) {
        List<Fault> faults = sql.createQuery(FAULTS)
                .setMaxRows(MOST_FAULTS)
                .map((row, _) -> new Fault(
                        row.getString("fault"), row.getString("place"), row.getLong("expected"), row.getLong("found")))
                .list();
        return new Report(count(sql, "ledger_transactions"), count(sql, "ledger_entries"), faults);
    }

    private static long count(Handle sql, String table) {
        return sql.createQuery("SELECT COUNT(*) FROM " + table)
                .mapTo(Long.class)
                .one();
    }
}
