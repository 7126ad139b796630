package org.lyceum.platform.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
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
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final DataSource source;
    private final Flyway flyway;

    Migrations(DataSource source, Dialect dialect) {
        this(source, dialect, LOCATION);
    }

    /** With migrations from elsewhere, for tests. */
    Migrations(DataSource source, Dialect dialect, String... locations) {
        this.source = source;
        this.flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations(locations)
                .placeholders(dialect.placeholders())
                .load();
    }

    /** @param backups where a copy goes before an existing SQLite file is changed; null where the database is elsewhere */
    void migrate(@Nullable Path backups, Instant now) {
        try {
            refuseNewerSchema();
            MigrationInfo current = flyway.info().current();
            if (flyway.info().pending().length == 0) {
                return;
            }
            if (current != null && backups != null) {
                backUp(backups.resolve("lyceum-v%s-%s.db".formatted(current.getVersion(), STAMP.format(now))));
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw new StartupException("The database could not be brought up to date: " + firstLine(e), e);
        }
    }

    /** For administration beside a running server, which alone may migrate. */
    void requireCurrent() {
        try {
            refuseNewerSchema();
            if (flyway.info().pending().length > 0) {
                throw new StartupException(
                        "The database waits to be brought up to date. Stop the server, start it anew in"
                                + " this version, and try again.");
            }
        } catch (FlywayException e) {
            throw new StartupException("The database can not be read: " + firstLine(e), e);
        }
    }

    private void refuseNewerSchema() {
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
