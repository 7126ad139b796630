package org.lyceum.platform.db;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.StartupException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database by one connection, for work on all of it at once: to be copied or checked as it is in one moment, or to be
 * filled. What the server does for people goes by a {@link Database}. Of one thread.
 */
public final class WholeDatabase implements AutoCloseable {
    private final Dialect dialect;
    private final Connection connection;
    private final Migrations migrations;

    private WholeDatabase(Dialect dialect, DataSource source) throws SQLException {
        this.dialect = dialect;
        this.migrations = new Migrations(source, dialect);
        this.connection = source.getConnection();
        if (dialect == Dialect.POSTGRESQL) {
            try (Statement statement = connection.createStatement()) {
                // Whoever limits these by the role or the database did not mean work on all of it.
                statement.execute("""
                        SELECT set_config(name, '0', false) FROM pg_settings
                        WHERE name IN ('statement_timeout', 'lock_timeout', 'transaction_timeout',
                                       'idle_in_transaction_session_timeout')""");
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }
    }

    /**
     * Opens what is there, in whatever version, to be read: every statement sees the state that the first one saw, while a server
     * goes on writing beside it.
     *
     * @param folder the data folder
     * @param url PostgreSQL's; null for SQLite in the folder
     * @throws StartupException where there is no database of Lyceum
     */
    public static WholeDatabase snapshot(Path folder, @Nullable String url) {
        if (url == null && !Files.isRegularFile(folder.resolve(Database.FILE))) {
            throw new StartupException(
                    "There is no database in %s. --data names another folder, --db a PostgreSQL.".formatted(folder));
        }
        DataSource source =
                url == null ? Database.sqliteSnapshot(folder.resolve(Database.FILE)) : DatabaseUrl.patientPostgres(url);
        try {
            WholeDatabase whole = new WholeDatabase(url == null ? Dialect.SQLITE : Dialect.POSTGRESQL, source);
            try {
                whole.beginReading();
            } catch (SQLException e) {
                whole.connection.close();
                throw e;
            }
            return whole;
        } catch (SQLException e) {
            throw new StartupException("The database can not be read: %s.".formatted(e.getMessage()), e);
        }
    }

    /**
     * Makes SQLite's in an empty file, with the tables of a schema version. What is written then is one transaction, until
     * {@link #commit}.
     */
    public static WholeDatabase freshSqlite(Path file, String schemaVersion) {
        return fresh(Dialect.SQLITE, Database.sqlite(file), schemaVersion);
    }

    /**
     * The same in a PostgreSQL.
     *
     * @throws StartupException where somebody uses it already
     */
    public static WholeDatabase freshPostgres(String url, String schemaVersion) {
        PGSimpleDataSource source = DatabaseUrl.patientPostgres(url);
        source.setReWriteBatchedInserts(true); // One message for many rows.
        return fresh(Dialect.POSTGRESQL, source, schemaVersion);
    }

    /** Whether a PostgreSQL could be filled: asked before long work, and again by {@link #freshPostgres}. */
    public static void requireFreePostgres(String url) {
        try (WholeDatabase whole = new WholeDatabase(Dialect.POSTGRESQL, DatabaseUrl.postgres(url))) {
            whole.refuseTaken();
        } catch (SQLException e) {
            throw new StartupException("The database can not be filled: %s.".formatted(e.getMessage()), e);
        }
    }

    private static WholeDatabase fresh(Dialect dialect, DataSource source, String schemaVersion) {
        try {
            WholeDatabase whole = new WholeDatabase(dialect, source);
            try {
                whole.beginFilling(schemaVersion);
                return whole;
            } catch (RuntimeException | SQLException e) {
                whole.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new StartupException("The database can not be filled: %s.".formatted(e.getMessage()), e);
        }
    }

    /** Whether this version of the code can bring a database of that version up to date. */
    public static boolean knows(String schemaVersion) {
        return Migrations.knows(schemaVersion);
    }

    /** What a person is told of where a database is; without the password that a URL has. */
    public static String shown(@Nullable String url) {
        return url == null ? "SQLite in the data folder" : DatabaseUrl.shown(url);
    }

    public Dialect dialect() {
        return dialect;
    }

    /** Names of all tables that hold what people did; Flyway's own is not among them. */
    public List<String> tables() throws SQLException {
        return allTables().stream()
                .filter(name -> !name.equals(Migrations.HISTORY))
                .toList();
    }

    /** Within the one transaction; closed with this. */
    public Connection connection() {
        return connection;
    }

    /** The version of the last migration that was applied. */
    public String schemaVersion() {
        try {
            return Migrations.version(connection)
                    .orElseThrow(() -> new StartupException("The database holds nothing of Lyceum."));
        } catch (SQLException e) {
            throw new StartupException("The database holds nothing of Lyceum: %s.".formatted(e.getMessage()), e);
        }
    }

    /** Commits what was written. */
    public void commit() throws SQLException {
        // Unlike commit() of SQLite's connection this begins no other transaction, for which migrations would wait.
        connection.setAutoCommit(true);
    }

    /** Brings the schema, after {@link #commit}, up to what this version of the code expects. */
    public void migrate(Instant now) {
        migrations.migrate(null, now);
    }

    @Override
    public void close() {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void beginReading() throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        } else {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA query_only = ON");
            }
        }
        connection.setAutoCommit(false);
    }

    private void beginFilling(String schemaVersion) throws SQLException {
        refuseTaken();
        migrations.migrateTo(schemaVersion);
        connection.setAutoCommit(false);
        if (!schemaVersion().equals(schemaVersion)) {
            throw new StartupException(
                    "The database has tables of version %s already, and version %s is needed. Give an empty one."
                            .formatted(schemaVersion(), schemaVersion));
        }
    }

    /** Everything that matters hangs on an account, and a server that was only started once has made none. */
    private void refuseTaken() throws SQLException {
        List<String> tables = allTables();
        if (tables.isEmpty()) {
            return;
        }
        if (!tables.contains(Migrations.HISTORY)) {
            throw new StartupException(
                    "The database holds something else (%s). Give an empty one.".formatted(String.join(", ", tables)));
        }
        try (Statement statement = connection.createStatement();
                ResultSet user = statement.executeQuery("SELECT id FROM users LIMIT 1")) {
            if (user.next()) {
                throw new StartupException(
                        "The database holds a house already, which stays as it is. Give an empty one.");
            }
        }
    }

    private List<String> allTables() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet table =
                connection.getMetaData().getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (table.next()) {
                tables.add(table.getString("TABLE_NAME"));
            }
        }
        tables.removeIf(name -> name.startsWith("sqlite_"));
        return tables;
    }
}
