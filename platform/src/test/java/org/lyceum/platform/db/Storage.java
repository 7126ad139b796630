package org.lyceum.platform.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Both databases, really: every storage test is a {@code @ParameterizedClass} over these. */
public enum Storage {
    SQLITE,
    POSTGRESQL;

    /** The setting {@code db} for an empty database: null for SQLite, whose file a new data folder brings. */
    public @Nullable String newDatabaseUrl() {
        return this == SQLITE ? null : Postgres.newDatabase();
    }

    /** The URL of a PostgreSQL database without a single table. */
    public static String emptyPostgres() {
        return Postgres.emptyDatabase();
    }

    /** One server for the whole test run, started by the first who asks; it ends with the JVM. Databases are copies of one. */
    private static final class Postgres {
        private static final AtomicInteger NUMBER = new AtomicInteger();
        private static final EmbeddedPostgres SERVER = start();
        private static final String MIGRATED = migrated();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("max_connections", "100")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static String newDatabase() {
            return newDatabase(" TEMPLATE " + MIGRATED);
        }

        static String emptyDatabase() {
            return newDatabase("");
        }

        private static String newDatabase(String template) {
            String name = "test" + NUMBER.incrementAndGet();
            create(name + template);
            return url(name);
        }

        private static String migrated() {
            create("migrated");
            new Migrations(DatabaseUrl.postgres(url("migrated")), Dialect.POSTGRESQL).migrate(null, Instant.EPOCH);
            return "migrated";
        }

        private static void create(String name) {
            try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String url(String name) {
            return "postgresql://postgres:postgres@localhost:" + SERVER.getPort() + "/" + name;
        }
    }
}
