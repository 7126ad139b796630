package org.lyceum.bench.machine;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs programs of the system. An interruption ends the run by its exception, and does not last: what was set up is undone. */
public final class Commands {
    private static final long PATIENCE_SECONDS = 60;

    private Commands() {}

    private interface Wait {
        boolean ended(Process process, long seconds) throws InterruptedException;
    }

    /** Runs it to its end and returns what it said; anything but success is an {@link IOException} with that. */
    public static String run(List<String> command) throws IOException {
        return run(command, (process, seconds) -> process.waitFor(seconds, TimeUnit.SECONDS));
    }

    /** The same for what undoes something: an interruption is kept for later. */
    static void undo(List<String> command) throws IOException {
        run(command, Commands::ended);
    }

    private static String run(List<String> command, Wait wait) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // Read beside it: a read can be neither interrupted nor bounded.
        CompletableFuture<String> said = CompletableFuture.supplyAsync(
                () -> read(process), reading -> Thread.ofVirtual().start(reading));
        try {
            boolean ended = wait.ended(process, PATIENCE_SECONDS);
            if (ended && process.exitValue() == 0) {
                return said.join();
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        } finally {
            process.destroyForcibly();
            ended(process, PATIENCE_SECONDS); // so that nothing is done behind what undoes it
        }
        throw new IOException(String.join(" ", command) + ": " + said.join());
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return String.valueOf(e.getMessage()); // it was ended
        }
    }

    /** Whether it ended within so many seconds; an interruption is kept for later. */
    public static boolean ended(Process process, long seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public static String run(String... command) throws IOException {
        return run(List.of(command));
    }
}
