package org.lyceum.platform.money;

/**
 * What the administrator decides about money.
 *
 * @param feeBasisPoints what the house keeps of tips and watching, in hundredths of a percent
 * @param faucet what anyone may help themselves to once a day, for development; 0: nothing
 */
public record MoneySettings(Currency currency, int feeBasisPoints, long faucet) {
    /** Tips and watching go to the creator whole, and nothing is given away. */
    public static final MoneySettings DEFAULT = new MoneySettings(new Currency("credits", 2), 0, 0);

    private static final int WHOLE = 10_000;

    public MoneySettings {
        if (feeBasisPoints < 0 || feeBasisPoints > WHOLE || faucet < 0 || faucet > Amounts.MAX) {
            throw new IllegalArgumentException("a fee or a faucet that can not be");
        }
    }

    /** What the house keeps of this amount, rounded in favour of the creator. */
    public long feeOf(long amount) {
        return amount / WHOLE * feeBasisPoints + amount % WHOLE * feeBasisPoints / WHOLE;
    }
}
