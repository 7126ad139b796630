package org.lyceum.e2e.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * As long as this is open, this process gives way to the browsers: whoever looks at a page has a machine of their own, and the server and
 * a crowd are not on it. To have its priority back takes a right that root has; who has it not measures with what is left for the rest of this process.
 */
public final class GivingWay implements AutoCloseable {
    private static final int GIVEN_WAY = 10;

    private GivingWay() {}

    public static GivingWay begin() {
        nice(GIVEN_WAY);
        return new GivingWay();
    }

    @Override
    public void close() {
        nice(0);
    }

    /** Priorities are each thread's; those that are made later have that of the thread that makes them. */
    private static void nice(int priority) {
        List<String> command = new ArrayList<>(List.of("renice", "-n", Integer.toString(priority), "-p"));
        for (File task : Objects.requireNonNull(new File("/proc/self/task").listFiles())) {
            command.add(task.getName());
        }
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
