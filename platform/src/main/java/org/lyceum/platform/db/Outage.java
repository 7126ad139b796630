package org.lyceum.platform.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Refusal;
import org.sqlite.SQLiteErrorCode;

/** Tells a database that is away for a while, where trying again is the cure, from a statement that it refuses. */
final class Outage {
    /** Of PostgreSQL: the connection is lost; the server is shut down or starts. */
    private static final String CONNECTION = "08";

    private static final String SHUTDOWN = "57P";

    private Outage() {}

    static RuntimeException orItself(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && isOutage(e)) {
                return new Refusal(
                        Refusal.Kind.BUSY,
                        "database-away",
                        "The server's database does not answer right now. Please try again.");
            }
        }
        return failure;
    }

    private static boolean isOutage(SQLException e) {
        return e instanceof SQLTransientConnectionException
                || begins(e.getSQLState(), CONNECTION)
                || begins(e.getSQLState(), SHUTDOWN)
                || (e instanceof org.sqlite.SQLiteException sqlite && isLocked(sqlite.getResultCode()));
    }

    private static boolean begins(@Nullable String state, String prefix) {
        return state != null && state.startsWith(prefix);
    }

    /** Another process holds the file; the lower eight bits are the code without what it adds. */
    private static boolean isLocked(SQLiteErrorCode code) {
        int plain = code.code & 0xFF;
        return plain == SQLiteErrorCode.SQLITE_BUSY.code || plain == SQLiteErrorCode.SQLITE_LOCKED.code;
    }
}
