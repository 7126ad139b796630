package org.lyceum.platform.reports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person has watched.
 *
 * @param id of its receipt, where it had a price; else of the visit
 * @param leftAt null while they watch
 * @param seconds in which media reached them; null where nobody knows, or not yet
 * @param cost null where it had no price
 */
public record Watched(
        String id,
        String streamId,
        String streamTitle,
        String creatorName,
        Instant cameAt,
        @Nullable Instant leftAt,
        @Nullable Long seconds,
        @Nullable Cost cost) {

    /**
     * What it came to.
     *
     * @param previewSeconds seen for nothing
     * @param paidSeconds seen for money, which is {@code charged}
     */
    public record Cost(long pricePerMinute, long previewSeconds, long paidSeconds, long charged) {}
}
