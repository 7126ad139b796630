package org.lyceum.platform.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import java.util.regex.Pattern;
import org.lyceum.platform.db.Storage;

/**
 * {@code ./lyceum soak}: the house under load on both databases, killed fifty times on each, with a look at everything after
 * every kill. Bounded in time; ends with a table, and with 0 only when every kill was done and survived.
 */
final class Soak {
    private static final Pattern OPTION = Pattern.compile("--(kills|minutes)=[1-9]\\d{0,4}|--seed=\\d{1,9}");
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final String HELP = """
            Kills the server under load again and again, with kill -9, on SQLite and on a PostgreSQL of its own, and looks after each kill
            whether anything that was acknowledged is lost, or anything charged twice. Needs no server and touches none.

              ./lyceum soak [--kills=50] [--minutes=60] [--seed=<number>]

              --kills    on each of the two databases
              --minutes  after which it ends, done or not
              --seed     of the moments of the kills and of the load; printed, so that a run can be repeated""";

    /** What happened on one database; written by the thread that kills, read by the one that watches the time. */
    private static final class Run {
        final Storage storage;
        volatile int kills;
        volatile int tips;
        volatile long sessions;
        volatile long transactions;
        volatile long seconds;
        volatile String outcome = "not begun";

        Run(Storage storage) {
            this.storage = storage;
        }

        boolean isOk() {
            return outcome.equals("ok");
        }
    }

    private final int kills;
    private final long seed;
    private final List<Run> runs = new ArrayList<>();

    private Soak(int kills, long seed) {
        this.kills = kills;
        this.seed = seed;
        for (Storage storage : Storage.values()) {
            runs.add(new Run(storage));
        }
    }

    public static void main(String[] arguments) {
        LogManager.getLogManager().reset(); // Flyway tells of every migration.
        int kills = 50;
        int minutes = 60;
        long seed = new Random().nextInt(1_000_000_000);
        for (String argument : arguments) {
            if (argument.equals("--help") || argument.equals("-h")) {
                System.out.println(HELP);
                System.exit(OK);
            }
            if (!OPTION.matcher(argument).matches()) {
                System.err.println("soak: '" + argument + "' cannot be used.\n\n" + HELP);
                System.exit(USAGE);
            }
            int value = Integer.parseInt(argument.substring(argument.indexOf('=') + 1));
            switch (argument.substring(2, argument.indexOf('='))) {
                case "kills" -> kills = value;
                case "minutes" -> minutes = value;
                default -> seed = value;
            }
        }
        Soak soak = new Soak(kills, seed);
        soak.endAfter(minutes);
        System.out.printf("soak: %d kills on each database, --seed=%d%n", kills, seed);
        soak.runs.forEach(soak::run);
        System.exit(soak.report());
    }

    /** Whatever hangs by then is ended with everything that was started for it. */
    private void endAfter(long minutes) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                TimeUnit.MINUTES.sleep(minutes);
            } catch (InterruptedException _) {
                return;
            }
            System.out.println("soak: " + minutes + " minutes are over");
            report();
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            Runtime.getRuntime().halt(FAILED);
        });
    }

    private void run(Run run) {
        long begin = System.nanoTime();
        run.outcome = "not finished";
        Path folder = null;
        try {
            folder = Files.createTempDirectory("lyceum-soak-");
            String url = Objects.requireNonNullElse(run.storage.newDatabaseUrl(), "");
            KilledHouse house = new KilledHouse(folder, url, seed);
            for (int kill = 1; kill <= kills; kill++) {
                house.killOnce();
                run.kills = kill;
                run.tips = house.tips();
                run.sessions = house.sessions();
                run.transactions = house.transactions();
                run.seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
                System.out.printf(
                        "  %-10s kill %d of %d survived, %,d tips, %d s%n",
                        name(run), run.kills, kills, run.tips, run.seconds);
            }
            run.outcome = "ok";
            delete(folder);
        } catch (Exception | AssertionError e) {
            run.outcome = "FAILED, what is left is in " + folder;
            e.printStackTrace();
        }
    }

    private int report() {
        System.out.printf(
                "%n%-10s %7s %14s %10s %14s %8s  %s%n",
                "database", "kills", "tips", "sessions", "transactions", "seconds", "outcome");
        for (Run run : runs) {
            System.out.printf(
                    "%-10s %7d %,14d %,10d %,14d %8d  %s%n",
                    name(run), run.kills, run.tips, run.sessions, run.transactions, run.seconds, run.outcome);
        }
        return runs.stream().allMatch(Run::isOk) ? OK : FAILED;
    }

    private static String name(Run run) {
        return run.storage.name().toLowerCase(Locale.ROOT);
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(each -> {
                try {
                    Files.delete(each);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
