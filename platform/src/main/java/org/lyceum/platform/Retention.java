package org.lyceum.platform;

import java.time.Duration;
import java.time.Instant;

/**
 * How long what people did is kept before it is forgotten. The ledger is never forgotten.
 *
 * @param chatDays of chat messages and what was reported of them; 0: for ever
 * @param visitDays of who watched when; 0: for ever. Sums of them are kept with the session, and what was paid for as long as the
 *     ledger
 */
public record Retention(int chatDays, int visitDays) {
    public static final Retention DEFAULT = new Retention(90, 90);

    public Retention {
        if (chatDays < 0 || visitDays < 0) {
            throw new IllegalArgumentException("less than no day");
        }
    }

    /** Messages that were sent before are forgotten now. */
    public Instant chatSince(Instant now) {
        return since(now, chatDays);
    }

    /** Visits that were over before are forgotten now. */
    public Instant visitsSince(Instant now) {
        return since(now, visitDays);
    }

    private static Instant since(Instant now, int days) {
        return days == 0 ? Instant.EPOCH : now.minus(Duration.ofDays(days));
    }
}
