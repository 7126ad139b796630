package org.lyceum.platform.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.platform.Platform;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.metering.Allowed;
import org.lyceum.platform.metering.Metering;
import org.lyceum.platform.money.Posted;

/**
 * The database is away for a while: what is asked meanwhile waits or is refused so that it can be asked again, sessions go on for as long
 * as they hold money, and nothing acknowledged is lost. {@code -Dlyceum.away=20} for as many seconds.
 */
class DatabaseAwayTest {
    private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("lyceum.away", 2));
    private static final int WALLETS = 10;
    private static final long AMOUNT = 1_000_000;
    private static final int TIPS = 200;

    @TempDir
    Path folder;

    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void anotherProcessHoldsTheSqliteFile() throws Exception {
        run("", () -> {
            Child holder = Child.start(
                    ExclusiveHolder.class, folder.resolve("lyceum.db").toString());
            assertThat(holder.line()).isEqualTo("held");
            return holder;
        });
    }

    @Test
    void thePostgresServerIsStopped() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .start()) {
            Path pidFile = folder.resolve("postgres").resolve("postmaster.pid");
            long postmaster =
                    Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
            run("postgresql://postgres:postgres@localhost:" + postgres.getPort() + "/postgres", () -> {
                signal("STOP", postmaster);
                return () -> signal("CONT", postmaster);
            });
        }
    }

    private interface Outage {
        /** It begins now, and ends when what is returned is closed. */
        AutoCloseable begin() throws Exception;
    }

    private void run(String url, Outage outage) throws Exception {
        try (Platform platform = Platform.open(BusyHouse.settings(folder, url), InstantSource.system())) {
            Crowd crowd = new Crowd(platform, WALLETS, AMOUNT);
            List<String> sessions = new ArrayList<>();
            for (int payer = 0; payer < WALLETS; payer++) {
                sessions.add(crowd.watch(payer));
            }
            List<Future<Posted>> tips = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                try (AutoCloseable _ = outage.begin()) {
                    for (int i = 0; i < TIPS; i++) {
                        int number = i;
                        tips.add(threads.submit(() -> tipAtLast(crowd, number)));
                    }
                    Future<?> flush = threads.submit(() -> flushAtLast(platform.metering()));
                    watchMeanwhile(platform.metering(), sessions);
                    assertThat(flush.isDone()).isFalse();
                }
            }
            flushAtLast(platform.metering());
            assertThat(platform.metering().second(all(sessions)))
                    .allSatisfy((_, allowed) -> assertThat(allowed).isEqualTo(Allowed.FULL));
            sessions.forEach(platform.metering()::close);
            platform.metering().flush();

            System.out.println("database away: " + refused + " refused and tried again");
            assertThat(tips.stream().map(Future::resultNow).map(Posted::id).distinct())
                    .hasSize(TIPS);
            assertThat(platform.money().verify().faults()).isEmpty();
            assertThat(crowd.total()).isEqualTo(WALLETS * AMOUNT);
        }
    }

    /** The media side is answered at once all the time, and media stops once what is held is used up. */
    private static void watchMeanwhile(Metering metering, List<String> sessions) {
        long end = System.nanoTime() + AWAY.toNanos();
        for (int second = 1; second <= 10; second++) {
            Map<String, Allowed> allowed = metering.second(all(sessions));
            Allowed expected = second < 10 ? Allowed.FULL : Allowed.OUT_OF_FUNDS;
            assertThat(allowed.values())
                    .allMatch(each -> each == expected || (each == Allowed.LEDGER_AWAY && !expected.isMedia()));
        }
        await().atMost(AWAY.plusSeconds(5)).until(() -> System.nanoTime() >= end);
    }

    private static Map<String, Boolean> all(List<String> sessions) {
        Map<String, Boolean> acknowledged = new HashMap<>();
        sessions.forEach(session -> acknowledged.put(session, true));
        return acknowledged;
    }

    private Posted tipAtLast(Crowd crowd, int number) {
        while (true) {
            try {
                return crowd.tip(7, number);
            } catch (Refusal e) {
                assertThat(e.code()).isEqualTo("database-away");
                refused.incrementAndGet();
            }
        }
    }

    private void flushAtLast(Metering metering) {
        while (true) {
            try {
                metering.flush();
                return;
            } catch (Refusal e) {
                assertThat(e.code()).isEqualTo("database-away");
                refused.incrementAndGet();
            }
        }
    }

    /** To the server's first process and, once that can start no other, to all that it has started. */
    private static void signal(String name, long postmaster) throws Exception {
        ProcessHandle server = ProcessHandle.of(postmaster).orElseThrow();
        kill(name, Stream.of(server));
        kill(name, server.descendants());
    }

    private static void kill(String name, Stream<ProcessHandle> processes) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.map(process -> Long.toString(process.pid())).forEach(command::add);
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
