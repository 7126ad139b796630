package org.lyceum.server.api;

import java.time.Duration;

/**
 * How often clients may do what costs the server or someone's password.
 *
 * @param register by address; a class of thirty behind one router registers at once
 * @param login by address
 * @param failedLogin by account and address, successes not counted
 * @param failedByAll by account, from addresses that have not signed in to it lately, successes not counted; guessers get
 *     some 30,000 tries a day, however many they are
 * @param refresh by address
 * @param create streams, by account
 * @param edit changes of a stream, by its owner
 * @param export of all that is known of someone, by account
 * @param makeRoom direct rooms, by address
 * @param wrongKey stream keys that open nothing, by address
 * @param wrongVoucher codes that are none, by account and by address
 * @param tip by account; each is shown to a whole room
 * @param report looks back at earnings and the audience, by account; each adds up what may be a year
 */
public record ApiLimits(
        Limit register,
        Limit login,
        Limit failedLogin,
        Limit failedByAll,
        Limit refresh,
        Limit create,
        Limit edit,
        Limit export,
        Limit makeRoom,
        Limit wrongKey,
        Limit wrongVoucher,
        Limit tip,
        Limit report) {
    /** For stream keys that open nothing, at each place that takes one: an encoder that keeps trying is not much in the way. */
    public static final Limit WRONG_KEYS = new Limit(60, Duration.ofMinutes(2));

    /** So many at once, and again so many after that time, little by little. */
    public record Limit(long atOnce, Duration refilledIn) {}

    public static ApiLimits usual() {
        return new ApiLimits(
                new Limit(60, Duration.ofMinutes(5)),
                new Limit(60, Duration.ofMinutes(2)),
                new Limit(20, Duration.ofMinutes(15)),
                new Limit(300, Duration.ofMinutes(15)),
                new Limit(300, Duration.ofMinutes(2)),
                new Limit(30, Duration.ofMinutes(5)),
                new Limit(60, Duration.ofMinutes(5)),
                new Limit(10, Duration.ofMinutes(30)),
                new Limit(30, Duration.ofMinutes(5)),
                WRONG_KEYS,
                new Limit(20, Duration.ofMinutes(15)),
                new Limit(60, Duration.ofMinutes(1)),
                new Limit(120, Duration.ofMinutes(1)));
    }
}
