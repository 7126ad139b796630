package org.lyceum.platform.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.StartupException;

/**
 * The folder in which the house keeps what it must not lose. Made with the owner's permissions alone; locked, by a lock on
 * its file {@code lyceum.lock}, against a second server. The lock ends with the process, so a killed server leaves none.
 */
public final class DataFolder implements AutoCloseable {
    public static final String LOCK_FILE = "lyceum.lock";
    /** The folder in it for copies of the database and backups of the house. */
    public static final String BACKUPS = "backups";
    /** How the folder is called in which a restore makes things ready; it goes when the restore has come to its end. */
    public static final String RESTORING = "restoring-";

    private final Path path;
    private final @Nullable FileChannel lock;

    private DataFolder(Path path, @Nullable FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Opens and locks the folder, making it where there is none. */
    public static DataFolder lock(Path path) {
        DataFolder folder = lockIfFree(path);
        if (!folder.isLocked()) {
            throw new StartupException(
                    ("The data folder %s is in use by another Lyceum server. Stop that one first, or give"
                                    + " this one a folder of its own with --data.")
                            .formatted(path));
        }
        return folder;
    }

    /** The same, but goes on without the lock where a server has it: for administration beside a running server. */
    public static DataFolder lockIfFree(Path path) {
        try {
            Files.createDirectories(path, ownerOnly(path, "rwx------"));
            return new DataFolder(path, tryLock(path.resolve(LOCK_FILE)));
        } catch (FileAlreadyExistsException e) {
            throw new StartupException("The data folder %s is a file, not a folder.".formatted(path), e);
        } catch (IOException e) {
            throw new StartupException("The data folder %s can not be used: %s.".formatted(path, e), e);
        }
    }

    public Path path() {
        return path;
    }

    public boolean isLocked() {
        return lock != null;
    }

    /**
     * Whoever began a house anew in a folder whose restore was cut off would hide that there is another one.
     *
     * @throws StartupException where a restore has not come to its end
     */
    public void requireWhole() {
        try (Stream<Path> all = Files.list(path)) {
            Optional<String> left = all.map(each -> each.getFileName().toString())
                    .filter(name -> name.startsWith(RESTORING))
                    .findFirst();
            if (left.isPresent()) {
                throw new StartupException(
                        ("A restore or move was cut off in %s. Do it again, a restore with --replace: what was there"
                                        + " before is still there, or put aside in before-restore-... If the house there is whole,"
                                        + " delete %s instead.")
                                .formatted(path, left.get()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes an empty file that only its owner reads and writes, unless there is one. */
    public Path createPrivately(String name) {
        Path file = path.resolve(name);
        try {
            Files.createFile(file, ownerOnly(path, "rw-------"));
        } catch (FileAlreadyExistsException _) {
            // As it should be from the second start on.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Makes a folder that only its owner enters, unless there is one. */
    public Path createFolder(String name) {
        try {
            return Files.createDirectories(path.resolve(name), ownerOnly(path, "rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a text that only its owner reads, whole or not at all. */
    public void writePrivately(String name, String content) {
        writePrivately(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file that only its owner reads, whole or not at all. */
    public void writePrivately(String name, byte[] content) {
        Path draft = createPrivately(name + ".new");
        try {
            try (FileChannel channel =
                    FileChannel.open(draft, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(draft, path.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static @Nullable FileChannel tryLock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            held = null;
        }
        if (held == null) {
            channel.close();
            return null;
        }
        return channel;
    }

    /** Takes a file's permissions from everyone but its owner, where the file system knows such. */
    static void restrictToOwner(Path file) throws IOException {
        if (isPosix(file)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        if (!isPosix(path)) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
    }
}
