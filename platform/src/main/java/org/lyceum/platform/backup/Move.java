package org.lyceum.platform.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.StartupException;
import org.lyceum.platform.db.DataFolder;
import org.lyceum.platform.db.Database;
import org.lyceum.platform.db.WholeDatabase;
import org.lyceum.platform.money.LedgerCheck;

/**
 * Copies a house's database into another one, from SQLite to PostgreSQL or the other way: a backup whose rows are restored
 * there, while no server has the data folder. The database that it came from stays as it is, and so does the backup.
 */
public final class Move {
    private Move() {}

    /**
     * What was done.
     *
     * @param backup the archive that it went through
     * @param ledger how the ledger is in the new database; null: that could not be found out
     */
    public record Moved(Backup.Written backup, LedgerCheck.@Nullable Report ledger) {}

    /**
     * @param settings where the database is now
     * @param to URL of PostgreSQL; null for SQLite in the data folder
     * @param lyceum version of this code
     */
    public static Moved run(
            PlatformSettings settings, @Nullable String to, String lyceum, Instant now, Progress progress) {
        if (Objects.equals(settings.databaseUrl(), to)) {
            throw new StartupException("The database is there already.");
        }
        try (DataFolder folder = DataFolder.lock(settings.dataFolder())) {
            if (to == null) {
                requireNoSqlite(folder);
            } else {
                WholeDatabase.requireFreePostgres(to);
            }
            Path file = folder.createFolder(DataFolder.BACKUPS).resolve("move-" + Backup.stamp(now) + ".zip");
            Backup.Written backup = Backup.write(settings, file, lyceum, now, progress);
            try (Archive archive = Archive.open(file);
                    Staging staging = new Staging(folder, Backup.stamp(now))) {
                archive.verify(progress);
                LedgerCheck.Report ledger = Filling.fill(archive, staging, to, now, progress);
                staging.takePlaceOf(List.of());
                return new Moved(backup, ledger);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new StartupException("The database could not be moved: %s.".formatted(e), e);
        }
    }

    /** A log that is left of another database would fall on the new one. */
    private static void requireNoSqlite(DataFolder folder) throws IOException {
        try (Stream<Path> all = Files.list(folder.path())) {
            List<String> there = all.map(each -> each.getFileName().toString())
                    .filter(name -> name.startsWith(Database.FILE))
                    .sorted()
                    .toList();
            if (!there.isEmpty()) {
                throw new StartupException(
                        "There is something of another database in %s (%s). Put all of it elsewhere first."
                                .formatted(folder.path(), String.join(", ", there)));
            }
        }
    }
}
