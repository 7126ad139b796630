package org.lyceum.platform.money;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Recomputes the whole ledger from its entries, one fault after the other, in a transaction that sees one state of the database, so
 * that it may run beside a server under load.
 */
public final class LedgerCheck {
    private static final int MOST_FAULTS = 100;

    /** Each asks where something is wrong, what should be there and what is, in this order. */
    private static final List<Part> PARTS = List.of(
            new Part("a transaction does not sum to zero", """
                    SELECT transaction_id AS place, 0 AS expected,
                           SUM(amount) AS found
                    FROM ledger_entries GROUP BY transaction_id HAVING SUM(amount) <> 0
                    """),
            new Part("a transaction has no entries", """
                    SELECT movement.id, 2, 0
                    FROM ledger_transactions movement
                    LEFT JOIN (SELECT DISTINCT transaction_id FROM ledger_entries) entered
                           ON entered.transaction_id = movement.id
                    WHERE entered.transaction_id IS NULL
                    """),
            new Part("a balance is not the sum of its entries", """
                    SELECT account.id, COALESCE(SUM(entry.amount), 0), account.balance
                    FROM ledger_accounts account LEFT JOIN ledger_entries entry ON entry.account_id = account.id
                    GROUP BY account.id, account.balance HAVING COALESCE(SUM(entry.amount), 0) <> account.balance
                    """),
            new Part("an entry is missing or too many", """
                    SELECT account.id, account.entries, COUNT(entry.number)
                    FROM ledger_accounts account LEFT JOIN ledger_entries entry ON entry.account_id = account.id
                    GROUP BY account.id, account.entries
                    HAVING COUNT(entry.number) <> account.entries OR COALESCE(MAX(entry.number), 0) <> account.entries
                    """),
            new Part("a balance after an entry is wrong", """
                    SELECT account_id, running, balance
                    FROM (SELECT account_id, balance, SUM(amount) OVER (PARTITION BY account_id ORDER BY number) AS running
                          FROM ledger_entries) entry
                    WHERE running <> balance
                    """),
            new Part("an account is below zero", """
                    SELECT id, 0, balance
                    FROM ledger_accounts WHERE balance < 0 AND id <> 'house:issuance'
                    """),
            new Part("what is pending was not earned", """
                    SELECT account.id, COALESCE(SUM(earnings.tips + earnings.watching), 0),
                           account.balance
                    FROM ledger_accounts account LEFT JOIN earnings ON earnings.user_id = account.user_id
                    WHERE account.id LIKE 'pending:%'
                    GROUP BY account.id, account.balance HAVING COALESCE(SUM(earnings.tips + earnings.watching), 0) <> account.balance
                    """),
            new Part("what has settled was not earned", """
                    SELECT account_id, SUM(moved), SUM(settled)
                    FROM (SELECT 'pending:' || user_id AS account_id, 0 AS moved, tips + watching AS settled FROM settled_earnings
                          UNION ALL
                          SELECT entry.account_id, -entry.amount, 0
                          FROM ledger_transactions movement
                          JOIN ledger_entries entry ON entry.transaction_id = movement.id AND entry.account_id LIKE 'pending:%'
                          WHERE movement.kind = 'earned') both_sides
                    GROUP BY account_id HAVING SUM(moved) <> SUM(settled)
                    """),
            new Part("payouts are not what was asked for", """
                    SELECT account.id, asked.amount, account.balance
                    FROM ledger_accounts account
                    JOIN (SELECT COALESCE(SUM(amount), 0) AS amount FROM payouts WHERE status = 'requested') asked
                         ON asked.amount <> account.balance
                    WHERE account.id = 'house:payouts'
                    """),
            new Part("a top-up is not what its transaction says", """
                    SELECT top_up.transaction_id, top_up.amount,
                           COALESCE(entry.amount, 0)
                    FROM top_ups top_up
                    LEFT JOIN ledger_entries entry ON entry.transaction_id = top_up.transaction_id
                          AND entry.account_id = 'wallet:' || top_up.user_id
                    WHERE COALESCE(entry.amount, 0) <> top_up.amount
                    """),
            new Part("a tip is not what its transaction says", """
                    SELECT tip.id, -tip.amount, COALESCE(entry.amount, 0)
                    FROM tips tip
                    LEFT JOIN ledger_entries entry ON entry.transaction_id = tip.transaction_id
                          AND entry.account_id = 'wallet:' || tip.payer_id
                    WHERE COALESCE(entry.amount, 0) <> -tip.amount
                    """),
            new Part("what is held is not what sessions hold", """
                    SELECT account.id, sessions.held, account.balance
                    FROM ledger_accounts account
                    JOIN (SELECT COALESCE(SUM(held), 0) AS held FROM watch_sessions) sessions ON sessions.held <> account.balance
                    WHERE account.id = 'house:held'
                    """),
            new Part("a closed session still holds something", """
                    SELECT id, 0, held
                    FROM watch_sessions WHERE closed_at IS NOT NULL AND held <> 0
                    """),
            new Part("a session did not cost what was taken for it", """
                    SELECT session.id, session.charged + session.held,
                           -COALESCE(taken.amount, 0)
                    FROM watch_sessions session
                    LEFT JOIN (SELECT memo, SUM(amount) AS amount FROM ledger_entries WHERE memo IS NOT NULL GROUP BY memo) taken
                           ON taken.memo = session.id
                    WHERE session.charged + session.held <> -COALESCE(taken.amount, 0)
                    """),
            new Part("a session did not cost its seconds", """
                    SELECT id, seconds * price_per_minute / 60, charged
                    FROM watch_sessions WHERE charged <> seconds * price_per_minute / 60
                    """),
            new Part("a stream was not paid for what was watched", """
                    SELECT stream_id, SUM(charged), SUM(paid)
                    FROM (SELECT stream_id, charged, 0 AS paid FROM watch_sessions
                          UNION ALL
                          SELECT movement.reference, 0, -entry.amount
                          FROM ledger_transactions movement
                          JOIN ledger_entries entry ON entry.transaction_id = movement.id AND entry.account_id = 'house:held'
                          WHERE movement.kind = 'watch') both_sides
                    GROUP BY stream_id HAVING SUM(charged) <> SUM(paid)
                    """));

    private record Part(String fault, String statement) {}

    private LedgerCheck() {}

    /** Is told how far the check is, on the thread that does it. */
    @FunctionalInterface
    public interface Progress {
        /**
         * The check begins to look for a fault.
         *
         * @param part counted from 1
         */
        void at(int part, int parts, String fault);
    }

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

    /**
     * Takes a while where much has happened.
     *
     * @param sql in a transaction that sees one state of the database from its first statement to its last
     */
    public static Report run(Handle sql, Progress progress) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < PARTS.size() && faults.size() < MOST_FAULTS; i++) {
            Part part = PARTS.get(i);
            progress.at(i + 1, PARTS.size(), part.fault());
            faults.addAll(sql.createQuery(part.statement())
                    .setMaxRows(MOST_FAULTS - faults.size())
                    .map((row, _) -> new Fault(part.fault(), row.getString(1), row.getLong(2), row.getLong(3)))
                    .list());
        }
        return new Report(count(sql, "ledger_transactions"), count(sql, "ledger_entries"), faults);
    }

    private static long count(Handle sql, String table) {
        return sql.createQuery("SELECT COUNT(*) FROM " + table)
                .mapTo(Long.class)
                .one();
    }
}
