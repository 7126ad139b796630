package org.lyceum.server.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.backup.Backup;
import org.lyceum.platform.backup.Manifest;
import org.lyceum.platform.backup.Move;
import org.lyceum.platform.backup.Progress;
import org.lyceum.platform.backup.Restore;
import org.lyceum.platform.db.WholeDatabase;
import org.lyceum.platform.money.LedgerCheck;
import org.lyceum.server.Version;

/**
 * {@code lyceum backup}, {@code lyceum restore} and {@code lyceum move}: a house into a file, out of it, and from one database
 * into the other. Passwords that are in URLs are not shown.
 */
final class BackupCommand {
    /** The name of SQLite for {@code --to}. */
    static final String SQLITE = "sqlite";

    private static final long TOLD_EVERY_MILLIS = 1_000;

    private final PlatformSettings settings;
    private final InstantSource clock;
    private final PrintStream out;
    private long toldAt;

    BackupCommand(PlatformSettings settings, InstantSource clock, PrintStream out) {
        this.settings = settings;
        this.clock = clock;
        this.out = out;
        this.toldAt = clock.millis();
    }

    void backup(@Nullable String file) {
        Backup.Written written = Backup.write(
                settings, file == null ? null : Path.of(file), Version.current(), clock.instant(), progress());
        Manifest manifest = written.manifest();
        out.println("Backed up %s: %s and %d files of the data folder, version %s of the database."
                .formatted(
                        WholeDatabase.shown(settings.databaseUrl()),
                        rows(manifest),
                        manifest.sums().size() - manifest.rows().size(),
                        manifest.schema()));
        tellLeftOut(written.leftOut());
        out.println("It is in %s (%,d kB), with keys and password hashes: keep it as safe as the data folder."
                .formatted(written.file(), (size(written.file()) + 999) / 1000));
    }

    /** @return whether the ledger is sound in what was restored */
    boolean restore(String file, boolean replace) {
        Restore.Restored restored = Restore.run(settings, Path.of(file), replace, clock.instant(), progress());
        Manifest manifest = restored.manifest();
        out.println("Restored %s of the backup of %s into %s and %s."
                .formatted(
                        rows(manifest),
                        manifest.made(),
                        settings.dataFolder(),
                        WholeDatabase.shown(settings.databaseUrl())));
        if (restored.aside() != null) {
            out.println(
                    "What was in the data folder before is in %s. To undo: move it back, or delete it once all is well."
                            .formatted(restored.aside()));
        }
        return isSound(restored.ledger());
    }

    /**
     * @param to URL of PostgreSQL, or {@link #SQLITE}
     * @return whether the ledger is sound in the new database
     */
    boolean move(String to) {
        String url = to.equals(SQLITE) ? null : to;
        Move.Moved moved = Move.run(settings, url, Version.current(), clock.instant(), progress());
        moved.backup()
                .manifest()
                .rows()
                .forEach((table, rows) -> out.println("  %-24s %,12d rows".formatted(table, rows)));
        out.println("Moved %s from %s to %s; every table was read back and is the same."
                .formatted(
                        rows(moved.backup().manifest()),
                        WholeDatabase.shown(settings.databaseUrl()),
                        WholeDatabase.shown(url)));
        boolean sound = isSound(moved.ledger());
        out.println("The old database stays as it is, and a backup of it is in %s."
                .formatted(moved.backup().file()));
        out.println(
                url == null
                        ? "Next: take the setting db out of lyceum.yaml, LYCEUM_DB and --db, and ./lyceum run."
                        : "Next: give the same URL as db in lyceum.yaml, as LYCEUM_DB or with --db, and ./lyceum run.");
        return sound;
    }

    private boolean isSound(LedgerCheck.@Nullable Report ledger) {
        if (ledger == null) {
            out.println("The ledger could not be checked; run ./lyceum ledger verify.");
            return false;
        }
        return LedgerCommand.print(ledger, out);
    }

    /** Work of less than a second tells nothing. */
    private Progress progress() {
        return (step, table, rows) -> {
            long now = clock.millis();
            if (now - toldAt >= TOLD_EVERY_MILLIS) {
                toldAt = now;
                out.println("  %s %s: %,d rows".formatted(step, table, rows));
            }
        };
    }

    private void tellLeftOut(List<String> leftOut) {
        if (!leftOut.isEmpty()) {
            out.println("Left out, as it is not the house's or more than 1 MB: " + String.join(", ", leftOut) + ".");
        }
    }

    private static String rows(Manifest manifest) {
        return "%,d rows of %d tables"
                .formatted(manifest.allRows(), manifest.rows().size());
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
