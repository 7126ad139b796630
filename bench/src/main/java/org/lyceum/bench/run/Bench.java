package org.lyceum.bench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** {@code ./lyceum bench}: prepares the place, starts the server, runs the scenario, tells its figures. */
public final class Bench {
    private static final int USAGE_ERROR = 2;

    private Bench() {}

    /**
     * @param home the folder of the launcher
     * @return the exit code
     */
    public static int run(Path home, List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help")) {
            out.print(Options.USAGE);
            return 0;
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.print(Options.USAGE);
            return USAGE_ERROR;
        }
        try {
            Figures figures = measure(home, options, err);
            out.print(figures.table());
            if (options.json() != null) {
                Files.writeString(options.json(), figures.json() + "\n");
            }
            return 0;
        } catch (IOException e) {
            err.println("\nThe bench could not go on: " + e.getMessage());
            return 1;
        }
    }

    private static Figures measure(Path home, Options options, PrintStream err) throws IOException {
        // Ctrl-C ends the run in the middle; namespace, server and folder still go.
        CountDownLatch over = new CountDownLatch(1);
        Thread measuring = Thread.currentThread();
        Thread hook = new Thread(() -> {
            measuring.interrupt();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try (TestBed bed = TestBed.open(options.loopback());
                Ceiling ceiling = new Ceiling(home.resolve("bench/src/main/c/udp_ceiling.c"));
                OwnServer server = new OwnServer(home.resolve("lyceum"), bed)) {
            bed.notes().forEach(note -> err.println("NOTE: " + note));
            if (ceiling.missing() != null) {
                err.println("NOTE: there will be no ceiling and no ratio: " + ceiling.missing());
            }
            return new OneToMany(options, bed, server, ceiling, err).run();
        } finally {
            over.countDown();
        }
    }
}
