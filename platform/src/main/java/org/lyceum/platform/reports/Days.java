package org.lyceum.platform.reports;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.lyceum.platform.Refusal;

/**
 * Days that are looked back on, of a clock that is always as far from UTC.
 *
 * @param last among them, as {@code first} is
 */
public record Days(LocalDate first, LocalDate last, ZoneOffset zone) {
    /** A year, whichever. */
    public static final int MOST = 366;

    private static final LocalDate LATEST = LocalDate.of(9999, 12, 31);
    /** Earnings that have settled are kept by it. */
    private static final int QUARTER_SECONDS = 900;

    public Days {
        // A day before 1970, so that no instant of any zone is below zero: SQL divides towards zero.
        if (!first.isAfter(LocalDate.EPOCH) || last.isAfter(LATEST)) {
            throw Refusal.invalid("The parameters from and to must lie between 1970-01-02 and 9999-12-31.");
        }
        if (first.isAfter(last)) {
            throw Refusal.invalid("The parameter from must not be later than to.");
        }
        if (ChronoUnit.DAYS.between(first, last) >= MOST) {
            throw Refusal.invalid("The parameters from and to must span %d days at most.".formatted(MOST));
        }
        if (zone.getTotalSeconds() % QUARTER_SECONDS != 0) {
            throw Refusal.invalid("The parameter offsetMinutes must be a multiple of 15.");
        }
    }

    /** How many they are. */
    public int count() {
        return (int) ChronoUnit.DAYS.between(first, last) + 1;
    }

    /** When the first one begins. */
    public Instant from() {
        return first.atStartOfDay().toInstant(zone);
    }

    /** When the last one is over. */
    public Instant until() {
        return last.plusDays(1).atStartOfDay().toInstant(zone);
    }

    /** What a time that SQL has in this unit is later by on this clock. */
    long offsetIn(Duration unit) {
        return zone.getTotalSeconds() / unit.toSeconds();
    }

    /** One for each day, in their order, from its number since 1970. */
    <T> List<T> map(LongFunction<T> each) {
        return LongStream.rangeClosed(first.toEpochDay(), last.toEpochDay())
                .mapToObj(each)
                .toList();
    }
}
