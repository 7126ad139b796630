package org.lyceum.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Folders that a run makes for a server, and that go with it. */
public final class Folders {
    private Folders() {}

    /** Deletes it with all that is in it; nobody may be making files in it any more. */
    public static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
