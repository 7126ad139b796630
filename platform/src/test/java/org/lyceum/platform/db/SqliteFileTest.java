package org.lyceum.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.platform.StartupException;
import org.sqlite.SQLiteDataSource;

/** What holds for the file in the data folder alone: its settings, its permissions, its backups. */
class SqliteFileTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path temporary;

    private Path path() {
        return temporary.resolve("a folder? with #odd% signs");
    }

    private static String pragma(Database database, String name) {
        return database.write(
                sql -> sql.createQuery("PRAGMA " + name).mapTo(String.class).one());
    }

    @Test
    void theFileIsOpenedAsTheLedgerNeedsIt() {
        try (DataFolder folder = DataFolder.lock(path());
                Database database = Database.open(folder, null, NOW)) {
            assertThat(pragma(database, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(database, "synchronous")).isEqualTo("2"); // FULL
            assertThat(pragma(database, "foreign_keys")).isEqualTo("1");
            assertThatThrownBy(() -> database.read(sql -> sql.execute("DELETE FROM users")))
                    .hasMessageContaining("readonly");
        }
    }

    @Test
    void everyTableIsStrict() {
        try (DataFolder folder = DataFolder.lock(path());
                Database database = Database.open(folder, null, NOW)) {
            List<String> loose = database.read(sql -> sql.createQuery(
                            "SELECT name FROM pragma_table_list WHERE strict = 0 AND type = 'table' AND schema = 'main'")
                    .mapTo(String.class)
                    .list());
            assertThat(loose).allMatch(name -> name.startsWith("sqlite_") || name.startsWith("flyway_"));
        }
    }

    @Test
    void onlyTheOwnerReadsWhatIsInTheFolder() throws Exception {
        try (DataFolder folder = DataFolder.lock(path());
                Database database = Database.open(folder, null, NOW)) {
            folder.writePrivately("key.json", "first");
            folder.writePrivately("key.json", "{}");
            assertThat(pragma(database, "journal_mode")).isEqualTo("wal");
            assertThat(Files.readString(path().resolve("key.json"))).isEqualTo("{}");
            assertThat(permissions(path())).isEqualTo("rwx------");
            for (String name : List.of("lyceum.db", "lyceum.db-wal", "key.json")) {
                assertThat(permissions(path().resolve(name))).as(name).isEqualTo("rw-------");
            }
        }
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void aSecondServerIsToldThatTheFolderIsInUse() {
        DataFolder first = DataFolder.lock(path());

        assertThatThrownBy(() -> DataFolder.lock(path()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("in use by another Lyceum server");
        assertThat(DataFolder.lockIfFree(path()).isLocked()).isFalse();
        first.close();
        DataFolder.lock(path()).close();
    }

    @Test
    void aFolderThatIsAFileIsSaidSo() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThatThrownBy(() -> DataFolder.lock(file))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("is a file");
    }

    @Test
    void anExistingFileIsCopiedBeforeItIsMigrated() throws Exception {
        Path file = temporary.resolve("some.db");
        Path backups = temporary.resolve("backups");
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        String first = "filesystem:" + migration("one", "V1__one.sql", "CREATE TABLE one (a INTEGER) STRICT");
        String second = "filesystem:" + migration("two", "V2__two.sql", "CREATE TABLE two (a INTEGER) STRICT");

        new Migrations(source, Dialect.SQLITE, "1", first).migrate(backups, NOW);
        assertThat(backups).doesNotExist();
        new Migrations(source, Dialect.SQLITE, "1", first).migrate(backups, NOW);
        assertThat(backups).doesNotExist();
        new Migrations(source, Dialect.SQLITE, "2", first, second).migrate(backups, NOW);

        try (var copies = Files.list(backups)) {
            Path copy = copies.toList().getFirst();
            assertThat(copy.getFileName()).hasToString("lyceum-v1-20260301-120000-000.db");
            assertThat(permissions(copy)).isEqualTo("rw-------");
            assertThat(tables(copy)).contains("one").doesNotContain("two");
        }
        assertThat(tables(file)).contains("one", "two");
    }

    @Test
    void theLatestMigrationIsTheOneThatAStartLooksFor() {
        try (DataFolder folder = DataFolder.lock(path());
                Database database = Database.open(folder, null, NOW)) {
            String applied = database.read(sql -> sql.createQuery(
                            "SELECT version FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1")
                    .mapTo(String.class)
                    .one());
            assertThat(applied).isEqualTo(Migrations.LATEST);
        }
    }

    @Test
    void theDatabaseOfANewerVersionIsLeftAlone() throws Exception {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + temporary.resolve("some.db"));
        String first = "filesystem:" + migration("one", "V1__one.sql", "CREATE TABLE one (a INTEGER) STRICT");
        String second = "filesystem:" + migration("two", "V2__two.sql", "CREATE TABLE two (a INTEGER) STRICT");
        new Migrations(source, Dialect.SQLITE, "2", first, second).migrate(null, NOW);

        assertThatThrownBy(() -> new Migrations(source, Dialect.SQLITE, "1", first).migrate(null, NOW))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("newer version of Lyceum");
    }

    @Test
    void administrationDoesNotMigrateUnderARunningServer() throws Exception {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + temporary.resolve("some.db"));
        String first = "filesystem:" + migration("one", "V1__one.sql", "CREATE TABLE one (a INTEGER) STRICT");

        assertThatThrownBy(() -> new Migrations(source, Dialect.SQLITE, "1", first).requireCurrent())
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("Stop the server");
    }

    private Path migration(String folder, String name, String sql) throws Exception {
        Path path = Files.createDirectories(temporary.resolve("migrations-" + folder));
        Files.writeString(path.resolve(name), sql);
        return path;
    }

    private static List<String> tables(Path file) throws Exception {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        return Jdbi.create(source)
                .withHandle(sql -> sql.createQuery("SELECT name FROM sqlite_master")
                        .mapTo(String.class)
                        .list());
    }
}
