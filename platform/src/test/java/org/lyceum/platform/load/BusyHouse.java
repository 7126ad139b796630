package org.lyceum.platform.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogManager;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.accounts.Argon2Cost;
import org.lyceum.platform.money.Posted;

/**
 * Runs the load in a process of its own, until it is killed. It says {@code session <id>} of what it opened, {@code metered <n>} before
 * the second of that number is metered in all of them, {@code flushed <n>} once that is in the ledger, and {@code tip <number>
 * <id>} of each tip that it was told is given.
 */
final class BusyHouse {
    static final int WALLETS = 20;
    static final long AMOUNT = 1_000_000_000;

    private static final int TIPPERS = 8;

    private BusyHouse() {}

    static PlatformSettings settings(Path folder, String url) {
        return PlatformSettings.in(folder)
                .withDatabaseUrl(url.isEmpty() ? null : url)
                .withPasswordCost(new Argon2Cost(8, 1, 1));
    }

    /** Folder, URL of PostgreSQL or nothing, seed, number of the first tip. */
    public static void main(String[] arguments) {
        LogManager.getLogManager().reset(); // Flyway tells of every migration.
        Platform platform = Platform.open(settings(Path.of(arguments[0]), arguments[1]), InstantSource.system());
        long seed = Long.parseLong(arguments[2]);
        AtomicInteger next = new AtomicInteger(Integer.parseInt(arguments[3]));
        Thread.ofPlatform().daemon().start(BusyHouse::endWithParent);
        Crowd crowd = new Crowd(platform, WALLETS, AMOUNT);
        for (int i = 0; i < TIPPERS; i++) {
            Thread.ofVirtual().start(() -> tipOn(crowd, seed, next));
        }
        meterOn(crowd);
    }

    /** Standard input ends with the process that reads what this one says. */
    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nobody says anything.
            }
        } catch (IOException _) {
            // The same.
        }
        Runtime.getRuntime().halt(1);
    }

    private static void tipOn(Crowd crowd, long seed, AtomicInteger next) {
        while (true) {
            int number = next.getAndIncrement();
            Posted posted = crowd.tip(seed, number);
            say("tip " + number + " " + posted.id());
        }
    }

    private static void meterOn(Crowd crowd) {
        List<String> sessions = new ArrayList<>();
        for (int payer = 0; payer < WALLETS; payer++) {
            String session = crowd.watch(payer);
            sessions.add(session);
            say("session " + session);
        }
        for (int second = 1; ; second++) {
            say("metered " + second);
            Map<String, Boolean> acknowledged = new HashMap<>();
            sessions.forEach(session -> acknowledged.put(session, true));
            crowd.platform.metering().second(acknowledged);
            if (second % 2 == 0) {
                crowd.platform.metering().flush();
                say("flushed " + second);
            }
        }
    }

    /** Line by line, so that what was said before a kill was said whole. */
    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
