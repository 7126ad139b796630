package org.lyceum.bench.report;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How viewers came in.
 *
 * @param joined how many got a first picture while it was measured, or before where nobody came then
 * @param perSecond how many a second, where they came at a rate while it was measured, null elsewhere
 * @param refused how often the server said that it has enough to do and when to come back
 * @param refusals the same by HTTP status
 * @param turnedAway how many gave up after that
 * @param failed how many could not come
 */
public record Joins(
        long joined,
        @Nullable Double perSecond,
        long refused,
        Map<Integer, Long> refusals,
        long turnedAway,
        long failed) {}
