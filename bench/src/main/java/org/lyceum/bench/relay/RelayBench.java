package org.lyceum.bench.relay;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.lyceum.bench.machine.ProcessCpu;
import org.lyceum.bench.machine.TestBed;
import org.lyceum.bench.machine.Unwinding;

/** {@code ./lyceum bench --scenario relay}: starts each server in turns, has packets relayed, tells what one costs. Used by one thread. */
public final class RelayBench {
    private static final int USAGE_ERROR = 2;
    /** A JVM compiles what relays after so many calls, and does nothing but compile then: it is given them soon. */
    private static final int WARM_UP_RATE = 20_000;

    private static final long WARM_UP_SECONDS = 12;

    private static final double QUIET_PERCENT = 5;
    private static final double VALID_PERCENT = 90;

    private final Path launcher;
    private final RelayOptions options;
    private final TestBed bed;
    private final PrintStream err;

    private RelayBench(Path launcher, RelayOptions options, TestBed bed, PrintStream err) {
        this.launcher = launcher;
        this.options = options;
        this.bed = bed;
        this.err = err;
    }

    /** Whether these arguments of {@code bench} are for this scenario. */
    public static boolean isAskedFor(List<String> arguments) {
        int at = arguments.indexOf("--scenario");
        return arguments.contains("--scenario=" + RelayOptions.WORD)
                || (at >= 0
                        && at + 1 < arguments.size()
                        && arguments.get(at + 1).equals(RelayOptions.WORD));
    }

    /**
     * Does it.
     *
     * @param home the folder of the launcher
     * @return the exit code
     */
    public static int run(Path home, List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help")) {
            out.print(RelayOptions.usage());
            return 0;
        }
        RelayOptions options;
        try {
            options = RelayOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return USAGE_ERROR;
        }
        TestBed.Place place = options.loopback() ? TestBed.Place.LOOPBACK : TestBed.Place.APART;
        try (Unwinding _ = new Unwinding();
                TestBed bed = TestBed.open(place)) {
            RelayFigures figures = new RelayBench(home.resolve("lyceum"), options, bed, err).measure();
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

    private RelayFigures measure() throws IOException {
        List<String> notes = new ArrayList<>(bed.notes());
        List<OwnRelay.Kind> kinds = new ArrayList<>();
        for (OwnRelay.Kind kind : OwnRelay.Kind.values()) {
            if (OwnRelay.isThere(kind)) {
                kinds.add(kind);
            } else {
                notes.add(kind + " was skipped: it is not installed (Debian: apt install coturn)");
            }
        }
        notes.forEach(note -> err.println("NOTE: " + note));
        List<RelayFigures.Round> rounds = new ArrayList<>();
        for (int allocations : options.allocations()) {
            for (OwnRelay.Kind kind : kinds) {
                err.println(String.format(Locale.ROOT, "%,d allocations at %s", allocations, kind));
                rounds.add(round(kind, allocations));
            }
        }
        return new RelayFigures(bed.kind(), RelayLoad.PACKET_BYTES, options.rate(), options.seconds(), rounds, notes);
    }

    private RelayFigures.Round round(OwnRelay.Kind kind, int allocations) throws IOException {
        try (OwnRelay relay = OwnRelay.start(kind, launcher, bed);
                RelayLoad load = new RelayLoad(locals(), relay.address())) {
            load.grow(1);
            load.run(Math.max(options.rate(), WARM_UP_RATE), WARM_UP_SECONDS);
            OptionalLong liveBefore = relay.liveBytes();
            long residentBefore = relay.residentBytes();
            load.grow(allocations);
            load.run(options.rate(), WARM_UP_SECONDS / 2);
            Reading begin = Reading.of(relay, bed);
            RelayLoad.Counts before = load.counts();
            load.run(options.rate(), options.seconds());
            RelayLoad.Counts counts = load.counts().since(before);
            Reading spent = Reading.of(relay, bed).since(begin);
            long resident = relay.residentBytes() - residentBefore;
            OptionalLong live = relay.liveBytes();
            return new RelayFigures.Round(
                    kind.toString(),
                    allocations,
                    counts.relayed(),
                    spent.serverNanos / 1e3 / Math.max(1, counts.relayed()),
                    100.0 * spent.serverNanos / spent.nanos,
                    counts.lossPercent(),
                    live.isEmpty() || liveBefore.isEmpty()
                            ? null
                            : each(live.getAsLong() - liveBefore.getAsLong(), allocations),
                    each(resident, allocations),
                    troubles(spent, counts));
        }
    }

    private List<InetAddress> locals() throws IOException {
        InetAddress[] locals = new InetAddress[bed.generatorAddresses().size()];
        for (int i = 0; i < locals.length; i++) {
            locals[i] = InetAddress.getByName(bed.generatorAddresses().get(i));
        }
        return Arrays.asList(locals);
    }

    /** Of those that came after the first, which was there before. */
    private static @Nullable Long each(long bytes, int allocations) {
        return allocations == 1 ? null : bytes / (allocations - 1);
    }

    private List<String> troubles(Reading spent, RelayLoad.Counts counts) {
        List<String> troubles = new ArrayList<>();
        double cores = bed.cores().numbers().size();
        double others =
                100.0 * (spent.everyonesNanos - spent.serverNanos - spent.generatorNanos) / (spent.nanos * cores);
        if (others > QUIET_PERCENT) {
            troubles.add(String.format(Locale.ROOT, "not valid: others took %.0f %% of the cores", others));
        }
        double generator = 100.0 * spent.generatorNanos / spent.nanos;
        if (generator > VALID_PERCENT) {
            troubles.add(String.format(Locale.ROOT, "not valid: the generator took %.0f %% of its core", generator));
        }
        if (counts.returned() < counts.sent()) {
            troubles.add(String.format(
                    Locale.ROOT,
                    "not to be compared: of %,d packets %,d came to the peer and %,d back",
                    counts.sent(),
                    counts.turned(),
                    counts.returned()));
        }
        return troubles;
    }

    /** Clocks and processor times at a moment, or between two. */
    private record Reading(long nanos, long serverNanos, long generatorNanos, long everyonesNanos) {
        static Reading of(OwnRelay relay, TestBed bed) throws IOException {
            return new Reading(
                    System.nanoTime(),
                    ProcessCpu.nanos(relay.pid()),
                    ProcessCpu.nanos(ProcessHandle.current().pid()),
                    ProcessCpu.everyonesNanos(bed.cores().numbers()));
        }

        Reading since(Reading before) {
            return new Reading(
                    nanos - before.nanos,
                    serverNanos - before.serverNanos,
                    generatorNanos - before.generatorNanos,
                    everyonesNanos - before.everyonesNanos);
        }
    }
}
