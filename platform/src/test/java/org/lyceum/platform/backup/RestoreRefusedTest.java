package org.lyceum.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.StartupException;
import org.lyceum.platform.db.Storage;

/** What is not a whole backup, or would go over something, is refused in a sentence, and nothing is changed. */
class RestoreRefusedTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path temporary;

    private PlatformSettings first;
    private PlatformSettings second;
    private Path file;

    @BeforeEach
    void backUp() throws Exception {
        first = SampleHouse.settings(temporary.resolve("first"), null);
        SampleHouse.make(first);
        second = SampleHouse.settings(temporary.resolve("second"), null);
        file = Backup.write(first, temporary.resolve("backup.zip"), "1.2.3", NOW, Progress.NONE)
                .file();
    }

    private Restore.Restored restore(PlatformSettings house, boolean replace) {
        return Restore.run(house, file, replace, NOW, Progress.NONE);
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(() -> restore(second, false))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll(words);
        assertThat(second.dataFolder()).doesNotExist();
    }

    @Test
    void aByteThatChangedAnywhereIsNoticedOrOfNoConsequence() throws Exception {
        long seed = Long.getLong("lyceum.seed", new Random().nextLong());
        System.out.println("damaged archive: -Dlyceum.seed=" + seed);
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(file);
        Map<String, List<String>> rows = SampleHouse.rows(first);
        int refused = 0;
        for (int i = 0; i < 60; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            PlatformSettings house = SampleHouse.settings(temporary.resolve("house" + i), null);
            try {
                restore(house, false);
                assertThat(SampleHouse.rows(house)).as("seed %d", seed).isEqualTo(rows);
            } catch (StartupException e) {
                refused++;
                assertThat(e.getMessage()).as("seed %d", seed).contains("nothing is changed");
                assertThat(house.dataFolder()).as("seed %d", seed).doesNotExist();
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(30);
    }

    @Test
    void halfAnArchiveIsNoArchive() throws Exception {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertRefused("is not a backup", "Copy it anew", "nothing is changed");
        Files.delete(file);
        assertRefused("There is no file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "files/../evil",
                "files/../../evil",
                "../evil",
                "/tmp/evil",
                "files/..",
                "files/sub/evil",
                "files/..\\evil",
                "files/lyceum.db",
                "files/lyceum.db-wal",
                "files/lyceum.lock",
                "tables/../../evil.tsv",
                "tables/users;drop.tsv",
                "evil"
            })
    void anEntryThatWouldLeaveItsFolderIsRefused(String name) throws Exception {
        String sum = "b5c1fb2efc6d6b4674c2fdcc48ce01b43a3b7c03763c0c3355de0099ee0f8c73"; // Of "evil".
        rewrite(name, "evil", manifest -> manifest + "\nsha256." + name.replace("\\", "\\\\") + "=" + sum + "\n");

        assertRefused("damaged", name, "which no backup does");
        assertThat(filesNamed("evil")).isEmpty();
    }

    @Test
    void whatTheManifestDoesNotListIsRefused() throws Exception {
        rewrite("files/extra", "extra", UnaryOperator.identity());

        assertRefused("damaged", "lists other entries");
    }

    @Test
    void aBackupOfANewerVersionIsForThatVersion() throws Exception {
        rewrite(null, "", manifest -> manifest.replaceAll("schema=.*", "schema=9999"));

        assertRefused("Lyceum 1.2.3", "9999", "newer", "nothing is changed");
    }

    @Test
    void aTableOfMoreOrFewerRowsThanTheManifestSaysIsDamaged() throws Exception {
        rewrite(null, "", manifest -> manifest.replaceAll("rows.users=.*", "rows.users=3"));

        assertThatThrownBy(() -> restore(second, false))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("users has 2 rows and should have 3");
        assertThat(leftIn(second)).containsExactly("lyceum.lock");
    }

    @Test
    void aHouseWhoseServerRunsIsLeftAlone() throws Exception {
        SampleHouse.make(second);
        Map<String, List<String>> rows = SampleHouse.rows(second);
        try (Platform _ = Platform.open(second, InstantSource.system())) {
            assertThatThrownBy(() -> restore(second, true))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("in use by another Lyceum server");
            assertThatThrownBy(() -> Move.run(second, Storage.emptyPostgres(), "1.2.3", NOW, Progress.NONE))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("in use by another Lyceum server");
        }
        assertThat(SampleHouse.rows(second).keySet()).isEqualTo(rows.keySet());
        assertThat(SampleHouse.rows(second).get("users")).isEqualTo(rows.get("users"));
    }

    @Test
    void whatCannotTakeTheHouseIsFoundOutBeforeAnythingIsWritten() throws Exception {
        PlatformSettings taken = SampleHouse.settings(temporary.resolve("third"), Storage.emptyPostgres());
        SampleHouse.make(taken);
        SampleHouse.make(second);

        assertThatThrownBy(() -> Move.run(second, taken.databaseUrl(), "1.2.3", NOW, Progress.NONE))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("holds a house already");

        assertThat(leftIn(second)).doesNotContain("backups");
    }

    @Test
    void noHouseIsBegunWhereARestoreWasCutOff() throws Exception {
        Path left = Files.createDirectories(second.dataFolder().resolve("restoring-20260301-110000"));
        Files.writeString(left.resolve("lyceum.db"), "half of it");

        assertThatThrownBy(() -> Platform.open(second, InstantSource.system()))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("cut off", "--replace", "restoring-20260301-110000");
        assertThat(second.dataFolder().resolve("lyceum.db")).doesNotExist();

        assertThat(restore(second, true).aside()).isNotNull();
        assertThat(SampleHouse.rows(second)).isEqualTo(SampleHouse.rows(first));
        try (Platform open = Platform.open(second, InstantSource.system())) {
            assertThat(open.folder().path()).isEqualTo(second.dataFolder());
        }
    }

    @Test
    void noNewDatabaseIsPutBesideTheLogOfAnother() throws Exception {
        PlatformSettings postgres = second.withDatabaseUrl(Storage.emptyPostgres());
        SampleHouse.make(postgres);
        Files.writeString(second.dataFolder().resolve("lyceum.db-wal"), "of another database");

        assertThatThrownBy(() -> Move.run(postgres, null, "1.2.3", NOW, Progress.NONE))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("lyceum.db-wal", "elsewhere");
    }

    @Test
    void aHouseGivesWayOnlyWhenAskedAndCanComeBack() throws Exception {
        SampleHouse.make(second);
        Files.createDirectories(second.dataFolder().resolve("backups"));
        Files.writeString(second.dataFolder().resolve("lyceum.yaml"), "registration: closed\n");
        Map<String, List<String>> before = SampleHouse.rows(second);
        assertThatThrownBy(() -> restore(second, false))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("not empty", "lyceum.db", "--replace");
        assertThat(SampleHouse.rows(second)).isEqualTo(before);

        Path aside = Objects.requireNonNull(restore(second, true).aside());

        assertThat(SampleHouse.rows(second)).isEqualTo(SampleHouse.rows(first));
        assertThat(leftIn(second))
                .containsExactly(
                        "access-token-keys.json",
                        "backups",
                        "before-restore-20260301-120000",
                        "lyceum.db",
                        "lyceum.lock");
        assertThat(aside.resolve("lyceum.yaml")).hasContent("registration: closed\n");
        assertThat(SampleHouse.rows(SampleHouse.settings(aside, null))).isEqualTo(before);
    }

    @Test
    void aPostgresThatIsInUseStaysAsItIs() throws Exception {
        PlatformSettings used = second.withDatabaseUrl(Storage.emptyPostgres());
        SampleHouse.make(used);
        Map<String, List<String>> rows = SampleHouse.rows(used);
        PlatformSettings elsewhere = SampleHouse.settings(temporary.resolve("third"), used.databaseUrl());

        assertThatThrownBy(() -> restore(elsewhere, false))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("holds a house already", "empty one");
        assertThat(SampleHouse.rows(used)).isEqualTo(rows);
        assertThat(leftIn(elsewhere)).containsExactly("lyceum.lock");
    }

    @Test
    void aPostgresOfSomethingElseStaysAsItIs() throws Exception {
        PlatformSettings used = second.withDatabaseUrl(Storage.emptyPostgres());
        try (Connection connection = SampleHouse.connection(used);
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE TABLE theirs (a INTEGER)");
        }

        assertThatThrownBy(() -> restore(used, false))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("something else", "theirs");
        assertThat(SampleHouse.rows(used)).containsOnlyKeys("theirs");
    }

    @Test
    void rowsThatADatabaseDoesNotTakeAreAllUndone() throws Exception {
        try (Connection connection = SampleHouse.connection(first);
                Statement sql = connection.createStatement()) {
            sql.execute("UPDATE chat_messages SET text = 'a' || char(0) || 'b'"); // PostgreSQL knows no such text.
        }
        Files.delete(file);
        Backup.write(first, file, "1.2.3", NOW, Progress.NONE);
        PlatformSettings postgres = second.withDatabaseUrl(Storage.emptyPostgres());

        assertThatThrownBy(() -> restore(postgres, false))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("did not take the rows of chat_messages");

        assertThat(SampleHouse.rows(postgres).get("users")).isEmpty();
        assertThat(leftIn(postgres)).containsExactly("lyceum.lock");
        assertThat(Objects.requireNonNull(restore(second, false).ledger()).faults())
                .isEmpty();
        assertThat(SampleHouse.rows(second)).isEqualTo(SampleHouse.rows(first));
    }

    /** Writes the archive anew with another manifest and, where a name is given, one more entry. */
    private void rewrite(@Nullable String extra, String content, UnaryOperator<String> manifest) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        entries.computeIfPresent(
                Manifest.ENTRY,
                (_, bytes) -> manifest.apply(new String(bytes, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8));
        if (extra != null) {
            entries.put(extra, content.getBytes(StandardCharsets.UTF_8));
        }
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
    }

    private List<Path> filesNamed(String name) throws IOException {
        try (var all = Files.walk(temporary, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(each -> each.getFileName().toString().contains(name))
                    .toList();
        }
    }

    private static List<String> leftIn(PlatformSettings house) throws IOException {
        try (var all = Files.list(house.dataFolder())) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }
}
