package org.lyceum.server.api;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.reports.Days;

/** The parameters by which a client says which days it asks about: the last 30, in UTC, where it says nothing. */
final class DayRange {
    private static final int USUAL_DAYS = 30;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 9999;

    private DayRange() {}

    /** @param today by the clock that they are days of */
    static Days of(Context context, Function<ZoneOffset, LocalDate> today) {
        ZoneOffset zone = zone(context);
        LocalDate last = day(context, "to", today.apply(zone));
        return new Days(day(context, "from", last.minusDays(USUAL_DAYS - 1)), last, zone);
    }

    private static LocalDate day(Context context, String parameter, LocalDate otherwise) {
        String text = context.queryParam(parameter);
        try {
            LocalDate day = text == null ? otherwise : LocalDate.parse(text);
            if (day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR) {
                return day;
            }
        } catch (DateTimeException _) {
            // as well as one that no clock of ours will tell
        }
        throw Refusal.invalid("The parameter %s must be a day such as 2026-03-01.".formatted(parameter));
    }

    private static ZoneOffset zone(Context context) {
        String text = context.queryParam("offsetMinutes");
        try {
            return text == null
                    ? ZoneOffset.UTC
                    : ZoneOffset.ofTotalSeconds(Math.multiplyExact(Integer.parseInt(text), SECONDS_PER_MINUTE));
        } catch (NumberFormatException | ArithmeticException | DateTimeException _) {
            throw Refusal.invalid("The parameter offsetMinutes must be a number of minutes from -1080 to 1080.");
        }
    }
}
