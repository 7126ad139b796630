package org.lyceum.platform.money;

/** There is not as much in the account as was to be spent. Part of normal life: no stack trace, and not logged. */
public final class InsufficientFunds extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String account;
    private final long balance;

    InsufficientFunds(String account, long balance) {
        super("not enough in " + account, null, false, false);
        this.account = account;
        this.balance = balance;
    }

    /** Id of the account. */
    public String account() {
        return account;
    }

    /** What there is. */
    public long balance() {
        return balance;
    }
}
