package org.lyceum.bench.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the system. An interruption ends the run by its exception, and does not last: what was set up is undone. */
final class Commands {
    private static final long PATIENCE_SECONDS = 60;

    private Commands() {}

    /** Runs it to its end and returns what it said; anything but success is an {@link IOException} with that. */
    static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return said;
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        } finally {
            process.destroyForcibly();
        }
        throw new IOException(String.join(" ", command) + ": " + said);
    }

    static String run(String... command) throws IOException {
        return run(List.of(command));
    }
}
