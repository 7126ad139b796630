package org.lyceum.platform.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.StartupException;
import org.lyceum.platform.db.DataFolder;
import org.lyceum.platform.db.Database;
import org.lyceum.platform.db.WholeDatabase;

/**
 * Writes a house into one file, beside a running server or without one: every row of the database as it was in one moment, and the small
 * files of the data folder (keys, certificates, settings). Neither migrates nor changes anything.
 */
public final class Backup {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private Backup() {}

    /**
     * What was done.
     *
     * @param leftOut names in the data folder that a restore will not bring back, beside those that it does not need
     */
    public record Written(Path file, Manifest manifest, List<String> leftOut) {}

    /**
     * @param file which must not be there, or a folder in which a name is found; null for {@code backups} in the data folder
     * @param lyceum version of this code
     */
    public static Written write(
            PlatformSettings settings, @Nullable Path file, String lyceum, Instant now, Progress progress) {
        Path folder = settings.dataFolder();
        try (WholeDatabase database = WholeDatabase.snapshot(folder, settings.databaseUrl())) {
            String schema = database.schemaVersion();
            if (!Files.isDirectory(folder)) {
                throw new StartupException("There is no data folder %s. --data names another one.".formatted(folder));
            }
            Path target = target(folder, file, now);
            try (ArchiveWriter archive = new ArchiveWriter(target)) {
                for (Table table : Table.all(database)) {
                    TableCopy copy = new TableCopy(database, table, "copying", progress);
                    archive.table(table.name(), copy::write);
                }
                List<String> leftOut = addFiles(archive, folder);
                String from = database.dialect().name().toLowerCase(Locale.ROOT);
                return new Written(target, archive.finish(lyceum, schema, from, now), leftOut);
            }
        } catch (SQLException | IOException e) {
            throw new StartupException("The backup could not be written: %s.".formatted(e), e);
        }
    }

    /** The time as it stands in names of files. */
    static String stamp(Instant now) {
        return STAMP.format(now);
    }

    private static Path target(Path folder, @Nullable Path file, Instant now) throws IOException {
        Path chosen = file;
        if (chosen == null) {
            chosen = Files.createDirectories(folder.resolve(DataFolder.BACKUPS));
        }
        if (Files.isDirectory(chosen)) {
            chosen = chosen.resolve("lyceum-" + stamp(now) + ".zip");
        }
        Path target = chosen.toAbsolutePath().normalize();
        if (Files.exists(target)) {
            throw new StartupException(
                    "There is a file %s already, which stays as it is. Give another name.".formatted(target));
        }
        Path parent = target.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new StartupException("There is no folder to put %s in.".formatted(target));
        }
        return target;
    }

    /** @return names of those that it has no place for */
    private static List<String> addFiles(ArchiveWriter archive, Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> listed = Files.list(folder)) {
            all = listed.sorted().toList();
        }
        List<String> leftOut = new ArrayList<>();
        for (Path each : all) {
            String name = each.getFileName().toString();
            if (Archive.isFileName(name) && Files.isRegularFile(each) && Files.size(each) <= Archive.MAX_FILE) {
                archive.file(name, Files.readAllBytes(each));
            } else if (!Staging.stays(name) && !name.startsWith(Database.FILE)) {
                leftOut.add(name);
            }
        }
        return leftOut;
    }
}
