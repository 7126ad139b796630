package org.lyceum.platform.streams;

import java.util.Locale;
import java.util.Optional;

/** Who finds and who may watch a stream. */
public enum Visibility {
    /** Listed, and watched by anyone. */
    PUBLIC,
    /** Not listed; watched by anyone who has the link. */
    UNLISTED,
    /** Not listed; watched by people whom its creator has invited, who sign in. */
    PRIVATE;

    /** The form in which it stands in JSON and in the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Visibility> ofWireName(String name) {
        for (Visibility value : values()) {
            if (value.wireName().equals(name)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
