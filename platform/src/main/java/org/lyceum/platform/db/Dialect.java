package org.lyceum.platform.db;

import java.util.Map;

/** The databases that the one set of statements runs on, and the few words of the schema in which they differ. */
public enum Dialect {
    /** Its STRICT tables refuse what is not of the column's type; without, it keeps 'abc' in a number. */
    SQLITE("INTEGER", "BLOB", " STRICT", " STRICT, WITHOUT ROWID"),
    POSTGRESQL("BIGINT", "BYTEA", "", "");

    private final String integer;
    private final String bytes;
    private final String strict;
    /** Of a table that is kept in the order of its primary key. */
    private final String clustered;

    Dialect(String integer, String bytes, String strict, String clustered) {
        this.integer = integer;
        this.bytes = bytes;
        this.strict = strict;
        this.clustered = clustered;
    }

    /** The collation that orders texts by the bytes of their UTF-8, as SQL names it. */
    public String byteCollation() {
        return this == SQLITE ? "BINARY" : "\"C\"";
    }

    Map<String, String> placeholders() {
        return Map.of("integer", integer, "bytes", bytes, "strict", strict, "clustered", clustered);
    }
}
