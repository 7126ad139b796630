package org.lyceum.bench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.lyceum.bench.machine.Ceiling;
import org.lyceum.bench.machine.TestBed;
import org.lyceum.bench.machine.Unwinding;
import org.lyceum.bench.report.Figures;
import org.lyceum.bench.report.Page;
import org.lyceum.bench.report.TextTable;
import org.lyceum.bench.servers.OwnJanus;
import org.lyceum.bench.servers.OwnLyceum;
import org.lyceum.bench.servers.Target;

/** {@code ./lyceum bench}: prepares the place, starts the server, runs the scenario, tells its figures. */
public final class Bench {
    private static final int USAGE_ERROR = 2;

    private final Path home;
    private final Options options;
    private final PrintStream err;

    private Bench(Path home, Options options, PrintStream err) {
        this.home = home;
        this.options = options;
        this.err = err;
    }

    /**
     * @param home the folder of the launcher
     * @return the exit code
     */
    public static int run(Path home, List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains(Flag.HELP.toString())) {
            out.print(Options.usage());
            return 0;
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println("./lyceum bench --help lists what can be said.");
            return USAGE_ERROR;
        }
        try {
            Figures figures = new Bench(home, options, err).measure();
            out.print(TextTable.of(figures));
            if (options.json() != null) {
                Files.writeString(options.json(), figures.json() + "\n");
            }
            if (options.html() != null) {
                Files.writeString(options.html(), Page.of(figures));
            }
            return 0;
        } catch (IOException e) {
            err.println("\nThe bench could not go on: " + e.getMessage());
            return 1;
        }
    }

    private Figures measure() throws IOException {
        try (Unwinding _ = new Unwinding();
                TestBed bed = TestBed.open(place(), options.rxMicros());
                Ceiling ceiling = new Ceiling(home.resolve("bench/src/main/c/udp_ceiling.c"))) {
            bed.notes().forEach(note -> err.println("NOTE: " + note));
            if (ceiling.missing() != null) {
                err.println("NOTE: there will be no ceiling and no ratio: " + ceiling.missing());
            }
            Options.Server compared = options.compared();
            Figures figures = measure(bed, ceiling, options.server());
            return compared == null ? figures : figures.comparedWith(measure(bed, ceiling, compared));
        }
    }

    private TestBed.Place place() {
        if (options.given() != null) {
            return TestBed.Place.GIVEN;
        }
        return options.loopback() ? TestBed.Place.LOOPBACK : TestBed.Place.APART;
    }

    private Figures measure(TestBed bed, Ceiling ceiling, Options.Server server) throws IOException {
        try (Target target = start(bed, server)) {
            err.println(options.scenario().word() + " at " + target.name());
            return new Run(options, bed, target, ceiling, err).run();
        }
    }

    private Target start(TestBed bed, Options.Server server) throws IOException {
        if (options.given() != null) {
            return options.given();
        }
        return switch (server) {
            case LYCEUM -> new OwnLyceum(home.resolve("lyceum"), bed);
            case JANUS -> new OwnJanus(bed);
        };
    }
}
