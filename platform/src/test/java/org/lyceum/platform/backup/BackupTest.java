package org.lyceum.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.StartupException;
import org.lyceum.platform.chat.Badge;
import org.lyceum.platform.chat.ChatResult;
import org.lyceum.platform.chat.ChatWork;
import org.lyceum.platform.db.Storage;
import org.lyceum.platform.db.WholeDatabase;
import org.lyceum.platform.money.LedgerCheck;
import org.lyceum.platform.streams.Stream;
import org.postgresql.PGConnection;

/** A house goes through a file, or from one database into the other, and is the same house. */
class BackupTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String VERSION = "1.2.3";

    @TempDir
    Path temporary;

    private PlatformSettings house(String name, Storage storage) {
        return SampleHouse.settings(
                temporary.resolve(name), storage == Storage.POSTGRESQL ? Storage.emptyPostgres() : null);
    }

    private PlatformSettings sample(String name, Storage storage) throws Exception {
        PlatformSettings house = house(name, storage);
        SampleHouse.make(house);
        return house;
    }

    private Path backUp(PlatformSettings house) {
        return Backup.write(house, temporary.resolve("backup.zip"), VERSION, NOW, Progress.NONE)
                .file();
    }

    private static Restore.Restored restore(PlatformSettings house, Path file) {
        return Restore.run(house, file, false, NOW, Progress.NONE);
    }

    @ParameterizedTest
    @CsvSource({"SQLITE, SQLITE", "SQLITE, POSTGRESQL", "POSTGRESQL, SQLITE", "POSTGRESQL, POSTGRESQL"})
    void everyRowAndEveryKeyComesBackFromAnArchive(Storage from, Storage to) throws Exception {
        PlatformSettings first = sample("first", from);
        Files.writeString(first.dataFolder().resolve("lyceum.yaml"), "registration: closed\n");
        PlatformSettings second = house("second", to);

        Restore.Restored restored = restore(second, backUp(first));

        Map<String, List<String>> rows = SampleHouse.rows(first);
        assertThat(rows.values()).as("the sample fills every table").noneMatch(List::isEmpty);
        assertThat(SampleHouse.rows(second)).isEqualTo(rows);
        assertThat(sound(restored.ledger()).entries()).isPositive();
        assertThat(restored.aside()).isNull();
        for (String file : List.of("access-token-keys.json", "lyceum.yaml")) {
            Path copy = second.dataFolder().resolve(file);
            assertThat(copy).hasSameBinaryContentAs(first.dataFolder().resolve(file));
            assertThat(permissions(copy)).isEqualTo("rw-------");
        }
        assertThat(names(second.dataFolder()))
                .doesNotContain("lyceum.db-wal")
                .noneMatch(n -> n.startsWith("restoring"));
        liveOn(second);
    }

    /** What is new gets the numbers that come next. */
    private static void liveOn(PlatformSettings house) {
        try (Platform platform = Platform.open(house, InstantSource.system())) {
            assertThat(platform.accounts()
                            .login("ada@example.org", SampleHouse.PASSWORD)
                            .accessToken())
                    .isNotEmpty();
            String bob = platform.accounts().idOf("bob@example.org");
            Stream stream = platform.streams()
                    .listByCreator(platform.accounts().idOf("ada@example.org"))
                    .getFirst();
            platform.tips().give(null, bob, stream, 7, "after");
            ChatResult said = platform.chats()
                    .apply(stream.id(), List.of(new ChatWork.Say(bob, "Bob", Badge.MEMBER, "after", "2")))
                    .getFirst();
            assertThat(((ChatResult.Said) said).line().number()).isEqualTo(3);
            assertThat(platform.money().verify().faults()).isEmpty();
        }
    }

    @Test
    void aHouseMovesToPostgresAndBackAndIsTheSame() throws Exception {
        PlatformSettings sqlite = sample("house", Storage.SQLITE);
        PlatformSettings postgres = sqlite.withDatabaseUrl(Storage.emptyPostgres());
        Map<String, List<String>> rows = SampleHouse.rows(sqlite);

        Move.Moved there = Move.run(sqlite, postgres.databaseUrl(), VERSION, NOW, Progress.NONE);

        assertThat(SampleHouse.rows(postgres)).isEqualTo(rows);
        assertThat(SampleHouse.rows(sqlite)).as("the source stays").isEqualTo(rows);
        var _ = sound(there.ledger());
        assertThat(there.backup().file()).exists();
        assertThat(there.backup().manifest().rows())
                .allSatisfy((table, count) -> assertThat(rows.get(table)).hasSize(count.intValue()));
        liveOn(postgres);
        Map<String, List<String>> later = SampleHouse.rows(postgres);
        assertThatThrownBy(() -> Move.run(postgres, null, VERSION, NOW.plusSeconds(1), Progress.NONE))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("another database", "lyceum.db");
        Files.move(sqlite.dataFolder().resolve("lyceum.db"), temporary.resolve("old.db"));

        Move.Moved back = Move.run(postgres, null, VERSION, NOW.plusSeconds(2), Progress.NONE);

        assertThat(SampleHouse.rows(sqlite)).isEqualTo(later);
        var _ = sound(back.ledger());
        assertThat(permissions(sqlite.dataFolder().resolve("lyceum.db"))).isEqualTo("rw-------");
        liveOn(sqlite);
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aLedgerAtTheLargestNumberIsTheSameAndSound(Storage to) throws Exception {
        PlatformSettings first = house("first", Storage.SQLITE);
        Platform.open(first, InstantSource.system()).close();
        try (Connection connection = SampleHouse.connection(first);
                Statement sql = connection.createStatement()) {
            sql.execute(
                    "INSERT INTO users (id, email, email_key, display_name, created_at) VALUES ('u', 'a', 'a', '', 0)");
            sql.execute("INSERT INTO ledger_accounts VALUES ('wallet:u', 'u', " + Long.MAX_VALUE + ", 1)");
            sql.execute("UPDATE ledger_accounts SET entries = 1, balance = -" + Long.MAX_VALUE
                    + " WHERE id = 'house:issuance'");
            sql.execute("INSERT INTO ledger_transactions VALUES ('t', 'top-up', NULL, 0)");
            sql.execute("INSERT INTO ledger_entries VALUES ('wallet:u', 1, 't', %1$d, %1$d, NULL)"
                    .formatted(Long.MAX_VALUE));
            sql.execute("INSERT INTO ledger_entries VALUES ('house:issuance', 1, 't', -%1$d, -%1$d, '')"
                    .formatted(Long.MAX_VALUE));
        }
        PlatformSettings second = house("second", to);

        LedgerCheck.@Nullable Report ledger = restore(second, backUp(first)).ledger();

        assertThat(sound(ledger).entries()).isEqualTo(2);
        assertThat(SampleHouse.rows(second)).isEqualTo(SampleHouse.rows(first));
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aBackupOfAHouseInFullSwingIsOneMomentOfIt(Storage storage) throws Exception {
        PlatformSettings first = sample("first", storage);
        AtomicBoolean enough = new AtomicBoolean();
        AtomicLong given = new AtomicLong();
        try (Platform platform = Platform.open(first, InstantSource.system())) {
            long base = platform.money().verify().transactions();
            Thread tipping = Thread.ofVirtual().start(() -> tipUntil(platform, enough, given));
            for (int i = 0; i < 3; i++) {
                PlatformSettings second = house("second" + i, Storage.SQLITE);
                long before = given.get();
                await().until(() -> given.get() > before);
                // Tips are given between any two tables.
                Progress waiting = (_, _, _) -> {
                    long now = given.get();
                    await().until(() -> given.get() > now);
                };
                Path file = Backup.write(first, temporary.resolve("b" + i + ".zip"), VERSION, NOW, waiting)
                        .file();

                LedgerCheck.@Nullable Report ledger = restore(second, file).ledger();

                assertThat(sound(ledger).transactions()).isBetween(base + before, base + given.get());
            }
            enough.set(true);
            tipping.join();
        }
    }

    private static void tipUntil(Platform platform, AtomicBoolean enough, AtomicLong given) {
        String bob = platform.accounts().idOf("bob@example.org");
        Stream stream = platform.streams()
                .listByCreator(platform.accounts().idOf("ada@example.org"))
                .getFirst();
        while (!enough.get()) {
            platform.tips().give(null, bob, stream, 1, "");
            given.incrementAndGet();
        }
    }

    @Test
    void theArchiveIsItsOwnersAloneAndOverwritesNothing() throws Exception {
        PlatformSettings first = sample("first", Storage.SQLITE);

        Path file = backUp(first);

        assertThat(permissions(file)).isEqualTo("rw-------");
        byte[] content = Files.readAllBytes(file);
        assertThatThrownBy(() -> backUp(first))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("already, which stays as it is");
        assertThat(file).hasBinaryContent(content);
        assertThat(names(temporary)).containsExactlyInAnyOrder("first", "backup.zip");
        Path named = Backup.write(first, null, VERSION, NOW, Progress.NONE).file();
        assertThat(named).isEqualTo(first.dataFolder().resolve("backups").resolve("lyceum-20260301-120000.zip"));
    }

    @Test
    void whatAnArchiveHasNoPlaceForIsNamed() throws Exception {
        PlatformSettings first = sample("first", Storage.SQLITE);
        Files.createDirectory(first.dataFolder().resolve("recordings"));
        Files.write(first.dataFolder().resolve("large"), new byte[Archive.MAX_FILE + 1]);

        assertThat(Backup.write(first, null, VERSION, NOW, Progress.NONE).leftOut())
                .containsExactly("large", "recordings");
    }

    @Test
    void aFolderWithoutADatabaseIsNotBackedUpAndNotMade() {
        PlatformSettings nothing = house("nothing", Storage.SQLITE);

        assertThatThrownBy(() -> backUp(nothing))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("There is no database in");
        assertThatThrownBy(() -> backUp(house("nothing", Storage.POSTGRESQL)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("nothing of Lyceum");
        assertThat(nothing.dataFolder()).doesNotExist();
    }

    @Test
    void postgresReadsTheTablesByItself() throws Exception {
        PlatformSettings first = sample("first", Storage.SQLITE);
        Path file = backUp(first);
        PlatformSettings second = house("second", Storage.POSTGRESQL);
        Platform.open(second, InstantSource.system()).close();

        try (Archive archive = Archive.open(file);
                BufferedReader users = archive.table("users");
                Connection connection = SampleHouse.connection(second)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY users FROM STDIN WITH (HEADER MATCH)", users);
        }
        assertThat(SampleHouse.rows(second).get("users"))
                .isEqualTo(SampleHouse.rows(first).get("users"));
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aBackupOfAnEarlierVersionIsBroughtUpToDate(Storage to) throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("first"));
        try (WholeDatabase old = WholeDatabase.freshSqlite(folder.resolve("lyceum.db"), "12");
                Statement sql = old.connection().createStatement()) {
            sql.execute(
                    "INSERT INTO users (id, email, email_key, display_name, created_at) VALUES ('u', 'a', 'a', '', 0)");
            old.connection().commit();
        }
        Path file = backUp(SampleHouse.settings(folder, null));
        PlatformSettings second = house("second", to);

        assertThat(restore(second, file).manifest().schema()).isEqualTo("12");

        assertThat(SampleHouse.rows(second).get("users"))
                .singleElement()
                .asString()
                .contains("id: text 'u'")
                .contains("deleted_at: null");
        Platform.open(second, InstantSource.system()).close();
    }

    private static List<String> names(Path folder) throws Exception {
        try (var all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).toList();
        }
    }

    private static @Nullable String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static LedgerCheck.Report sound(LedgerCheck.@Nullable Report ledger) {
        LedgerCheck.Report known = Objects.requireNonNull(ledger);
        assertThat(known.faults()).isEmpty();
        return known;
    }
}
