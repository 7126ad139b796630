package org.lyceum.platform.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteDataSource;

/** What was earned before earnings were kept by stream is found again in the ledger, whether it has settled or not. */
@ParameterizedClass
@EnumSource(Storage.class)
class EarningsMigrationTest {
    private static final Instant NOW = Instant.EPOCH;
    /** Minutes 0 and 14 have settled, minute 31 is pending. Of what was given back nothing is left but its rows. */
    private static final String BEFORE = """
            INSERT INTO users (id, email, email_key, display_name, created_at) VALUES ('ada', 'a', 'a', 'Ada', 0);
            INSERT INTO users (id, email, email_key, display_name, created_at) VALUES ('bob', 'b', 'b', 'Bob', 0);
            INSERT INTO ledger_accounts (id, user_id, balance, entries) VALUES ('pending:ada', 'ada', 61, 6);
            INSERT INTO ledger_transactions (id, kind, reference, created_at) VALUES ('t1', 'tip', 'tip1', 5000);
            INSERT INTO ledger_transactions (id, kind, reference, created_at) VALUES ('t2', 'watch', 's1', 7000);
            INSERT INTO ledger_transactions (id, kind, reference, created_at) VALUES ('t3', 'watch', 's1', 845000);
            INSERT INTO ledger_transactions (id, kind, reference, created_at) VALUES ('t4', 'tip', 'tip2', 846000);
            INSERT INTO ledger_transactions (id, kind, reference, created_at) VALUES ('t5', 'tip', 'tip3', 1860000);
            INSERT INTO ledger_transactions (id, kind, reference, created_at) VALUES ('t6', 'watch', 's2', 1919999);
            INSERT INTO ledger_entries (account_id, number, transaction_id, amount, balance) VALUES ('pending:ada', 1, 't1', 90, 90);
            INSERT INTO ledger_entries (account_id, number, transaction_id, amount, balance) VALUES ('pending:ada', 2, 't2', 4, 94);
            INSERT INTO ledger_entries (account_id, number, transaction_id, amount, balance) VALUES ('pending:ada', 3, 't3', 5, 99);
            INSERT INTO ledger_entries (account_id, number, transaction_id, amount, balance) VALUES ('pending:ada', 4, 't5', 54, 54);
            INSERT INTO ledger_entries (account_id, number, transaction_id, amount, balance) VALUES ('pending:ada', 5, 't6', 7, 61);
            INSERT INTO earnings (user_id, minute, amount) VALUES ('ada', 31, 61)""";

    private static final String TIP = """
            INSERT INTO tips (id, stream_id, payer_id, creator_id, amount, fee, message, transaction_id, created_at, refunded_at)
            VALUES (?, ?, 'bob', 'ada', ?, ?, '', ?, ?, ?)""";

    private final Storage storage;

    @TempDir
    Path temporary;

    EarningsMigrationTest(Storage storage) {
        this.storage = storage;
    }

    @Test
    void theyAreToldApartByStreamAndByWhatTheyCameFrom() throws Exception {
        String url = storage == Storage.SQLITE ? null : Storage.emptyPostgres();
        DataSource source = url == null ? sqlite() : DatabaseUrl.postgres(url);
        Dialect dialect = url == null ? Dialect.SQLITE : Dialect.POSTGRESQL;
        new Migrations(source, dialect, "23", "filesystem:" + migrationsUpTo(23)).migrate(null, NOW);
        Jdbi jdbi = Jdbi.create(source);
        jdbi.useHandle(EarningsMigrationTest::fill);

        new Migrations(source, dialect, "24", "filesystem:" + migrationsUpTo(24)).migrate(null, NOW);

        jdbi.useHandle(sql -> {
            assertThat(rows(sql, "SELECT quarter, stream_id, tips, watching FROM settled_earnings ORDER BY 1, 2"))
                    .containsExactly("0 s1 90 9");
            assertThat(rows(sql, "SELECT minute, stream_id, tips, watching FROM earnings ORDER BY 1, 2"))
                    .containsExactly("31 s1 54 0", "31 s2 0 7");
        });
    }

    private static void fill(Handle sql) {
        sql.createScript(BEFORE).execute();
        stream(sql, "s1");
        stream(sql, "s2");
        sql.execute(TIP, "tip1", "s1", 100, 10, "t1", 5_000, null);
        sql.execute(TIP, "tip2", "s1", 800, 80, "t4", 846_000, 847_000);
        sql.execute(TIP, "tip3", "s1", 60, 6, "t5", 1_860_000, null);
    }

    private static void stream(Handle sql, String id) {
        sql.execute("""
                INSERT INTO streams (id, creator_id, title, category, visibility, price_per_minute, status, armed, key_hash, created_at)
                VALUES (?, 'ada', '', '', 'public', 0, 'offline', 0, ?, 0)""", id, new byte[] {(byte) id.charAt(1)});
    }

    private static List<String> rows(Handle sql, String query) {
        return sql.createQuery(query)
                .map((row, _) ->
                        "%d %s %d %d".formatted(row.getLong(1), row.getString(2), row.getLong(3), row.getLong(4)))
                .list();
    }

    private DataSource sqlite() {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + temporary.resolve("some.db"));
        return source;
    }

    private Path migrationsUpTo(int version) throws Exception {
        Path all = Path.of(Objects.requireNonNull(Migrations.class.getResource("migration"))
                .toURI());
        Path some = Files.createDirectories(temporary.resolve("up-to-" + version));
        try (var files = Files.list(all)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (Integer.parseInt(name.substring(1, name.indexOf("__"))) <= version) {
                    Files.copy(file, some.resolve(name));
                }
            }
        }
        return some;
    }
}
