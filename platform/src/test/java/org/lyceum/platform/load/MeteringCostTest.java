package org.lyceum.platform.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.accounts.Argon2Cost;

/**
 * What metering 2,000 sessions costs: the processor time of the threads that do it, the database's writing included, while minutes are
 * metered as fast as they can be, divided by the seconds metered. It is the processor's time and not the clock's, so that what else
 * the machine does matters little.
 */
class MeteringCostTest {
    private static final int SESSIONS = 2_000;
    private static final int WARM_UP = 240;
    private static final int SECONDS = 120;
    private static final double MOST_OF_A_CORE = 0.02;

    @TempDir
    Path folder;

    @Test
    void twoThousandSessionsCostLessThanAFiftiethOfACore() {
        PlatformSettings settings = PlatformSettings.in(folder).withPasswordCost(new Argon2Cost(8, 1, 1));
        try (Platform platform = Platform.open(settings, InstantSource.system())) {
            Crowd crowd = new Crowd(platform, SESSIONS, 1_000_000);
            List<String> sessions = Crowd.atOnce(SESSIONS, crowd::watch);
            meter(platform, sessions, WARM_UP);
            double before = threadSeconds();
            double allBefore = processorSeconds();
            meter(platform, sessions, SECONDS);
            double share = (threadSeconds() - before) / SECONDS;
            double all = (processorSeconds() - allBefore) / SECONDS;
            System.out.printf(
                    "FIGURE metering %d sessions: %.2f %% of a core, with the compiler's and the collector's share %.2f %%%n",
                    SESSIONS, 100 * share, 100 * all);

            if (Boolean.getBoolean("lyceum.measure")) { // on a machine that does nothing else
                assertThat(share).isLessThan(MOST_OF_A_CORE);
            }
            assertThat(platform.money().verify().faults()).isEmpty();
        }
    }

    private static void meter(Platform platform, List<String> sessions, int seconds) {
        for (int second = 1; second <= seconds; second++) {
            Map<String, Boolean> acknowledged = new HashMap<>();
            sessions.forEach(session -> acknowledged.put(session, true));
            assertThat(platform.metering().second(acknowledged)).hasSize(SESSIONS);
            if (second % 2 == 0) {
                platform.metering().flush();
            }
        }
    }

    /** Of threads that run our code: minutes that pass in a second have the compiler at work, which in a running server it is not. */
    private static double threadSeconds() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getAllThreadIds())
                        .map(threads::getThreadCpuTime)
                        .filter(nanos -> nanos > 0)
                        .sum()
                / 1e9;
    }

    /** In user mode and in the kernel. */
    private static double processorSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }
}
