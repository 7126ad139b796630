package org.lyceum.platform.money;

import org.jspecify.annotations.Nullable;

/** The ids of the ledger's accounts. Their order as texts is the order in which transactions lock them. */
public final class LedgerAccounts {
    /** What the house keeps. */
    public static final String FEES = "house:fees";
    /** What sessions of watching hold ahead. */
    public static final String HELD = "house:held";
    /** Where money comes from, and where it goes when it is paid out. */
    public static final String ISSUANCE = "house:issuance";
    /** Asked for and not paid yet. */
    public static final String PAYOUTS = "house:payouts";

    private static final String PENDING = "pending:";
    private static final String WALLET = "wallet:";

    private LedgerAccounts() {}

    /** What this person can spend. */
    public static String wallet(String userId) {
        return WALLET + userId;
    }

    /** What this person has earned of late. */
    public static String pending(String userId) {
        return PENDING + userId;
    }

    /** Whose account it is; null for the house's. */
    static @Nullable String userOf(String account) {
        return account.startsWith("house:") ? null : account.substring(account.indexOf(':') + 1);
    }
}
