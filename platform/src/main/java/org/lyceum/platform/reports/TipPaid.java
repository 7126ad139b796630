package org.lyceum.platform.reports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A tip, as the one who gave it looks back on it.
 *
 * @param refundedAt null unless it was given back
 */
public record TipPaid(
        String id,
        String streamId,
        String streamTitle,
        String creatorName,
        long amount,
        String message,
        Instant createdAt,
        @Nullable Instant refundedAt) {}
