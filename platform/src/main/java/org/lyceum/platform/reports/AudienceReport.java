package org.lyceum.platform.reports;

import java.time.LocalDate;
import java.util.List;

/**
 * Who watched, in a creator's days.
 *
 * @param visits connections that came
 * @param secondsWatched by all of them together, as far as they have ended
 * @param peakViewers the most who watched one broadcast at once
 * @param days each of them, the first one first
 */
public record AudienceReport(long visits, long secondsWatched, int peakViewers, List<OfDay> days) {
    /** Those who came on a day, and the most who watched at once of a broadcast that began on it. */
    public record OfDay(LocalDate day, long visits, long secondsWatched, int peakViewers) {}
}
