package org.lyceum.platform.reports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One publish of one of a creator's streams.
 *
 * @param endedAt null while it runs
 * @param viewers connections that came during it
 * @param peakViewers the most who watched at once
 * @param secondsWatched by all of them together, as far as they have ended
 */
public record Broadcast(
        String id,
        String streamId,
        String streamTitle,
        Instant startedAt,
        @Nullable Instant endedAt,
        int viewers,
        int peakViewers,
        long secondsWatched) {}
