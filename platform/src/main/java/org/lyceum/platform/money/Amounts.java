package org.lyceum.platform.money;

import org.lyceum.platform.Refusal;

/** The amounts that one transaction may move. */
public final class Amounts {
    /** Far above any real amount; millions of them together do not overflow a sum. */
    public static final long MAX = 1_000_000_000_000L;

    private Amounts() {}

    /**
     * The amount as it was.
     *
     * @throws Refusal naming the field, unless it is positive and at most {@link #MAX}
     */
    public static long positive(String field, long amount) {
        if (amount < 1 || amount > MAX) {
            throw Refusal.invalid("The field %s must lie between 1 and %d.".formatted(field, MAX));
        }
        return amount;
    }
}
