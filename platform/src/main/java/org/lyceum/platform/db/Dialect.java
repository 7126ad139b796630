package org.lyceum.platform.db;

import java.util.Map;

/** The databases that the one set of statements runs on, and the few words of the schema in which they differ. */
public enum Dialect {
    /** Its STRICT tables refuse what is not of the column's type; without, it keeps 'abc' in a number. */
    SQLITE("INTEGER", "BLOB", " STRICT"),
    POSTGRESQL("BIGINT", "BYTEA", "");

    private final String integer;
    private final String bytes;
    private final String strict;

    Dialect(String integer, String bytes, String strict) {
        this.integer = integer;
        this.bytes = bytes;
        this.strict = strict;
    }

    Map<String, String> placeholders() {
        return Map.of("integer", integer, "bytes", bytes, "strict", strict);
    }
}
