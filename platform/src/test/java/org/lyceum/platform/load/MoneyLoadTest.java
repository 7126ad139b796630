package org.lyceum.platform.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.platform.Platform;
import org.lyceum.platform.TestPlatforms;
import org.lyceum.platform.db.Storage;
import org.lyceum.platform.money.InsufficientFunds;
import org.lyceum.platform.money.Posted;

/** A hundred wallets at once, with less in them than they would like to spend. */
@ParameterizedClass
@EnumSource(Storage.class)
class MoneyLoadTest {
    private static final int WALLETS = 100;
    private static final int TIPS = 1_000;
    private static final int TICKS = 10;
    private static final long AMOUNT = 350;
    private static final long SEED = 42;

    private final Storage storage;

    @TempDir
    Path folder;

    MoneyLoadTest(Storage storage) {
        this.storage = storage;
    }

    @Test
    void aThousandTipsAndTicksAtOnceAddUpAndRepeatedChangeNothing() throws Exception {
        try (Platform platform = TestPlatforms.open(storage, folder, InstantSource.system())) {
            Crowd crowd = new Crowd(platform, WALLETS, AMOUNT);
            List<String> sessions = new ArrayList<>();
            for (int payer = 0; payer < WALLETS; payer++) {
                sessions.add(crowd.watch(payer));
            }

            Map<Integer, Posted> first = tips(crowd, sessions);
            sessions.forEach(platform.metering()::close);
            platform.metering().flush();

            assertThat(platform.money().verify().faults()).isEmpty();
            assertThat(crowd.total()).isEqualTo(WALLETS * AMOUNT);
            assertThat(first.size()).isBetween(TIPS / 2, TIPS - 1);

            long transactions = platform.money().verify().transactions();
            first.forEach(
                    (number, posted) -> assertThat(crowd.tip(SEED, number)).isEqualTo(posted));
            assertThat(platform.money().verify().transactions()).isEqualTo(transactions);
            assertThat(crowd.total()).isEqualTo(WALLETS * AMOUNT);
        }
    }

    /** @return those that were not refused for want of money */
    private static Map<Integer, Posted> tips(Crowd crowd, List<String> sessions) throws Exception {
        Map<Integer, Future<Posted>> asked = new HashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < TIPS; i++) {
                int number = i;
                asked.put(number, threads.submit(() -> crowd.tip(SEED, number)));
                if (number % (TIPS / TICKS) == 0) {
                    threads.submit(() -> tick(crowd, sessions)).get();
                }
            }
        }
        Map<Integer, Posted> given = new HashMap<>();
        for (Map.Entry<Integer, Future<Posted>> tip : asked.entrySet()) {
            try {
                given.put(tip.getKey(), tip.getValue().get());
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(InsufficientFunds.class);
            }
        }
        return given;
    }

    private static boolean tick(Crowd crowd, List<String> sessions) {
        Map<String, Boolean> acknowledged = new HashMap<>();
        sessions.forEach(session -> acknowledged.put(session, true));
        crowd.platform.metering().second(acknowledged);
        crowd.platform.metering().flush();
        return true;
    }
}
