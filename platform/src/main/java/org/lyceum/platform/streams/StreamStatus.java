package org.lyceum.platform.streams;

import java.util.Locale;

/** Offline: no media now. Live: media flows. Ended: said to be over by its owner, until the next publish opens it again. */
public enum StreamStatus {
    OFFLINE,
    LIVE,
    ENDED;

    /** The form in which it stands in JSON and in the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static StreamStatus ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
