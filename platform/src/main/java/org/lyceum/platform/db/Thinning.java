package org.lyceum.platform.db;

import java.time.Instant;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/**
 * Forgets old rows a piece at a time, each in a transaction of its own: what a year has left behind does not keep the one
 * writer of SQLite from the people who chat meanwhile.
 */
public final class Thinning {
    /** A piece has one row more, and what is of the same millisecond as its last one. */
    static final int PIECE = 1000;

    private Thinning() {}

    /**
     * @param column when a row came to be old, in milliseconds since 1970; with an index
     * @param forget deletes rows of which that is before the given time
     */
    public static void olderThan(
            Database database, String table, String column, Instant before, BiConsumer<Handle, Instant> forget) {
        boolean more = true;
        while (more) {
            more = database.write(sql -> {
                Instant until = endOfPiece(sql, table, column, before);
                forget.accept(sql, until);
                return until.isBefore(before);
            });
        }
    }

    private static Instant endOfPiece(Handle sql, String table, String column, Instant before) {
        return sql.createQuery("SELECT %2$s FROM %1$s WHERE %2$s < :before ORDER BY %2$s LIMIT 1 OFFSET :piece"
                        .formatted(table, column))
                .bind("before", before.toEpochMilli())
                .bind("piece", PIECE)
                .mapTo(Long.class)
                .findOne()
                .map(last -> Instant.ofEpochMilli(last + 1))
                .filter(end -> end.isBefore(before))
                .orElse(before);
    }
}
