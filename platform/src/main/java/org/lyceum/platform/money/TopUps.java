package org.lyceum.platform.money;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.lyceum.platform.Refusal;

/**
 * The one door by which money comes into the house. Vouchers, grants and the faucet use it, and a payment provider's webhook would:
 * it names itself and the payment, and may say the same as often as it likes.
 */
public final class TopUps {
    private final Ledger ledger;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    TopUps(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Money from outside.
     *
     * @param provider who vouches for it: {@code voucher}, {@code grant}, a payment provider
     * @param reference the provider's own, which is credited once
     */
    public record TopUp(String provider, String reference, String userId, long amount) {
        public TopUp {
            Amounts.positive("amount", amount);
        }
    }

    /**
     * Credits it, in the caller's transaction.
     *
     * @return the ledger transaction's id; empty when this reference was credited before
     */
    public Optional<String> credit(Handle sql, TopUp topUp, Instant now) {
        if (isCredited(sql, topUp)) {
            return Optional.empty();
        }
        String transaction = ledger.post(
                sql,
                Posting.move(
                        Posting.Kind.TOP_UP,
                        topUp.provider(),
                        LedgerAccounts.ISSUANCE,
                        LedgerAccounts.wallet(topUp.userId()),
                        topUp.amount()),
                now);
        // Of two at once, one waited above for the account of the issuance, and finds the other's row here.
        int inserted =
                sql.execute("""
                INSERT INTO top_ups (provider, reference, user_id, amount, transaction_id) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (provider, reference) DO NOTHING""", topUp.provider(), topUp.reference(), topUp.userId(), topUp.amount(), transaction);
        if (inserted == 0) {
            throw new Refusal(Refusal.Kind.CONFLICT, "already-credited", "This was credited a moment ago.");
        }
        return Optional.of(transaction);
    }

    /** Told after the commit that this person has more. */
    void announce(String userId) {
        listeners.forEach(listener -> listener.accept(userId));
    }

    void onCredited(Consumer<String> listener) {
        listeners.add(listener);
    }

    private static boolean isCredited(Handle sql, TopUp topUp) {
        return sql.createQuery("SELECT 1 FROM top_ups WHERE provider = ? AND reference = ?")
                .bind(0, topUp.provider())
                .bind(1, topUp.reference())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }
}
