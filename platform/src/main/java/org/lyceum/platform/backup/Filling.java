package org.lyceum.platform.backup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.StartupException;
import org.lyceum.platform.db.WholeDatabase;
import org.lyceum.platform.money.LedgerCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills an empty database from an archive, in one transaction: tables of the archive's schema version and its rows. Before it
 * commits it writes every table out again and compares the text's checksum with the archive's, so that what is committed is the
 * same rows. The migrations since come after that.
 */
final class Filling {
    private static final Logger LOG = LoggerFactory.getLogger(Filling.class);

    private final Archive archive;
    private final WholeDatabase database;
    private final Progress progress;

    private Filling(Archive archive, WholeDatabase database, Progress progress) {
        this.archive = archive;
        this.database = database;
        this.progress = progress;
    }

    /**
     * @param staging where SQLite's database is made
     * @param url PostgreSQL's; null for SQLite
     * @return how the ledger is there; null where that could not be found out, which undoes nothing
     */
    static LedgerCheck.@Nullable Report fill(
            Archive archive, Staging staging, @Nullable String url, Instant now, Progress progress) throws IOException {
        String schema = archive.manifest().schema();
        try (WholeDatabase database = url == null
                ? WholeDatabase.freshSqlite(staging.createDatabase(), schema)
                : WholeDatabase.freshPostgres(url, schema)) {
            new Filling(archive, database, progress).copy();
            database.commit();
            migrate(database, now);
            return checked(database);
        } catch (SQLException e) {
            throw new StartupException("The database did not take the rows: %s.".formatted(e.getMessage()), e);
        }
    }

    private static void migrate(WholeDatabase database, Instant now) {
        try {
            database.migrate(now);
        } catch (RuntimeException e) {
            throw new StartupException(
                    "All rows are in the new database, but it could not be brought up to this version: %s. Empty it before another try."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static LedgerCheck.@Nullable Report checked(WholeDatabase database) {
        try {
            return Jdbi.create(database.connection()).withHandle(sql -> LedgerCheck.run(sql, (_, _, _) -> {}));
        } catch (JdbiException e) {
            LOG.warn("the ledger of the new database could not be checked", e);
            return null;
        }
    }

    private void copy() throws SQLException, IOException {
        List<Table> tables = Table.all(database);
        if (!tables.stream()
                .map(Table::name)
                .collect(Collectors.toSet())
                .equals(archive.manifest().rows().keySet())) {
            throw archive.damaged("its tables are not those of its schema version");
        }
        empty(tables);
        for (Table table : tables) {
            load(table);
        }
        for (Table table : tables) {
            compare(table);
        }
    }

    /** Of the few rows that migrations bring, and a first start. */
    private void empty(List<Table> tables) throws SQLException {
        try (Statement statement = database.connection().createStatement()) {
            for (Table table : tables.reversed()) {
                statement.execute("DELETE FROM " + table.name());
            }
        }
    }

    private void load(Table table) throws SQLException, IOException {
        long expected = archive.manifest().rows().getOrDefault(table.name(), -1L);
        try (BufferedReader in = archive.table(table.name())) {
            long rows = new TableCopy(database, table, "loading", progress).read(in);
            if (rows != expected) {
                throw archive.damaged("%s has %d rows and should have %d".formatted(table.name(), rows, expected));
            }
        } catch (SQLException e) {
            throw new StartupException(
                    "The database did not take the rows of %s: %s.".formatted(table.name(), e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw archive.damaged("the table " + table.name() + " can not be read, " + e.getMessage());
        }
    }

    private void compare(Table table) throws SQLException, IOException {
        MessageDigest digest = Archive.sha256();
        try (Writer out = new OutputStreamWriter(
                new DigestOutputStream(OutputStream.nullOutputStream(), digest), StandardCharsets.UTF_8)) {
            new TableCopy(database, table, "comparing", progress).write(out);
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(archive.tableSum(table.name()))) {
            throw new StartupException(("The rows of %s were not read back as they were written, and nothing is kept of"
                            + " them. Please report this.")
                    .formatted(table.name()));
        }
    }
}
