package org.lyceum.platform.money;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.PlainText;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.Secrets;
import org.lyceum.platform.db.Columns;
import org.lyceum.platform.db.Database;

/**
 * People's wallets, and the ways into them that the house brings along. Called on virtual threads, never on a media loop: every
 * method waits for the database. Safe to call from many threads.
 */
public final class Wallets {
    private static final int MAX_NOTE = 200;
    private static final int PAGE = 200;

    private final Database database;
    private final Once once;
    private final TopUps topUps;
    private final Secrets secrets;
    private final InstantSource clock;
    private final MoneySettings settings;

    Wallets(Database database, Once once, TopUps topUps, Secrets secrets, InstantSource clock, MoneySettings settings) {
        this.database = database;
        this.once = once;
        this.topUps = topUps;
        this.secrets = secrets;
        this.clock = clock;
        this.settings = settings;
    }

    /** What there is now; nothing for who never had anything. */
    public Wallet of(String userId) {
        return database.read(sql -> {
            // One statement, so that money on its way from one account to the other is in one of them.
            long[] balances = new long[2];
            sql.createQuery("SELECT id, balance FROM ledger_accounts WHERE id IN (?, ?)")
                    .bind(0, LedgerAccounts.wallet(userId))
                    .bind(1, LedgerAccounts.pending(userId))
                    .map((row, _) -> balances[row.getString("id").equals(LedgerAccounts.wallet(userId)) ? 0 : 1] =
                            row.getLong("balance"))
                    .list();
            return new Wallet(balances[0], balances[1]);
        });
    }

    /**
     * The history, newest first.
     *
     * @param before only entries with smaller numbers; {@link Long#MAX_VALUE} for the newest
     * @param limit at most 200 are given
     */
    public List<WalletEntry> entries(String userId, long before, int limit) {
        return database.read(sql -> sql.createQuery("""
                        SELECT entry.number, entry.amount, entry.balance, movement.kind, movement.created_at,
                               COALESCE(entry.memo, movement.reference) AS about
                        FROM ledger_entries entry
                        JOIN ledger_transactions movement ON movement.id = entry.transaction_id
                        WHERE entry.account_id = ? AND entry.number < ?
                        ORDER BY entry.number DESC LIMIT ?""")
                .bind(0, LedgerAccounts.wallet(userId))
                .bind(1, before)
                .bind(2, Math.min(limit, PAGE))
                .map((row, _) -> new WalletEntry(
                        row.getLong("number"),
                        row.getString("kind"),
                        row.getString("about"),
                        row.getLong("amount"),
                        row.getLong("balance"),
                        Columns.instant(row, "created_at")))
                .list());
    }

    /** An administrator gives money that comes from nowhere. */
    public Posted grant(@Nullable OnceKey key, String userId, long amount, String note) {
        Amounts.positive("amount", amount);
        String kept = PlainText.optionalLine("note", note, MAX_NOTE);
        String reference = kept.isEmpty() ? secrets.id() : secrets.id() + " " + kept;
        Posted granted = once.write(key, sql -> credit(sql, new TopUps.TopUp("grant", reference, userId, amount)));
        topUps.announce(userId);
        return granted;
    }

    /** For development: everyone helps themselves, once a day. */
    public Posted drinkFromFaucet(@Nullable OnceKey key, String userId) {
        if (settings.faucet() == 0) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "no-faucet", "This house gives no money away.");
        }
        String today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate().toString();
        Posted drunk = once.write(
                key, sql -> credit(sql, new TopUps.TopUp("faucet", userId + " " + today, userId, settings.faucet())));
        topUps.announce(userId);
        return drunk;
    }

    /**
     * What a payment provider's webhook calls, as often as the provider repeats itself.
     *
     * @return the balance after it
     */
    public long topUp(TopUps.TopUp topUp) {
        Instant now = clock.instant();
        long balance = database.write(sql -> {
            topUps.credit(sql, topUp, now);
            return Ledger.balance(sql, LedgerAccounts.wallet(topUp.userId()));
        });
        topUps.announce(topUp.userId());
        return balance;
    }

    private Posted credit(Handle sql, TopUps.TopUp topUp) {
        String transaction = topUps.credit(sql, topUp, clock.instant())
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.CONFLICT, "already-credited", "You have had this; come back tomorrow."));
        return new Posted(transaction, Ledger.balance(sql, LedgerAccounts.wallet(topUp.userId())));
    }
}
