package org.lyceum.platform.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.StartupException;
import org.lyceum.platform.db.DataFolder;
import org.lyceum.platform.db.WholeDatabase;
import org.lyceum.platform.money.LedgerCheck;

/**
 * Makes a house from a backup, in a data folder that no server has, and in SQLite there or an empty PostgreSQL. Everything
 * is checked and made ready before the first file takes its place; what was in the folder is put aside and not deleted.
 */
public final class Restore {
    private Restore() {}

    /**
     * What was done.
     *
     * @param ledger how the ledger is in the restored database; null: that could not be found out
     * @param aside where that is which was in the data folder before; null: it was empty
     */
    public record Restored(
            Manifest manifest,
            LedgerCheck.@Nullable Report ledger,
            @Nullable Path aside) {}

    /**
     * @param settings data folder and database of the house to be
     * @param replace whether a house that is in the data folder gives way
     */
    public static Restored run(PlatformSettings settings, Path file, boolean replace, Instant now, Progress progress) {
        try (Archive archive = open(file)) {
            archive.verify(progress);
            try (DataFolder folder = DataFolder.lock(settings.dataFolder())) {
                List<Path> old = Staging.inTheWay(folder);
                if (!old.isEmpty() && !replace) {
                    throw notEmpty(folder, old);
                }
                try (Staging staging = new Staging(folder, Backup.stamp(now))) {
                    for (String name : archive.files()) {
                        staging.write(name, archive.file(name));
                    }
                    LedgerCheck.Report ledger = Filling.fill(archive, staging, settings.databaseUrl(), now, progress);
                    takePlace(staging, old, settings.databaseUrl());
                    return new Restored(archive.manifest(), ledger, old.isEmpty() ? null : staging.aside());
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new StartupException("The backup could not be restored: %s.".formatted(e), e);
        }
    }

    private static void takePlace(Staging staging, List<Path> old, @Nullable String url) throws IOException {
        try {
            staging.takePlaceOf(old);
        } catch (IOException e) {
            if (url == null) {
                throw e;
            }
            throw new StartupException(
                    ("All rows are in PostgreSQL, but keys and settings could not be put into the data folder: %s."
                                    + " Empty that database before another try.")
                            .formatted(e),
                    e);
        }
    }

    private static Archive open(Path file) throws IOException {
        Archive archive = Archive.open(file);
        Manifest manifest = archive.manifest();
        if (!WholeDatabase.knows(manifest.schema())) {
            archive.close();
            throw new StartupException(
                    ("The backup was made by Lyceum %s, whose database is newer (version %s) than this"
                                    + " Lyceum knows. Restore it with that version or a later one; nothing is changed.")
                            .formatted(manifest.lyceum(), manifest.schema()));
        }
        return archive;
    }

    private static StartupException notEmpty(DataFolder folder, List<Path> old) {
        String names = old.stream().map(each -> each.getFileName().toString()).collect(Collectors.joining(", "));
        return new StartupException(
                ("The data folder %s is not empty (%s). Give another one with --data, or add --replace:"
                                + " what is there is then put aside, not deleted.")
                        .formatted(folder.path(), names));
    }
}
