package org.lyceum.platform.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.lyceum.platform.Refusal;

class DaysTest {
    @Test
    void theyBeginAndEndByTheirClock() {
        Days days = new Days(LocalDate.parse("2026-02-28"), LocalDate.parse("2026-03-01"), ZoneOffset.ofHours(2));

        assertThat(days.count()).isEqualTo(2);
        assertThat(days.from()).isEqualTo(Instant.parse("2026-02-27T22:00:00Z"));
        assertThat(days.until()).isEqualTo(Instant.parse("2026-03-01T22:00:00Z"));
    }

    @Test
    void daysThatCanNotBeAreRefused() {
        refused(LocalDate.parse("2026-03-02"), LocalDate.parse("2026-03-01"), ZoneOffset.UTC, "later than to");
        refused(LocalDate.parse("2025-01-01"), LocalDate.parse("2026-01-02"), ZoneOffset.UTC, "366 days");
        refused(LocalDate.EPOCH, LocalDate.EPOCH, ZoneOffset.UTC, "1970-01-02");
        refused(LocalDate.MIN, LocalDate.MIN, ZoneOffset.UTC, "1970-01-02");
        refused(LocalDate.MAX, LocalDate.MAX, ZoneOffset.UTC, "9999-12-31");
        refused(LocalDate.parse("2026-03-01"), LocalDate.parse("2026-03-01"), ZoneOffset.ofHoursMinutes(0, 7), "15");
        assertThat(new Days(LocalDate.parse("2025-01-01"), LocalDate.parse("2026-01-01"), ZoneOffset.MAX).count())
                .isEqualTo(Days.MOST);
    }

    private static void refused(LocalDate first, LocalDate last, ZoneOffset zone, String why) {
        assertThatThrownBy(() -> new Days(first, last, zone))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(why);
    }
}
