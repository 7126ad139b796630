package org.lyceum.platform.accounts;

import java.util.Locale;

/** What an account may do in the house. Every account watches and creates; the others are granted. */
public enum Role {
    VIEWER,
    CREATOR,
    TEACHER,
    ADMIN;

    /** The form in which it stands in JSON, in tokens and in the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a word that names no role */
    public static Role ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
