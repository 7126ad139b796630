package org.lyceum.platform.money;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Money that a person wants out of the house. */
public record Payout(
        String id,
        String userId,
        String displayName,
        long amount,
        Status status,
        Instant requestedAt,
        @Nullable Instant decidedAt) {
    /** How far it is. */
    public enum Status {
        /** The money is out of the wallet, and waits for an administrator. */
        REQUESTED,
        PAID,
        /** The money is back in the wallet. */
        REFUSED;

        /** As it stands in the database and in JSON. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
