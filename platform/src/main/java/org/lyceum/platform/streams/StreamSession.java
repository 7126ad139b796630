package org.lyceum.platform.streams;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One publish of a stream, as its owner looks back on it.
 *
 * @param endedAt null while it runs
 * @param viewers connections that came during it
 * @param peakViewers the most who watched at once
 * @param secondsWatched by all of them together, as far as they have ended
 */
public record StreamSession(
        String id, Instant startedAt, @Nullable Instant endedAt, int viewers, int peakViewers, long secondsWatched) {}
