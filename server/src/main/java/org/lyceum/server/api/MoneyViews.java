package org.lyceum.server.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.money.Currency;
import org.lyceum.platform.money.InsufficientFunds;
import org.lyceum.platform.money.Payout;
import org.lyceum.platform.tips.Tip;
import org.lyceum.server.http.Problem;

/** What the API tells of money. Amounts are in the smallest unit; null is left out of the JSON. */
final class MoneyViews {
    private MoneyViews() {}

    record WalletView(long balance, long pending, String currency, int decimals) {}

    /** What moving money came to: the id of what was made, and what is left. */
    record Moved(String id, long amount, long balance) {}

    /** Of someone else's wallet, whose balance is nobody's business. */
    record Granted(String id) {}

    record PayoutView(
            String id,
            String userId,
            String displayName,
            long amount,
            String status,
            Instant requestedAt,
            @Nullable Instant decidedAt) {
        static PayoutView of(Payout payout) {
            return new PayoutView(
                    payout.id(),
                    payout.userId(),
                    payout.displayName(),
                    payout.amount(),
                    payout.status().wireName(),
                    payout.requestedAt(),
                    payout.decidedAt());
        }
    }

    record Payer(String id, String displayName) {}

    record TipView(
            String id,
            Payer payer,
            long amount,
            String message,
            Instant createdAt,
            @Nullable String sessionId,
            @Nullable Long offsetMillis,
            @Nullable Instant refundedAt) {
        static TipView of(Tip tip) {
            return new TipView(
                    tip.id(),
                    new Payer(tip.payerId(), tip.payerName()),
                    tip.amount(),
                    tip.message(),
                    tip.createdAt(),
                    tip.streamSessionId(),
                    tip.offsetMillis(),
                    tip.refundedAt());
        }
    }

    /** A problem that says what there is. */
    record TooLittle(
            String type,
            String title,
            int status,
            String detail,
            String code,
            long balance,
            String currency,
            int decimals) {
        static TooLittle of(InsufficientFunds e, Currency currency) {
            Problem problem = Problem.of(
                    402,
                    "insufficient-funds",
                    "There is only %s in the wallet.".formatted(currency.format(e.balance())));
            return new TooLittle(
                    problem.type(),
                    problem.title(),
                    problem.status(),
                    problem.detail(),
                    problem.code(),
                    e.balance(),
                    currency.code(),
                    currency.decimals());
        }
    }
}
