package org.lyceum.server.api;

import io.javalin.http.Context;
import org.lyceum.server.http.ProblemException;

/** The parameters by which a client reads a list page by page. */
final class Paging {
    private static final long USUAL = 50;
    static final long MOST = 200;

    private Paging() {}

    static int limit(Context context) {
        return (int) number(context, "limit", USUAL, MOST);
    }

    /** A whole number from 1 on, or {@code otherwise} where it is not given. */
    static long number(Context context, String parameter, long otherwise, long most) {
        String text = context.queryParam(parameter);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Refused below.
        }
        throw new ProblemException(
                400, "invalid-field", "The parameter %s must lie between 1 and %d.".formatted(parameter, most));
    }
}
