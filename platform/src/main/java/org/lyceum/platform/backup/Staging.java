package org.lyceum.platform.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.lyceum.platform.db.DataFolder;
import org.lyceum.platform.db.Database;

/**
 * A folder within the data folder in which what is to come is made ready, so that it takes its place by renames alone. What
 * had the place is put aside within the data folder as well: the folder itself may be a mount, or below one that is not ours
 * to write in.
 */
final class Staging implements AutoCloseable {
    private static final String ASIDE = "before-restore-";

    private final DataFolder folder;
    private final String name;
    private final Path aside;

    Staging(DataFolder folder, String stamp) {
        this.folder = folder;
        this.name = DataFolder.RESTORING + stamp;
        this.aside = folder.path().resolve(ASIDE + stamp);
        folder.createFolder(name);
    }

    /** Whether something in the data folder is no part of the house that lives there: the lock, backups, what was put aside. */
    static boolean stays(String name) {
        return name.equals(DataFolder.LOCK_FILE) || name.equals(DataFolder.BACKUPS) || name.startsWith(ASIDE);
    }

    /** What would have to give way in a folder. */
    static List<Path> inTheWay(DataFolder folder) throws IOException {
        try (Stream<Path> all = Files.list(folder.path())) {
            return all.filter(each -> !stays(each.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    /** Where SQLite's database is made, an empty file. Where the database is elsewhere it is not asked for. */
    Path createDatabase() {
        return folder.createPrivately(name + "/" + Database.FILE);
    }

    void write(String file, byte[] content) {
        folder.writePrivately(name + "/" + file, content);
    }

    /** Where {@link #takePlaceOf} puts what was there. */
    Path aside() {
        return aside;
    }

    /** Puts these aside and what was made ready into the folder; where one rename fails, all are undone. */
    void takePlaceOf(List<Path> old) throws IOException {
        Deque<Path[]> done = new ArrayDeque<>();
        try {
            if (!old.isEmpty()) {
                folder.createFolder(aside.getFileName().toString());
            }
            for (Path each : old) {
                move(each, aside.resolve(each.getFileName()), done);
            }
            for (Path each : ready()) {
                move(each, folder.path().resolve(each.getFileName()), done);
            }
        } catch (IOException | RuntimeException e) {
            for (Path[] move : done) {
                Files.move(move[1], move[0]);
            }
            Files.deleteIfExists(aside);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        for (Path left : ready()) {
            Files.delete(left);
        }
        Files.delete(folder.path().resolve(name));
    }

    private List<Path> ready() throws IOException {
        try (Stream<Path> all = Files.list(folder.path().resolve(name))) {
            return all.sorted().toList();
        }
    }

    private static void move(Path from, Path to, Deque<Path[]> done) throws IOException {
        Files.move(from, to);
        done.push(new Path[] {from, to});
    }
}
