package org.lyceum.platform.chat;

import java.util.Locale;

/** What someone was in a stream's chat when they wrote. */
public enum Badge {
    CREATOR,
    MODERATOR,
    /** Signed in, and no more. */
    MEMBER,
    /** Not signed in; the name is whatever they typed. */
    GUEST;

    /** The form in which it stands in JSON and in the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Badge ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
