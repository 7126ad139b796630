package org.lyceum.platform.money;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A transaction to be: amounts by account, which sum to zero. An account stands in it once.
 *
 * @param reference what it is about, or null
 * @param lines in the order of the accounts
 */
public record Posting(Kind kind, @Nullable String reference, List<Line> lines) {
    /** What moves money. */
    public enum Kind {
        TOP_UP,
        TIP,
        TIP_REFUND,
        /** Taken ahead from wallets for the seconds to come, and what was left given back. */
        HOLD,
        /** A batch of seconds watched, from what is held to the creator. */
        WATCH,
        /** Earned long enough ago to be spent. */
        EARNED,
        PAYOUT_REQUESTED,
        PAYOUT_REFUSED,
        PAYOUT_PAID;

        /** As it stands in the database and in JSON. */
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One entry to be.
     *
     * @param memo what it is about where that differs within the transaction, or null
     */
    public record Line(
            String account, long amount, @Nullable String memo) {}

    public Posting {
        lines = lines.stream().sorted(Comparator.comparing(Line::account)).toList();
        if (lines.stream().mapToLong(Line::amount).reduce(0, Math::addExact) != 0) {
            throw new IllegalArgumentException("a transaction sums to zero: " + lines);
        }
        if (lines.stream().map(Line::account).distinct().count() != lines.size()) {
            throw new IllegalArgumentException("an account stands in a transaction once: " + lines);
        }
    }

    /** Moves an amount from one account to another. */
    public static Posting move(Kind kind, @Nullable String reference, String from, String to, long amount) {
        return new Posting(kind, reference, List.of(new Line(from, -amount, null), new Line(to, amount, null)));
    }

    /** Moves an amount to a creator, with the house's share taken off it; both negative to take it back. */
    public static Posting earn(Kind kind, String reference, String from, String creatorId, long amount, long fee) {
        SortedMap<String, Long> amounts = new TreeMap<>();
        amounts.put(from, -amount);
        amounts.put(LedgerAccounts.pending(creatorId), amount - fee);
        amounts.put(LedgerAccounts.FEES, fee);
        List<Line> lines = new ArrayList<>();
        amounts.forEach((account, part) -> {
            if (part != 0) {
                lines.add(new Line(account, part, null));
            }
        });
        return new Posting(kind, reference, lines);
    }
}
