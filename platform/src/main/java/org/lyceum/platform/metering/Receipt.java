package org.lyceum.platform.metering;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a session of watching came to.
 *
 * @param viewerId null for a guest
 * @param previewSeconds seen for nothing
 * @param seconds seen for money, which is {@code charged}
 * @param closedAt null while it runs
 * @param endReason null while it runs
 */
public record Receipt(
        String sessionId,
        String streamId,
        String streamTitle,
        String creatorName,
        @Nullable String viewerId,
        long pricePerMinute,
        @Nullable Long spendingCap,
        long previewSeconds,
        long seconds,
        long charged,
        Instant openedAt,
        @Nullable Instant closedAt,
        @Nullable String endReason) {}
