package org.lyceum.platform.tips;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A tip that was given.
 *
 * @param streamSessionId the publish in which it was given; null if the stream was not live
 * @param offsetMillis since that publish began, for its recording's timeline; null without one
 * @param message empty where nothing was said
 * @param refundedAt null unless it was given back
 */
public record Tip(
        String id,
        String streamId,
        @Nullable String streamSessionId,
        @Nullable Long offsetMillis,
        String payerId,
        String payerName,
        long amount,
        String message,
        Instant createdAt,
        @Nullable Instant refundedAt) {}
