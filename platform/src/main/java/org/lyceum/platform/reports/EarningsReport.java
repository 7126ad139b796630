package org.lyceum.platform.reports;

import java.time.LocalDate;
import java.util.List;

/**
 * What came in, in a creator's days.
 *
 * @param days each of them, the first one first
 * @param streams that something came in by, the most first
 */
public record EarningsReport(Earned total, List<OfDay> days, List<OfStream> streams) {
    /** What came in on a day. */
    public record OfDay(LocalDate day, Earned earned) {}

    /** What came in by a stream. */
    public record OfStream(String streamId, String title, Earned earned) {}
}
