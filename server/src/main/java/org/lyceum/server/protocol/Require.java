package org.lyceum.server.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks that message records make of their components. */
final class Require {
    /** A component is not as it must be; the message says what it must be, to follow the field's name. */
    static final class InvalidField extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String field;
        private final boolean missing;

        private InvalidField(String field, String complaint, boolean missing) {
            super(complaint, null, false, false);
            this.field = field;
            this.missing = missing;
        }

        String field() {
            return field;
        }

        boolean missing() {
            return missing;
        }
    }

    private Require() {}

    static void present(String field, @Nullable Object value) {
        if (value == null) {
            throw new InvalidField(field, "is missing", true);
        }
    }

    /** Neither empty nor longer than {@code max} characters, where given. */
    static void text(String field, @Nullable String value, int max) {
        if (value != null && value.isEmpty()) {
            throw new InvalidField(field, "must not be empty", false);
        }
        shorter(field, value, max);
    }

    static void shorter(String field, @Nullable String value, int max) {
        if (value != null && value.length() > max) {
            throw new InvalidField(field, "must have at most " + max + " characters", false);
        }
    }

    /** Characters that are seen, and no space: what a database, a log and a header take alike. */
    static void token(String field, @Nullable String value, int max) {
        text(field, value, max);
        if (value != null && !value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new InvalidField(field, "must be of visible ASCII characters", false);
        }
    }

    static void atLeast(String field, @Nullable Long value, long min) {
        if (value != null && value < min) {
            throw new InvalidField(field, "must be at least " + min, false);
        }
    }

    static void within(String field, @Nullable Integer value, int min, int max) {
        if (value != null && (value < min || value > max)) {
            throw new InvalidField(field, "must be from " + min + " to " + max, false);
        }
    }

    /** At most {@code max} entries, none of them null. */
    static void atMost(String field, List<?> list, int max) {
        if (list.size() > max) {
            throw new InvalidField(field, "must have at most " + max + " entries", false);
        }
        for (Object entry : list) {
            if (entry == null) {
                throw new InvalidField(field, "must have no null entries", false);
            }
        }
    }
}
