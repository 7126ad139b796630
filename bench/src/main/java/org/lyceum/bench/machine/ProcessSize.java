package org.lyceum.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How large a process is at a moment, as Linux tells it (proc(5)).
 *
 * @param residentBytes memory that it has in RAM, shared pages included
 * @param threads of it
 * @param descriptors that it has open
 */
public record ProcessSize(long residentBytes, int threads, int descriptors) {
    private static final String RESIDENT = "VmRSS:";
    private static final String THREADS = "Threads:";
    private static final long KILOBYTE = 1024;

    /** Reads them of a process; another user's descriptors are told to root alone, and are 0 else. */
    public static ProcessSize of(long pid) throws IOException {
        Path folder = Path.of("/proc", Long.toString(pid));
        long resident = 0;
        int threads = 0;
        for (String line : Files.readAllLines(folder.resolve("status"))) {
            if (line.startsWith(RESIDENT)) {
                resident = Long.parseLong(line.substring(RESIDENT.length())
                                .replace("kB", "")
                                .strip())
                        * KILOBYTE;
            } else if (line.startsWith(THREADS)) {
                threads = Integer.parseInt(line.substring(THREADS.length()).strip());
            }
        }
        return new ProcessSize(resident, threads, descriptors(folder.resolve("fd")));
    }

    private static int descriptors(Path folder) throws IOException {
        if (!Files.isReadable(folder)) {
            return 0;
        }
        try (var open = Files.list(folder)) {
            return (int) open.count();
        }
    }
}
