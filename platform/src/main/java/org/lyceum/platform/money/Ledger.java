package org.lyceum.platform.money;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Secrets;

/**
 * Writes transactions. Takes part in the caller's database transaction, of which it may be told several postings: whoever gives more
 * than one gives them so that accounts are locked in the order of their ids.
 *
 * <p>The statements are JDBC's own: metering runs a thousand of them every other second, and naming their parameters would cost more
 * than the database does. Safe to call from many threads.
 */
public final class Ledger {
    /** Accounts of one query: a database reads such a query as quickly as one with a single account, nearly. */
    private static final int ASKED_TOGETHER = 500;

    private static final String ADD = """
            UPDATE ledger_accounts SET balance = balance + ?, entries = entries + 1
            WHERE id = ? AND (balance + ? >= 0 OR id = 'house:issuance')""";
    private static final String OPEN = """
            INSERT INTO ledger_accounts (id, user_id, balance, entries) VALUES (?, ?, 0, 0) ON CONFLICT (id) DO NOTHING""";
    private static final String ENTER = """
            INSERT INTO ledger_entries (account_id, number, transaction_id, amount, balance, memo)
            SELECT id, entries, ?, ?, balance, ? FROM ledger_accounts WHERE id = ?""";

    private final Secrets secrets;

    public Ledger(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * Writes one transaction.
     *
     * @return its id
     * @throws InsufficientFunds when an account would fall below zero; the caller's transaction is to be undone then
     */
    public String post(Handle sql, Posting posting, Instant now) {
        String id = begin(sql, posting.kind(), posting.reference(), now);
        try {
            for (Posting.Line line : posting.lines()) {
                add(sql.getConnection(), line);
            }
            enter(sql.getConnection(), id, posting.lines());
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e, null);
        }
        return id;
    }

    /**
     * Moves from each account as much as is there, up to what is wanted, into the account {@code into}, or out of it again where
     * less than nothing is wanted. One transaction, if anything moves at all.
     *
     * @param wanted in the order of their accounts, each account once; each behind {@code into} in the order of ids
     * @return what was moved, in the order of {@code wanted}
     */
    public long[] collect(Handle sql, Posting.Kind kind, String into, List<Posting.Line> wanted, Instant now) {
        try {
            lock(sql.getConnection(), into);
            long[] moved = takeWhatIsThere(sql.getConnection(), wanted);
            List<Posting.Line> lines = new ArrayList<>();
            long sum = 0;
            for (int i = 0; i < moved.length; i++) {
                if (moved[i] != 0) {
                    Posting.Line line = wanted.get(i);
                    lines.add(new Posting.Line(line.account(), -moved[i], line.memo()));
                    sum += moved[i];
                }
            }
            if (lines.isEmpty()) {
                return moved;
            }
            if (sum != 0) {
                Posting.Line rest = new Posting.Line(into, sum, null);
                add(sql.getConnection(), rest);
                lines.add(rest);
            }
            String id = begin(sql, kind, null, now);
            enter(sql.getConnection(), id, lines);
            return moved;
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e, null);
        }
    }

    /** What is in the account; 0 for one that was never used. */
    public static long balance(Handle sql, String account) {
        return sql.createQuery("SELECT balance FROM ledger_accounts WHERE id = ?")
                .bind(0, account)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    /** What is in each of these accounts, in few queries however many they are; 0 for one that was never used. */
    public static Map<String, Long> balances(Handle sql, Collection<String> accounts) {
        Map<String, Long> balances = new HashMap<>();
        accounts.forEach(account -> balances.put(account, 0L));
        List<String> all = List.copyOf(balances.keySet());
        for (int from = 0; from < all.size(); from += ASKED_TOGETHER) {
            sql.createQuery("SELECT id, balance FROM ledger_accounts WHERE id IN (<accounts>)")
                    .bindList("accounts", all.subList(from, Math.min(all.size(), from + ASKED_TOGETHER)))
                    .map((row, _) -> Map.entry(row.getString(1), row.getLong(2)))
                    .forEach(each -> balances.put(each.getKey(), each.getValue()));
        }
        return balances;
    }

    private String begin(Handle sql, Posting.Kind kind, @Nullable String reference, Instant now) {
        String id = secrets.id();
        sql.execute(
                "INSERT INTO ledger_transactions (id, kind, reference, created_at) VALUES (?, ?, ?, ?)",
                id,
                kind.wireName(),
                reference,
                now.toEpochMilli());
        return id;
    }

    /** Holds an account until the end of the transaction. Who posts several times takes what comes first in the order of accounts first. */
    public void lock(Handle sql, String account) {
        try {
            lock(sql.getConnection(), account);
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e, null);
        }
    }

    private static void lock(Connection connection, String account) throws SQLException {
        try (PreparedStatement touch =
                connection.prepareStatement("UPDATE ledger_accounts SET entries = entries WHERE id = ?")) {
            touch.setString(1, account);
            touch.executeUpdate();
        }
    }

    /** All at once what is wanted; what of that an account does not have is taken from it alone, which is rare. */
    private static long[] takeWhatIsThere(Connection connection, List<Posting.Line> wanted) throws SQLException {
        int[] taken;
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            for (Posting.Line line : wanted) {
                add.setLong(1, -line.amount());
                add.setString(2, line.account());
                add.setLong(3, -line.amount());
                add.addBatch();
            }
            taken = add.executeBatch();
        }
        long[] moved = new long[taken.length];
        for (int i = 0; i < taken.length; i++) {
            Posting.Line line = wanted.get(i);
            if (taken[i] == 1) {
                moved[i] = line.amount();
            } else {
                long rest = Math.min(balance(connection, line.account()), line.amount());
                boolean some = rest > 0 && tryAdd(connection, new Posting.Line(line.account(), -rest, null));
                moved[i] = some ? rest : 0;
            }
        }
        return moved;
    }

    private static void add(Connection connection, Posting.Line line) throws SQLException {
        if (tryAdd(connection, line)) {
            return;
        }
        if (line.amount() > 0) {
            open(connection, line.account());
            if (tryAdd(connection, line)) {
                return;
            }
        }
        throw new InsufficientFunds(line.account(), balance(connection, line.account()));
    }

    private static boolean tryAdd(Connection connection, Posting.Line line) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            add.setLong(1, line.amount());
            add.setString(2, line.account());
            add.setLong(3, line.amount());
            return add.executeUpdate() == 1;
        }
    }

    private static void open(Connection connection, String account) throws SQLException {
        try (PreparedStatement open = connection.prepareStatement(OPEN)) {
            open.setString(1, account);
            open.setString(2, LedgerAccounts.userOf(account));
            open.executeUpdate();
        }
    }

    private static long balance(Connection connection, String account) throws SQLException {
        try (PreparedStatement read = connection.prepareStatement("SELECT balance FROM ledger_accounts WHERE id = ?")) {
            read.setString(1, account);
            try (ResultSet row = read.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** The accounts' rows are this transaction's own by now, so that what they say is what the entries are. */
    private static void enter(Connection connection, String transaction, List<Posting.Line> lines) throws SQLException {
        try (PreparedStatement enter = connection.prepareStatement(ENTER)) {
            for (Posting.Line line : lines) {
                enter.setString(1, transaction);
                enter.setLong(2, line.amount());
                enter.setString(3, line.memo());
                enter.setString(4, line.account());
                enter.addBatch();
            }
            enter.executeBatch();
        }
    }
}
