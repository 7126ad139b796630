package org.lyceum.server.api;

import java.time.Duration;

/**
 * How often clients may do what costs the server or someone's password.
 *
 * @param register by address; a class of thirty behind one router registers at once
 * @param login by address
 * @param failedLogin by account, successes not counted; a guesser gets some 2,000 tries a day
 * @param refresh by address
 * @param create streams, by account
 */
public record ApiLimits(Limit register, Limit login, Limit failedLogin, Limit refresh, Limit create) {
    /** So many at once, and again so many after that time, little by little. */
    public record Limit(long atOnce, Duration refilledIn) {}

    public static ApiLimits usual() {
        return new ApiLimits(
                new Limit(60, Duration.ofMinutes(5)),
                new Limit(60, Duration.ofMinutes(2)),
                new Limit(20, Duration.ofMinutes(15)),
                new Limit(300, Duration.ofMinutes(2)),
                new Limit(30, Duration.ofMinutes(5)));
    }
}
