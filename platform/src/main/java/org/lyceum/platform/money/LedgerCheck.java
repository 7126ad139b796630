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
            SELECT 'what is pending was not earned', account.id, COALESCE(SUM(earnings.amount), 0), account.balance
            FROM ledger_accounts account LEFT JOIN earnings ON earnings.user_id = account.user_id
            WHERE account.id LIKE 'pending:%'
            GROUP BY account.id, account.balance HAVING COALESCE(SUM(earnings.amount), 0) <> account.balance
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

    static Report run(Handle sql) {
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
