package org.lyceum.platform.money;

import java.math.BigDecimal;

/**
 * What amounts are counted in.
 *
 * @param code what people see: {@code EUR}, or a name of the house's own
 * @param decimals how many digits of an amount stand behind the point; 0 for units that are never divided
 */
public record Currency(String code, int decimals) {
    private static final int MAX_DECIMALS = 8;

    public Currency {
        if (!isCode(code)) {
            throw new IllegalArgumentException("a currency is 1 to 12 letters, digits or hyphens");
        }
        if (decimals < 0 || decimals > MAX_DECIMALS) {
            throw new IllegalArgumentException("decimals are 0 to " + MAX_DECIMALS);
        }
    }

    /** Whether it can be the code of a currency. */
    public static boolean isCode(String text) {
        return text.matches("[A-Za-z0-9-]{1,12}");
    }

    /** The amount for people: {@code 1234} with two decimals is {@code 12.34 EUR}. */
    public String format(long amount) {
        return digits(amount) + " " + code;
    }

    /** The same without the code: {@code 12.34}. */
    public String digits(long amount) {
        return BigDecimal.valueOf(amount, decimals).toPlainString();
    }
}
