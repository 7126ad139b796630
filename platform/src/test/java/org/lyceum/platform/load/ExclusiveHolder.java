package org.lyceum.platform.load;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Holds a SQLite file for itself until its standard input ends, as a backup tool of somebody's might. */
final class ExclusiveHolder {
    private ExclusiveHolder() {}

    public static void main(String[] arguments) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.execute("BEGIN EXCLUSIVE");
            System.out.println("held");
            while (System.in.read() >= 0) {
                // Until it ends.
            }
            statement.execute("ROLLBACK");
        }
    }
}
