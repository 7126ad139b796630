package org.lyceum.platform.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.StartupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema up to what this version of the code expects, before any pool is open. A SQLite file that already holds
 * something is copied first, to {@code backups} beside it.
 */
final class Migrations {
    private static final Logger log = LoggerFactory.getLogger(Migrations.class);
    private static final String LOCATION = "classpath:org/lyceum/platform/db/migration";
    /** The version of the last file there; a test holds it against what was applied. */
    static final String LATEST = "25";
    /** Flyway's own table, in which it keeps what was applied. */
    static final String HISTORY = "flyway_schema_history";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final DataSource source;
    private final Dialect dialect;
    private final String latest;
    private final String[] locations;

    Migrations(DataSource source, Dialect dialect) {
        this(source, dialect, LATEST, LOCATION);
    }

    /** With migrations from elsewhere, for tests. */
    Migrations(DataSource source, Dialect dialect, String latest, String... locations) {
        this.source = source;
        this.dialect = dialect;
        this.latest = latest;
        this.locations = locations;
    }

    /** @param backups where a copy goes before an existing SQLite file is changed; null where the database is elsewhere */
    void migrate(@Nullable Path backups, Instant now) {
        if (isCurrent()) {
            return;
        }
        try {
            Flyway flyway = flyway();
            refuseNewerSchema(flyway);
            MigrationInfo current = flyway.info().current();
            if (current != null && backups != null && flyway.info().pending().length > 0) {
                backUp(backups.resolve("lyceum-v%s-%s.db".formatted(current.getVersion(), STAMP.format(now))));
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw new StartupException("The database could not be brought up to date: " + firstLine(e), e);
        }
    }

    /** Brings a database without rows to an earlier version, for rows that were written under that one. */
    void migrateTo(String version) {
        try {
            configured().target(version).load().migrate();
        } catch (FlywayException e) {
            throw new StartupException("The tables could not be made: " + firstLine(e), e);
        }
    }

    /** Whether it is this code's version or an earlier one. */
    static boolean knows(String version) {
        return MigrationVersion.fromVersion(version).compareTo(MigrationVersion.fromVersion(LATEST)) <= 0;
    }

    /** The last one that was applied. */
    static Optional<String> version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet last = statement.executeQuery(
                        "SELECT version FROM " + HISTORY + " WHERE success ORDER BY installed_rank DESC LIMIT 1")) {
            return last.next() ? Optional.ofNullable(last.getString(1)) : Optional.empty();
        }
    }

    /** For administration beside a running server, which alone may migrate. */
    void requireCurrent() {
        if (isCurrent()) {
            return;
        }
        try {
            refuseNewerSchema(flyway());
        } catch (FlywayException e) {
            throw new StartupException("The database can not be read: " + firstLine(e), e);
        }
        throw new StartupException("The database waits to be brought up to date. Stop the server, start it anew in this"
                + " version, and try again.");
    }

    /**
     * Whether the latest migration was the last one applied. Asked before Flyway is, whose classes alone cost a third of the
     * time in which a server starts.
     */
    private boolean isCurrent() {
        try (Connection connection = source.getConnection()) {
            return version(connection).filter(latest::equals).isPresent();
        } catch (SQLException _) {
            return false; // No such table yet; whatever else is wrong, Flyway says it in words.
        }
    }

    private Flyway flyway() {
        return configured().load();
    }

    private FluentConfiguration configured() {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations(locations)
                .placeholders(dialect.placeholders());
    }

    private static void refuseNewerSchema(Flyway flyway) {
        boolean newer = Arrays.stream(flyway.info().all())
                .map(MigrationInfo::getState)
                .anyMatch(state -> state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED);
        if (newer) {
            throw new StartupException("The database was last used by a newer version of Lyceum. Use that version, or a"
                    + " backup from the folder backups in the data folder.");
        }
    }

    /** VACUUM INTO reads through the write-ahead log as well; a copy of the file alone would lack what is still there. */
    private void backUp(Path target) {
        try {
            Files.createDirectories(target.getParent());
            try (Connection connection = source.getConnection();
                    PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
                copy.setString(1, target.toString());
                copy.execute();
            }
            DataFolder.restrictToOwner(target);
        } catch (SQLException | IOException e) {
            throw new StartupException(
                    "The database could not be backed up to %s before its migration: %s."
                            .formatted(target, e.getMessage()),
                    e);
        }
        log.info("The database is backed up to {} before its migration", target);
    }

    private static String firstLine(FlywayException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
