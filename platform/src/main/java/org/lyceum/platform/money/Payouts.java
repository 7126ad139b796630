package org.lyceum.platform.money;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.Secrets;
import org.lyceum.platform.db.Columns;
import org.lyceum.platform.db.Database;

/** Getting money out: asked for by whoever has it, paid by hand, and marked so by an administrator. */
public final class Payouts {
    private static final int LIST_LIMIT = 200;
    private static final String SELECT = """
            SELECT payout.id, payout.user_id, person.display_name, payout.amount, payout.status, payout.requested_at,
                   payout.decided_at
            FROM payouts payout JOIN users person ON person.id = payout.user_id
            """;

    private final Database database;
    private final Once once;
    private final Ledger ledger;
    private final Secrets secrets;
    private final InstantSource clock;

    Payouts(Database database, Once once, Ledger ledger, Secrets secrets, InstantSource clock) {
        this.database = database;
        this.once = once;
        this.ledger = ledger;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Takes the amount out of the wallet, to be paid. */
    public Posted request(@Nullable OnceKey key, String userId, long amount) {
        Amounts.positive("amount", amount);
        Instant now = clock.instant();
        return once.write(key, sql -> {
            String id = secrets.id();
            String wallet = LedgerAccounts.wallet(userId);
            ledger.post(
                    sql, Posting.move(Posting.Kind.PAYOUT_REQUESTED, id, wallet, LedgerAccounts.PAYOUTS, amount), now);
            sql.execute("""
                    INSERT INTO payouts (id, user_id, amount, status, requested_at)
                    VALUES (?, ?, ?, 'requested', ?)""", id, userId, amount, now.toEpochMilli());
            return new Posted(id, Ledger.balance(sql, wallet));
        });
    }

    /** The money has left the house. */
    public Posted paid(@Nullable OnceKey key, String payoutId) {
        return decide(key, payoutId, Payout.Status.PAID);
    }

    /** It will not be paid, and goes back into the wallet. */
    public Posted refuse(@Nullable OnceKey key, String payoutId) {
        return decide(key, payoutId, Payout.Status.REFUSED);
    }

    public Optional<Payout> find(String id) {
        return database.read(sql -> find(sql, id));
    }

    /** The newest first, at most 200. */
    public List<Payout> ofUser(String userId) {
        return database.read(
                sql -> sql.createQuery(SELECT + "WHERE payout.user_id = ? ORDER BY payout.requested_at DESC LIMIT ?")
                        .bind(0, userId)
                        .bind(1, LIST_LIMIT)
                        .map((row, _) -> payout(row))
                        .list());
    }

    /** Those that wait for an administrator, the oldest first, at most 200. */
    public List<Payout> requested() {
        return database.read(sql -> sql.createQuery(
                        SELECT + "WHERE payout.status = 'requested' ORDER BY payout.requested_at LIMIT ?")
                .bind(0, LIST_LIMIT)
                .map((row, _) -> payout(row))
                .list());
    }

    private Posted decide(@Nullable OnceKey key, String payoutId, Payout.Status decision) {
        Instant now = clock.instant();
        return once.write(key, sql -> {
            int decided = sql.execute(
                    "UPDATE payouts SET status = ?, decided_at = ? WHERE id = ? AND status = 'requested'",
                    decision.wireName(),
                    now.toEpochMilli(),
                    payoutId);
            Payout payout = find(sql, payoutId)
                    .orElseThrow(() -> new Refusal(
                            Refusal.Kind.NOT_FOUND, "payout-not-found", "There is no payout at this address."));
            if (decided == 0) {
                throw new Refusal(
                        Refusal.Kind.CONFLICT, "payout-decided", "This payout has been paid or refused already.");
            }
            String wallet = LedgerAccounts.wallet(payout.userId());
            ledger.post(
                    sql,
                    decision == Payout.Status.PAID
                            ? Posting.move(
                                    Posting.Kind.PAYOUT_PAID,
                                    payoutId,
                                    LedgerAccounts.PAYOUTS,
                                    LedgerAccounts.ISSUANCE,
                                    payout.amount())
                            : Posting.move(
                                    Posting.Kind.PAYOUT_REFUSED,
                                    payoutId,
                                    LedgerAccounts.PAYOUTS,
                                    wallet,
                                    payout.amount()),
                    now);
            return new Posted(payoutId, Ledger.balance(sql, wallet));
        });
    }

    private static Optional<Payout> find(Handle sql, String id) {
        if (!Secrets.isBase58(id)) {
            return Optional.empty();
        }
        return sql.createQuery(SELECT + "WHERE payout.id = ?")
                .bind(0, id)
                .map((row, _) -> payout(row))
                .findOne();
    }

    private static Payout payout(ResultSet row) throws SQLException {
        return new Payout(
                row.getString("id"),
                row.getString("user_id"),
                row.getString("display_name"),
                row.getLong("amount"),
                Payout.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                Columns.instant(row, "requested_at"),
                Columns.instantOrNull(row, "decided_at"));
    }
}
